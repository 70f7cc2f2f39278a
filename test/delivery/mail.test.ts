// runs once: no database is in it
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { renderMessage } from '../../src/delivery/mail/render.js'
import { mailSender } from '../../src/delivery/mail/smtp.js'
import { parseMailbox, parseMailUrl } from '../../src/delivery/mail/url.js'
import type { DeliveryError, RemoteSender, RenderedMessage } from '../../src/delivery/messages.js'
import { type BrokenServer, babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { smtpRefusal, startSmtp, type TestSmtp, type TestSmtpOptions } from '../support/smtp.js'
import { type TestCertificate, testCertificate } from '../support/tls.js'

const NOW = Date.UTC(2026, 10, 24, 12)
const login = { user: 'mailer@example.org', pass: 'p@ss:word/7' }
const credentials = `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}`
let certificate: TestCertificate
const closing: { close(): unknown }[] = []

beforeAll(async () => {
  certificate = testCertificate()
})
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close()
})

async function smtp(options: Partial<TestSmtpOptions> = {}): Promise<TestSmtp> {
  const server = await startSmtp({ certificate, ...options })
  closing.push(server)
  return server
}

function sender(url: string, more: Partial<Parameters<typeof mailSender>[0]> = {}): RemoteSender {
  const made = mailSender({ url, from: 'Example <no-reply@sip.example.org>', ca: certificate.cert, now: () => NOW, ...more })
  closing.push(made)
  return made
}

const message = (more: Partial<RenderedMessage> = {}): RenderedMessage => ({
  ...renderMessage({
    id: 'm7.42',
    channel: 'email',
    kind: 'emailChange',
    language: 'fr',
    to: 'bob@example.org',
    secondsLeft: 600,
    data: {
      username: 'bobby.tables',
      domain: 'sip.example.org',
      code: 'c4R0lK3yAbCdE',
      link: 'https://accounts.example.org/confirm-email?account=2&code=c4R0lK3yAbCdE',
    },
  }),
  ...more,
})

async function fault(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => undefined,
    (e: DeliveryError) => e,
  )
  if (!error) throw new Error('it was sent')
  return error
}

test.each([
  ['smtps', 'smtps', { secure: true, login }],
  ['smtp with STARTTLS', 'smtp', { login }],
])('sends over %s with a login', async (_title, protocol, options) => {
  const server = await smtp(options)
  const mail = sender(`${protocol}://${credentials}@127.0.0.1:${server.port}?${protocol === 'smtp' ? 'tls=required' : ''}`)
  expect(await mail.check()).toMatch(/^127\.0\.0\.1:\d+ answers \((STARTTLS|TLS), login accepted\)$/)
  await mail.send(message())
  const [{ parsed, envelopeFrom, envelopeTo, secure, user }] = server.received as [TestSmtp['received'][0]]
  expect({ envelopeFrom, envelopeTo, secure, user }).toEqual({
    envelopeFrom: 'no-reply@sip.example.org',
    envelopeTo: ['bob@example.org'],
    secure: true,
    user: login.user,
  })
  expect(parsed).toMatchObject({
    subject: 'Confirmez votre nouvelle adresse e-mail',
    messageId: '<m7.42@sip.example.org>',
    date: new Date(NOW),
  })
  expect(parsed.from).toMatchObject({ text: '"Example" <no-reply@sip.example.org>' })
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
  expect(parsed.headers.get('content-language')).toBe('fr')
  expect(parsed.text).toContain('Cette adresse a été indiquée')
  expect(parsed.text).toContain('c4R0lK3yAbCdE')
  expect(parsed.html).toContain('href="https://accounts.example.org/confirm-email?account=2&amp;code=c4R0lK3yAbCdE"')
})

test('sends without login or TLS where none is asked for', async () => {
  const server = await smtp({ plain: true })
  const mail = sender(`smtp://127.0.0.1:${server.port}`)
  expect(await mail.check()).toContain('no login')
  await mail.send(message())
  expect(server.received[0]!.secure).toBe(false)
})

test('uses TLS where it is offered, whoever signed the certificate, when none is asked for', async () => {
  const server = await smtp()
  await sender(`smtp://127.0.0.1:${server.port}`, { ca: testCertificate().cert }).send(message())
  expect(server.received[0]!.secure).toBe(true)
})

test('keeps a connection for the next mails, and five at most', async () => {
  const server = await smtp()
  const mail = sender(`smtp://127.0.0.1:${server.port}`)
  await Promise.all(Array.from({ length: 40 }, (_, n) => mail.send(message({ to: `user${n}@example.org` }))))
  expect(server.received.length).toBe(40)
  expect(new Set(server.received.map((m) => m.envelopeTo[0])).size).toBe(40)
  expect(server.connections).toBeLessThanOrEqual(5)
})

describe('a server that may not be trusted', () => {
  test.each([
    ['smtps', { secure: true }],
    ['smtp', {}],
  ])('%s: a certificate that nobody vouches for gets no password', async (protocol, options) => {
    const server = await smtp({ ...options, login })
    const mail = sender(`${protocol}://${credentials}@127.0.0.1:${server.port}${protocol === 'smtp' ? '?tls=required' : ''}`, {
      ca: testCertificate().cert,
    })
    const error = await fault(mail.send(message()))
    expect(error.message).toMatch(/self.signed|certificate/i)
    expect(error.permanent).toBe(false)
    expect((await fault(mail.check())).message).toMatch(/self.signed|certificate/i)
  })

  test('a server that hides STARTTLS gets no mail where TLS is required', async () => {
    const server = await smtp({ plain: true })
    const mail = sender(`smtp://127.0.0.1:${server.port}?tls=required`)
    expect((await fault(mail.send(message()))).message).toMatch(/STARTTLS/)
    expect(server.received).toEqual([])
  })

  test('a server that offers no login to a sender that has one gets no mail', async () => {
    const server = await smtp({ secure: true })
    const mail = sender(`smtps://${credentials}@127.0.0.1:${server.port}`)
    const error = await fault(mail.send(message()))
    expect(error.permanent).toBe(false)
    expect(server.received).toEqual([])
  })
})

test('a wrong password is told without the password, and may be mended', async () => {
  const server = await smtp({ secure: true, login })
  const mail = sender(`smtps://mailer:not-the-password@127.0.0.1:${server.port}`)
  for (const error of [await fault(mail.send(message())), await fault(mail.check())]) {
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+: login: 535/)
    expect(error.message).not.toMatch(/not-the-password|bm90LXRoZS1wYXNzd29yZA/)
    expect(error.permanent).toBe(false)
  }
})

test('a server that echoes the login does not put it into the error', async () => {
  const refusal = (user: string, pass: string) => `no such login: ${Buffer.from(`\0${user}\0${pass}`).toString('base64')}`
  const server = await smtp({ secure: true, login: { ...login, refusal } })
  const error = await fault(sender(`smtps://mailer:not-the-password@127.0.0.1:${server.port}`).check())
  expect(error.message).toMatch(/login: 535 .*no such login: \*\*\*$/)
})

describe('what the server says about the message', () => {
  test.each([
    [550, 'no such user', true],
    [450, 'greylisted, come back later', false],
    [452, 'mailbox full', false],
  ])('%i to the recipient', async (code, text, permanent) => {
    const server = await smtp({ onRecipient: () => smtpRefusal(code, text) })
    const error = await fault(sender(`smtp://127.0.0.1:${server.port}`).send(message()))
    expect(error.message).toContain(`RCPT TO: ${code} ${text}`)
    expect(error.permanent).toBe(permanent)
  })

  test.each([
    [554, 'spam', true],
    [451, 'try again', false],
    [421, 'shutting down', false],
  ])('%i to its contents', async (code, text, permanent) => {
    const server = await smtp({ onMessage: () => Promise.reject(smtpRefusal(code, text)) })
    const error = await fault(sender(`smtp://127.0.0.1:${server.port}`).send(message()))
    expect(error.message).toContain(`${code} ${text}`)
    expect(error.permanent).toBe(permanent)
  })

  test('an answer that repeats itself for ever is cut short', async () => {
    const server = await smtp({ onRecipient: () => smtpRefusal(550, `\u0007 ${'no '.repeat(5_000)}`) })
    const error = await fault(sender(`smtp://127.0.0.1:${server.port}`).send(message()))
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
    ['greets and falls silent', () => scripted((socket) => void socket.write('220 hello\r\n'))],
    ['greets a byte at a time', () => scripted((socket) => void drip(socket, 'x'))],
    ['never ends its greeting', () => scripted((socket) => void drip(socket, '220-still here\r\n'))],
    ['floods', () => scripted((socket) => void drip(socket, 'x'.repeat(60_000)))],
  ])('one that %s: an error in time that may pass', async (_title, start) => {
    const server = await start()
    closing.push(server)
    for (const protocol of ['smtp', 'smtps']) {
      const mail = sender(`${protocol}://${credentials}@127.0.0.1:${server.port}`, { timeouts })
      const began = performance.now()
      const error = await fault(mail.send(message()))
      expect(error.permanent).toBe(false)
      expect(error.message).toMatch(/^127\.0\.0\.1:\d+: \S/)
      expect(error.message).not.toContain(login.pass)
      await fault(mail.check())
      expect(performance.now() - began).toBeLessThan(2_500)
    }
  })

  test('one that took the message and never says so: the connection is closed at the end of its time', async () => {
    const server = await smtp({ onMessage: () => new Promise(() => undefined) })
    const error = await fault(sender(`smtp://127.0.0.1:${server.port}`, { timeouts }).send(message()))
    expect(error.permanent).toBe(false)
  })

  test('a send that is given up leaves no connection', async () => {
    const server = await silentServer()
    closing.push(server)
    const stop = new AbortController()
    const sending = fault(sender(`smtp://127.0.0.1:${server.port}`).send(message(), stop.signal))
    stop.abort(new Error('the service stops'))
    expect((await sending).message).toContain('the service stops')
  })
})

describe('an address', () => {
  test.each([
    'a@example.org, b@example.org',
    'a@example.org,b@example.org',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org\nRCPT TO:<b@example.org>',
    '<a@example.org>',
    'Bob <bob@example.org>',
    '"a b"@example.org',
    'a(b)@example.org',
    'friends: a@example.org;',
    'a@[127.0.0.1]',
    '@example.org',
    'a@',
    'a b@example.org',
    'a@b@example.org',
    'a\u0000@example.org',
    '=?utf-8?q?a?=@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(254)}`,
  ])('that is not one plain address is refused for good: %j', async (to) => {
    const server = await smtp()
    const error = await fault(sender(`smtp://127.0.0.1:${server.port}`).send(message({ to })))
    expect(error.permanent).toBe(true)
    expect(server.received).toEqual([])
  })

  test.each(["o'neil+tag{x}|y=z/w@example.org", 'a.b-c_d@sub.example.org'])(
    'that is odd and right gets its mail as it is: %s',
    async (to) => {
      const server = await smtp()
      await sender(`smtp://127.0.0.1:${server.port}`).send(message({ to }))
      expect(server.received.map((m) => m.envelopeTo)).toEqual([[to]])
      const header = server.received[0]!.parsed.to
      expect(Array.isArray(header) ? undefined : header?.value).toEqual([{ address: to, name: '' }])
    },
  )
})

test('what a user wrote makes no header and no part', async () => {
  const server = await smtp()
  const username = 'x\r\nBcc: all@example.org\r\n\r\n--=_boundary <img src="https://evil.example">'
  const hostile = renderMessage({
    id: 'm1.1',
    channel: 'email',
    kind: 'activation',
    language: 'en',
    to: 'bob@example.org',
    secondsLeft: 60,
    data: { username, domain: 'sip.example.org', code: 'c4R0lK3yAbCdE' },
  })
  await sender(`smtp://127.0.0.1:${server.port}`).send(hostile)
  const [{ parsed, envelopeTo }] = server.received as [TestSmtp['received'][0]]
  expect(envelopeTo).toEqual(['bob@example.org'])
  expect(parsed.bcc).toBeUndefined()
  expect(parsed.attachments).toEqual([])
  expect(parsed.html).toContain('&lt;img src=&quot;https://evil.example&quot;&gt;')
})

describe('MAIL_URL', () => {
  test.each([
    ['smtp://mail.example.org', { host: 'mail.example.org', port: 587, implicitTls: false, tlsRequired: false, auth: undefined }],
    ['smtps://mail.example.org', { port: 465, implicitTls: true, tlsRequired: true }],
    ['smtp://u:p@mail.example.org:25', { port: 25, tlsRequired: true, auth: { user: 'u', pass: 'p' } }],
    ['smtp://u:p@mail.example.org?tls=optional', { tlsRequired: false }],
    ['smtp://u:p@localhost:25', { tlsRequired: false }],
    ['smtp://[::1]:25', { host: '::1', tlsRequired: false }],
    ['smtp://a%40b:p%3Aq%2F@h.example', { auth: { user: 'a@b', pass: 'p:q/' } }],
  ])('%s', (url, expected) => {
    expect(parseMailUrl(url)).toMatchObject(expected)
  })

  test.each([
    '',
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://u:%zz@h.example',
    'smtp://h.example?tls=maybe',
    'smtps://h.example?tls=optional',
  ])('refuses %j', (url) => {
    expect(() => parseMailUrl(url)).toThrow(/expected|percent|tls|TLS/)
  })

  test.each(['', 'nobody', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', '<>'])('MAIL_FROM refuses %j', (from) => {
    expect(() => parseMailbox(from)).toThrow('expected one address')
  })
})

async function scripted(onSocket: (socket: import('node:net').Socket) => void): Promise<BrokenServer> {
  const sockets = new Set<import('node:net').Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
    socket.resume()
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function drip(socket: import('node:net').Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20)
  socket.on('close', () => clearInterval(timer))
}
