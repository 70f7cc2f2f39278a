import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface ExchangeLimits {
  /** for everything from connecting to the last byte. Milliseconds */
  timeoutMs: number
  maxBytes: number
}

/** The first and the longest pause before a busy socket is tried again. Milliseconds */
const [FIRST_PAUSE, LONGEST_PAUSE] = [1, 8]

/**
 * One exchange with Flexisip's command socket: connects, sends the command at once and in one write, reads until the end.
 * The far end serves one connection at a time, so none is ever left open. It lets one more wait: while another process is that one, a connection is
 * refused with EAGAIN, and tried again. (ECONNREFUSED is none of that: nobody listens.)
 * @throws Error when it cannot be reached, takes too long, breaks off or says too much
 */
export async function exchange(path: string, command: string, limits: ExchangeLimits): Promise<string> {
  const end = performance.now() + limits.timeoutMs
  const late = new Error(`Flexisip does not answer at ${path} within ${limits.timeoutMs / 1000} s`)
  for (let longest = FIRST_PAUSE; ; longest = Math.min(2 * longest, LONGEST_PAUSE)) {
    try {
      return await once(path, command, limits.maxBytes, Math.max(1, end - performance.now()), late)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
    // each waits for another time, or those that came together would come together again
    await pause(longest * (0.5 + Math.random() / 2))
    if (performance.now() >= end) throw late
  }
}

function once(path: string, command: string, maxBytes: number, timeoutMs: number, late: Error): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const socket = connect({ path })
    socket.write(command) // kept until there is a connection, then sent with it
    const finish = (settle: () => void): void => {
      clearTimeout(timer)
      socket.destroy()
      settle()
    }
    const fail = (error: Error): void => finish(() => reject(error))
    const timer = setTimeout(() => fail(late), timeoutMs)
    socket.on('data', (chunk) => {
      size += chunk.length
      if (size > maxBytes) fail(new Error(`the answer of Flexisip is longer than ${maxBytes} bytes`))
      else chunks.push(chunk)
    })
    socket.on('end', () => finish(() => resolve(Buffer.concat(chunks).toString('utf8'))))
    socket.on('error', fail)
    socket.on('close', () => fail(new Error(`Flexisip broke off at ${path}`)))
  })
}
