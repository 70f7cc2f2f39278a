// Far ends that are there and refuse the password they are given: what drivers say of that must not hold it.
import { createServer } from 'node:net'

/** @param {(socket: import('node:net').Socket) => void} greet */
async function refusing(greet) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    greet(socket)
  })
  await new Promise((/** @type {(value?: undefined) => void} */ resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  server.unref()
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { port, close: () => void server.close() }
}

export const refusingRedis = () =>
  refusing((socket) => socket.on('data', () => void socket.write('-WRONGPASS invalid username-password pair or user is disabled.\r\n')))

/** Repeats what it was sent in its refusal, as some do. */
export const refusingSmtp = () =>
  refusing((socket) => {
    socket.write('220 refusing.example.org ESMTP\r\n')
    socket.on('data', (data) => {
      const line = data.toString('utf8').trim()
      if (/^EHLO/i.test(line)) socket.write('250-refusing.example.org\r\n250 AUTH PLAIN LOGIN\r\n')
      else socket.write(`535 5.7.8 not accepted: ${line}\r\n`)
    })
  })

/** Asks for the password in clear text, and says no. */
export const refusingPostgres = () =>
  refusing((socket) => {
    let asked = false
    socket.on('data', () => {
      if (!asked) socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]))
      else {
        const text = Buffer.from('SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "somebody"\0\0')
        const length = Buffer.alloc(4)
        length.writeUInt32BE(text.length + 4)
        socket.end(Buffer.concat([Buffer.from('E'), length, text]))
      }
      asked = true
    })
  })
