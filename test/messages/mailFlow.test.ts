// runs once: it is about the far end, not about what is stored
import type { AccountRecord } from '../../src/services/accounts/record.js'
import { useApp } from '../support/app.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, signUp } from '../support/signUp.js'
import { type ReceivedMail, startSmtp, type TestSmtp } from '../support/smtp.js'
import { useCertificate } from '../support/tls.js'

/** The flows that need a mail, through the real service and a real SMTP server with STARTTLS and login. */
describe('by mail', () => {
  const certificate = useCertificate()
  const start = (port?: number) => startSmtp({ certificate, login: { user: 'mailer', pass: 'p@ss word' }, port })
  let smtp: TestSmtp
  beforeAll(async () => {
    smtp = await start()
  })
  afterAll(() => smtp.close())
  const app = useApp(() => ({
    env: { MAIL_URL: `smtp://mailer:p%40ss%20word@127.0.0.1:${smtp.port}`, MAIL_FROM: 'Example <no-reply@example.org>' },
  }))

  /** What has come for somebody, in the order in which it came. */
  async function mailsTo(address: string): Promise<ReceivedMail[]> {
    await app.deps.outbound.messenger.drain()
    return smtp.received.filter(({ envelopeTo }) => envelopeTo.includes(address))
  }
  const codeIn = ({ parsed }: ReceivedMail): string => /^([0-9]{4}|[A-Za-z0-9]{13})$/m.exec(parsed.text ?? '')![0]
  const linkIn = ({ parsed }: ReceivedMail): string => /^http:\S+$/m.exec(parsed.text ?? '')![0]
  const emailOf = async (person: Person): Promise<string | null> => (await app.api.get('/api/accounts/me', { as: person })).body.email
  const stored = (id: number): Promise<Pick<AccountRecord, 'activated'>> => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id } })

  test('somebody signs up, in French', async () => {
    const email = newAddress()
    const { person, response } = await signUp(app, { email }, { 'accept-language': 'fr-CH, en;q=0.5' })
    expect(response.body.activated).toBe(false)
    const [mail, ...others] = await mailsTo(email)
    expect(others).toEqual([])
    expect(mail).toMatchObject({
      secure: true,
      user: 'mailer',
      envelopeFrom: 'no-reply@example.org',
      parsed: { subject: 'Votre code d’activation' },
    })
    expect(mail!.parsed.text).toContain(`${person.username}@sip.example.org`)
    const activated = await app.api.post(`/api/accounts/${person.username}@sip.example.org/activate/email`, { code: codeIn(mail!) })
    expect(activated).toMatchObject({ status: 200, body: { activated: true, email } })
  })

  test('the e-mail address changes by code, and its old holder is told', async () => {
    const [old, email] = [newAddress(), newAddress()]
    const bob = await app.make.user({ email: old })
    await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })
    const [mail] = await mailsTo(email)
    const [notice] = await mailsTo(old)
    expect(mail!.parsed.subject).toBe('Confirm your new e-mail address')
    expect(notice!.parsed.subject).toBe('Your e-mail address is about to change')
    expect(notice!.source).not.toContain(codeIn(mail!))
    expect(notice!.source).not.toContain(email)
    expect((await app.api.post('/api/accounts/me/email', { code: codeIn(mail!) }, { as: bob })).body.email).toBe(email)
  })

  test('the e-mail address changes by link, after a click and not before', async () => {
    const email = newAddress()
    const bob = await app.make.user()
    await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })
    const [mail] = await mailsTo(email)
    const link = linkIn(mail!)
    expect(link).toMatch(/^http:\/\/accounts\.test\/confirm-email\?/)
    const { pathname, search } = new URL(link)
    const visitor = new PanelClient(app)
    for (let n = 0; n < 3; n++) expect((await visitor.open(pathname + search)).status).toBe(200)
    expect(await emailOf(bob)).toBeNull()
    await visitor.submit(await visitor.open(pathname + search), pathname)
    expect(await emailOf(bob)).toBe(email)
  })

  test('only the newest of several codes is sent when the first could not be', async () => {
    const [first, second] = [newAddress(), newAddress()]
    const bob = await app.make.user()
    await app.deps.db.prisma.$transaction(async (tx) => {
      // as if the server had been down: a message that waits for its retry
      await app.deps.outbound.messenger.enqueue(tx, {
        accountId: bob.id,
        channel: 'email',
        kind: 'emailChange',
        to: first,
        language: 'en',
        expiresAt: new Date(app.clock.now() + 60_000),
        data: { username: bob.username, domain: bob.domain, code: 'AAAAAAAAAAAAA', link: 'http://accounts.test/' },
      })
    })
    await app.api.post('/api/accounts/me/email/request', { email: second }, { as: bob })
    expect([(await mailsTo(first)).length, (await mailsTo(second)).length]).toEqual([0, 1])
  })

  test('a new password is told to the owner, if the address is known', async () => {
    const email = newAddress()
    const bob = await app.make.user({ email })
    const body = { algorithm: 'SHA-256', old_password: bob.password, password: 'a-new-password' }
    await app.api.post('/api/accounts/me/password', body, { as: bob, headers: { 'accept-language': 'fr' } })
    const [mail] = await mailsTo(email)
    expect(mail!.parsed.subject).toBe('Votre mot de passe a été défini')
    expect(mail!.source).not.toContain('a-new-password')
    const before = smtp.received.length
    const carol = await app.make.user()
    await app.api.post('/api/accounts/me/password', { ...body, old_password: carol.password }, { as: carol })
    await app.deps.outbound.messenger.drain()
    expect(smtp.received.length).toBe(before)
  })

  test('a request is answered though the mail server is down, and the mail comes once it is up', async () => {
    const { port } = smtp
    await smtp.close()
    const email = newAddress()
    const { person, response } = await signUp(app, { email })
    expect(response.status).toBe(200)
    await app.deps.outbound.messenger.drain()
    smtp = await start(port)
    app.clock.advance(5)
    const [mail] = await mailsTo(email)
    await app.api.post(`/api/accounts/${person.username}@sip.example.org/activate/email`, { code: codeIn(mail!) })
    expect(await stored(person.id)).toMatchObject({ activated: true })
  })
})
