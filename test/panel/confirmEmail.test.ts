import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, signUp, wrongCode } from '../support/signUp.js'

const CONFIRM = '/confirm-email'

describeApp('the link in the mail of an e-mail change', () => {
  const app = useApp()

  /** A user who has asked for a new address, and the link that was sent there. */
  async function asked() {
    const bob = await app.make.user({ email: newAddress() })
    const email = newAddress()
    expect((await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })).status).toBe(200)
    const { data } = await app.outbox.last('email', email)
    return { bob, email, code: data.code!, link: new URL(data.link!) }
  }
  const path = (url: URL) => url.pathname + url.search
  const pathFor = (account: unknown, code: string) => `${CONFIRM}?${new URLSearchParams({ account: String(account), code })}`
  const emailOf = async (person: Person) => (await app.api.get('/api/accounts/me', { as: person })).body.email
  /** Opens a link and clicks its button. */
  async function click(link: string, visitor = new PanelClient(app)) {
    return visitor.submit(await visitor.open(link), CONFIRM)
  }

  test('leads to a page of ours that names the account and the code', async () => {
    const { bob, code, link } = await asked()
    expect(link.origin).toBe('http://accounts.test')
    expect(path(link)).toBe(`${CONFIRM}?account=${bob.id}&code=${code}`)
  })

  test('changes nothing when it is opened, however often, and the address when the button is clicked', async () => {
    const { bob, email, link } = await asked()
    const visitor = new PanelClient(app)
    for (let n = 0; n < 12; n++) {
      const page = await visitor.open(path(link))
      expect(page.status).toBe(200)
      expect(page.header('content-type')).toMatch(/^text\/html/)
    }
    expect(await emailOf(bob)).toBe(bob.record.email)
    const confirmed = await click(path(link), visitor)
    expect(confirmed.status).toBe(200)
    expect(confirmed.text).toContain(email)
    expect(await emailOf(bob)).toBe(email)
  })

  test('is opened by HEAD without a change', async () => {
    const { bob, link } = await asked()
    await app.api.raw('HEAD', path(link))
    expect(await emailOf(bob)).toBe(bob.record.email)
    expect((await click(path(link))).status).toBe(200)
  })

  test('works once', async () => {
    const { link } = await asked()
    await click(path(link))
    expect((await click(path(link))).status).toBe(404)
  })

  test('is void once the code was given to the API, or a newer one was sent', async () => {
    const [used, replaced] = [await asked(), await asked()]
    expect((await app.api.post('/api/accounts/me/email', { code: used.code }, { as: used.bob })).status).toBe(200)
    expect((await click(path(used.link))).status).toBe(404)
    await app.api.post('/api/accounts/me/email/request', { email: newAddress() }, { as: replaced.bob })
    expect((await click(path(replaced.link))).status).toBe(404)
    expect(await emailOf(replaced.bob)).toBe(replaced.bob.record.email)
  })

  test('expires', async () => {
    const { bob, link } = await asked()
    app.clock.advance(app.config.codeTtl)
    expect((await click(path(link))).status).toBe(404)
    expect(await emailOf(bob)).toBe(bob.record.email)
  })

  test('with a wrong code, or another account, changes nothing', async () => {
    const [{ bob, code }, other] = [await asked(), await asked()]
    expect((await click(pathFor(bob.id, wrongCode(code)))).status).toBe(404)
    expect((await click(pathFor(other.bob.id, code))).status).toBe(404)
    expect((await click(pathFor(999_999, code))).status).toBe(404)
    expect(await emailOf(bob)).toBe(bob.record.email)
    expect(await emailOf(other.bob)).toBe(other.bob.record.email)
  })

  test.each(['abc', '0', '-1', '1.5', '1e3', '99999999999'])(
    'that names the account %j is no good, and no fault of ours',
    async (account) => {
      expect((await click(pathFor(account, 'c0d3AbCdEfGhI'))).status).toBe(404)
    },
  )

  test('shows what it holds as text', async () => {
    const page = await new PanelClient(app).open(pathFor('"><script>alert(1)</script>', `'"><b>`))
    expect(page.text).not.toContain('<script>alert')
    expect(page.text).not.toContain('<b>')
    expect(page.header('content-security-policy')).toMatch(/default-src 'none'/)
    expect(page.header('referrer-policy')).toMatch(/no-referrer|same-origin/)
  })

  test('does not use up the code that a sign-up sent: that one activates', async () => {
    const email = newAddress()
    const { person } = await signUp(app, { email })
    const code = (await app.outbox.last('email', email)).data.code!
    expect((await click(pathFor(person.id, code))).status).toBe(404)
    const activated = await app.api.post(`/api/accounts/${person.username}@${person.domain}/activate/email`, { code })
    expect(activated.body).toMatchObject({ activated: true, email })
  })

  test('does nothing for an account that has been deactivated since', async () => {
    const { bob, link } = await asked()
    const alice = await app.make.admin()
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
    expect((await click(path(link))).status).toBe(404)
    expect((await app.api.get(`/api/accounts/${bob.id}`, { as: alice })).body.email).toBe(bob.record.email)
  })

  test('speaks French to those who do', async () => {
    const { link } = await asked()
    const page = await new PanelClient(app, 'fr').open(path(link))
    expect(page.text).toMatch(/<html lang="fr"/)
    expect(page.text).toContain('Confirmer')
  })
})
