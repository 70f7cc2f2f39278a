import { connect } from 'node:net'

/**
 * Sends bytes as they are, and answers all that came back until the other side closed, or `ms` milliseconds of silence passed.
 * @param parts texts or buffers, or a function that writes to the socket itself
 */
export function rawExchange(port, parts, ms = 2_000) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let answer = ''
    const end = (how) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ answer, how, statuses: [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)) })
    }
    let timer = setTimeout(() => end('silence'), ms)
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      answer += chunk
      clearTimeout(timer)
      timer = setTimeout(() => end('silence'), Math.min(ms, 500))
    })
    socket.on('error', () => undefined)
    socket.on('close', () => end('closed'))
    socket.on('connect', () => {
      if (typeof parts === 'function') parts(socket)
      else for (const part of [parts].flat()) socket.write(part, typeof part === 'string' ? 'latin1' : undefined)
    })
  })
}

/** Writes `bytes` bytes, a piece at a time as the other side takes them. */
export function pour(socket, bytes, piece = Buffer.alloc(65_536, 97), before = (_part) => undefined) {
  let left = bytes
  const go = () => {
    while (left > 0 && socket.writable) {
      const part = left < piece.length ? piece.subarray(0, left) : piece
      left -= part.length
      before(part)
      if (!socket.write(part)) {
        socket.once('drain', go)
        return
      }
    }
  }
  go()
}
