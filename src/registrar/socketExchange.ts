import { connect } from 'node:net'

export interface ExchangeLimits {
  /** for everything from connecting to the last byte. Milliseconds */
  timeoutMs: number
  maxBytes: number
}

/**
 * One exchange with Flexisip's command socket: connects, sends the command at once and in one write, reads until the end.
 * The far end serves one connection at a time, so none is ever left open.
 * @throws Error when it cannot be reached, takes too long, breaks off or says too much
 */
export function exchange(path: string, command: string, { timeoutMs, maxBytes }: ExchangeLimits): Promise<string> {
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
    const timer = setTimeout(() => fail(new Error(`Flexisip does not answer at ${path} within ${timeoutMs / 1000} s`)), timeoutMs)
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
