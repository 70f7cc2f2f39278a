// runs once: no database is in it
import { renderMessage } from '../../src/delivery/mail/render.js'
import { deliveryFault } from '../support/deliveryFault.js'
import { credentials, login, message, NOW, useMail } from '../support/mail.js'
import { readQr } from '../support/qr.js'
import type { TestSmtp } from '../support/smtp.js'
import { testCertificate } from '../support/tls.js'

const { smtp, sender } = useMail()

test.each([
  ['smtps', 'smtps', { secure: true, login }],
  ['smtp with STARTTLS', 'smtp', { login }],
])('sends over %s with a login', async (_title, protocol, options) => {
  const server = await smtp(options)
  const mail = sender(`${protocol}://${credentials}@127.0.0.1:${server.port}?${protocol === 'smtp' ? 'tls=required' : ''}`)
  expect(await mail.check()).toMatch(/^127\.0\.0\.1:\d+ answers \((STARTTLS|TLS), login accepted\), we are sip\.example\.org$/)
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

test.each([
  ['?name=', '?name=mx.example.net', 'accounts.example.org', 'no-reply@sip.example.org', 'mx.example.net'],
  ['the host of PUBLIC_URL', '', 'accounts.example.org', 'no-reply@sip.example.org', 'accounts.example.org'],
  ["MAIL_FROM's domain, where that host has no dot", '', 'localhost', 'no-reply@sip.example.org', 'sip.example.org'],
  ["MAIL_FROM's domain, where that host is an address", '', '192.0.2.7', 'no-reply@sip.example.org', 'sip.example.org'],
  ["MAIL_FROM's domain in ASCII", '', 'localhost', 'no-reply@exämple.org', 'xn--exmple-cua.org'],
])('introduces itself by %s', async (_, query, publicHost, from, expected) => {
  const server = await smtp({ plain: true })
  const mail = sender(`smtp://127.0.0.1:${server.port}${query}`, { publicHost, from })
  expect(await mail.check()).toContain(`we are ${expected}`)
  await mail.send(message())
  const [{ greetedAs, source }] = server.received as [TestSmtp['received'][0]]
  expect(greetedAs).toBe(expected)
  expect(source).toMatch(/^Message-ID: <[\x21-\x7e]+>\r$/im)
})

test('has the QR code of a link inside it: nothing is loaded from elsewhere', async () => {
  const server = await smtp({ plain: true })
  const link = 'https://accounts.example.org/provisioning/aB3dE6gH9jK2m'
  for (const language of ['en', 'fr'] as const) {
    const data = { username: 'bob', domain: 'sip.example.org', link }
    const rendered = renderMessage({
      id: 'm8.1',
      channel: 'email',
      kind: 'provisioning',
      language,
      to: 'bob@example.org',
      secondsLeft: 600,
      data,
    })
    await sender(`smtp://127.0.0.1:${server.port}`).send(rendered)
    const { parsed } = server.received.at(-1)!
    const [image, ...others] = parsed.attachments
    expect([others, image!.contentType, image!.contentDisposition, image!.related]).toEqual([[], 'image/png', 'inline', true])
    expect(readQr(image!.content)).toBe(link)
    expect(parsed.text).toContain(link)
    // the parser has put the image in the place of its cid
    expect(String(parsed.html)).toMatch(/<img src="data:image\/png;base64,/)
    expect(String(parsed.html)).not.toMatch(/src="(?!data:)/)
  }
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

test('keeps a connection for the next mails, and six at most', async () => {
  const server = await smtp()
  const mail = sender(`smtp://127.0.0.1:${server.port}`)
  await Promise.all(Array.from({ length: 40 }, (_, n) => mail.send(message({ to: `user${n}@example.org` }))))
  expect(server.received.length).toBe(40)
  expect(new Set(server.received.map((m) => m.envelopeTo[0])).size).toBe(40)
  expect(server.connections).toBeLessThanOrEqual(6)
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
    const error = await deliveryFault(sender(`smtp://127.0.0.1:${server.port}`).send(message({ to })))
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
