// runs once: no database is in it
import { parseMailbox, parseMailUrl } from '../../src/delivery/mail/url.js'

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
    'smtp://h.example?name=a b',
    'smtp://h.example?name=192.0.2.1',
    'smtps://h.example?tls=optional',
  ])('refuses %j', (url) => {
    expect(() => parseMailUrl(url)).toThrow(/expected|percent|tls|TLS|name/)
  })

  test.each(['', 'nobody', 'a@b.example, c@d.example', 'a@b.example\r\nBcc: c@d.example', '<>'])('MAIL_FROM refuses %j', (from) => {
    expect(() => parseMailbox(from)).toThrow('expected one address')
  })
})
