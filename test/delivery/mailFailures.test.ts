// runs once: no database is in it
import type { Socket } from 'node:net'
import { type BrokenServer, babblingServer, broken, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { deliveryFault } from '../support/deliveryFault.js'
import { credentials, login, message, useMail } from '../support/mail.js'
import { smtpRefusal } from '../support/smtp.js'

const { smtp, sender, closing } = useMail()

describe('what the server says about the message', () => {
  test.each([
    [550, 'no such user', true],
    [450, 'greylisted, come back later', false],
    [452, 'mailbox full', false],
  ])('%i to the recipient', async (code, text, permanent) => {
    const server = await smtp({ onRecipient: () => smtpRefusal(code, text) })
    const error = await deliveryFault(sender(`smtp://127.0.0.1:${server.port}`).send(message()))
    expect(error.message).toContain(`RCPT TO: ${code} ${text}`)
    expect(error.permanent).toBe(permanent)
  })

  test.each([
    [554, 'spam', true],
    [451, 'try again', false],
    [421, 'shutting down', false],
  ])('%i to its contents', async (code, text, permanent) => {
    const server = await smtp({ onMessage: () => Promise.reject(smtpRefusal(code, text)) })
    const error = await deliveryFault(sender(`smtp://127.0.0.1:${server.port}`).send(message()))
    expect(error.message).toContain(`${code} ${text}`)
    expect(error.permanent).toBe(permanent)
  })

  test('an answer that repeats itself for ever is cut short', async () => {
    const server = await smtp({ onRecipient: () => smtpRefusal(550, `\u0007 ${'no '.repeat(5_000)}`) })
    const error = await deliveryFault(sender(`smtp://127.0.0.1:${server.port}`).send(message()))
    expect(error.message.length).toBeLessThanOrEqual(300)
    expect(error.message).toMatch(/^[\x20-\x7e]*$/)
  })
})

describe('a server that does not do what it should', () => {
  const timeouts = { connect: 300, greeting: 300, silence: 300, whole: 700 }

  test.each<[string, () => Promise<BrokenServer>]>([
    ['is down', async () => ({ port: await closedPort(), close: async () => undefined })],
    ['never greets', silentServer],
    ['ends every connection', rudeServer],
    ['talks nonsense', babblingServer],
    ['greets and falls silent', () => broken((socket) => void socket.write('220 hello\r\n'))],
    ['greets a byte at a time', () => broken((socket) => void drip(socket, 'x'))],
    ['never ends its greeting', () => broken((socket) => void drip(socket, '220-still here\r\n'))],
    ['floods', () => broken((socket) => void drip(socket, 'x'.repeat(60_000)))],
  ])('one that %s: an error in time that may pass', async (_title, start) => {
    const server = closing(await start(), (one) => one.close())
    for (const protocol of ['smtp', 'smtps']) {
      const mail = sender(`${protocol}://${credentials}@127.0.0.1:${server.port}`, { timeouts })
      const began = performance.now()
      const error = await deliveryFault(mail.send(message()))
      expect(error.permanent).toBe(false)
      expect(error.message).toMatch(/^127\.0\.0\.1:\d+: \S/)
      expect(error.message).not.toContain(login.pass)
      await deliveryFault(mail.check())
      expect(performance.now() - began).toBeLessThan(2_500)
    }
  })

  test('one that took the message and never says so: the connection is closed at the end of its time', async () => {
    const server = await smtp({ onMessage: () => new Promise(() => undefined) })
    const error = await deliveryFault(sender(`smtp://127.0.0.1:${server.port}`, { timeouts }).send(message()))
    expect(error.permanent).toBe(false)
  })

  test('a send that is given up leaves no connection', async () => {
    const server = closing(await silentServer(), (one) => one.close())
    const stop = new AbortController()
    const sending = deliveryFault(sender(`smtp://127.0.0.1:${server.port}`).send(message(), stop.signal))
    stop.abort(new Error('the service stops'))
    expect((await sending).message).toContain('the service stops')
  })
})

function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20)
  socket.on('close', () => clearInterval(timer))
}
