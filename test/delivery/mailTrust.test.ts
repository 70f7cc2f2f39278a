// runs once: no database is in it
import { deliveryFault } from '../support/deliveryFault.js'
import { credentials, login, message, useMail } from '../support/mail.js'
import { testCertificate } from '../support/tls.js'

const { smtp, sender } = useMail()

describe('a server that may not be trusted', () => {
  test.each([
    ['smtps', { secure: true }],
    ['smtp', {}],
  ])('%s: a certificate that nobody vouches for gets no password', async (protocol, options) => {
    const server = await smtp({ ...options, login })
    const mail = sender(`${protocol}://${credentials}@127.0.0.1:${server.port}${protocol === 'smtp' ? '?tls=required' : ''}`, {
      ca: (await testCertificate()).cert,
    })
    const error = await deliveryFault(mail.send(message()))
    expect(error.message).toMatch(/self.signed|certificate/i)
    expect(error.permanent).toBe(false)
    expect((await deliveryFault(mail.check())).message).toMatch(/self.signed|certificate/i)
  })

  test('a server that hides STARTTLS gets no mail where TLS is required', async () => {
    const server = await smtp({ plain: true })
    const mail = sender(`smtp://127.0.0.1:${server.port}?tls=required`)
    expect((await deliveryFault(mail.send(message()))).message).toMatch(/STARTTLS/)
    expect(server.received).toEqual([])
  })

  test('a server that offers no login to a sender that has one gets no mail', async () => {
    const server = await smtp({ secure: true })
    const mail = sender(`smtps://${credentials}@127.0.0.1:${server.port}`)
    const error = await deliveryFault(mail.send(message()))
    expect(error.permanent).toBe(false)
    expect(server.received).toEqual([])
  })
})

test('a wrong password is told without the password, and may be mended', async () => {
  const server = await smtp({ secure: true, login })
  const mail = sender(`smtps://mailer:not-the-password@127.0.0.1:${server.port}`)
  for (const error of [await deliveryFault(mail.send(message())), await deliveryFault(mail.check())]) {
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+: login: 535/)
    expect(error.message).not.toMatch(/not-the-password|bm90LXRoZS1wYXNzd29yZA/)
    expect(error.permanent).toBe(false)
  }
})

test('a server that echoes the login does not put it into the error', async () => {
  const refusal = (user: string, pass: string) => `no such login: ${Buffer.from(`\0${user}\0${pass}`).toString('base64')}`
  const server = await smtp({ secure: true, login: { ...login, refusal } })
  const error = await deliveryFault(sender(`smtps://mailer:not-the-password@127.0.0.1:${server.port}`).check())
  expect(error.message).toMatch(/login: 535 .*no such login: \*\*\*$/)
})
