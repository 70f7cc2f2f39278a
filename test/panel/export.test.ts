import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp('all that is known, in the panel', () => {
  const app = useApp({ env: { RATE_LIMIT: 'on' } })
  async function loggedIn(person: Person) {
    const browser = new PanelClient(app)
    await browser.logIn(person)
    return browser
  }

  test('is downloaded from the page of one’s own account, within its limit', async () => {
    const bob = await app.make.user()
    const browser = await loggedIn(bob)
    const file = await browser.submit(await browser.open('/'), '/export')
    expect([file.status, file.header('content-type'), file.header('content-disposition'), file.header('cache-control')]).toEqual([
      ...[200, 'application/json', `attachment; filename="account-${bob.id}.json"`, 'no-store'],
    ])
    expect(file.header('ratelimit-policy')).toBe('"exports";q=20;w=3600')
    expect(file.body).toMatchObject({
      ...{ account: { id: bob.id, ip_address: null }, sessions: [{ ip_address: '127.0.0.1' }] },
      audit_log: { data: [{ action: 'exportAccount', actor_id: bob.id }, { action: 'logIn' }, { action: 'createAccount' }] },
    })
  })

  test('takes a fresh password', async () => {
    const browser = await loggedIn(await app.make.user())
    const home = await browser.open('/')
    await app.deps.db.prisma.session.updateMany({ data: { provenAt: new Date(0) } })
    const asked = await browser.submit(home, '/export')
    expect([asked.status, asked.header('content-disposition')]).toEqual([403, undefined])
    expect(asked.text).toContain('name="held_password"')
  })

  test('of an account is for administrators', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const browser = await loggedIn(alice)
    const file = await browser.submit(await browser.open(`/accounts/${bob.id}`), `/accounts/${bob.id}/export`)
    expect(file.body).toMatchObject({ account: { id: bob.id }, audit_log: { data: [{ actor_kind: 'admin', actor_id: alice.id }, {}] } })
    const other = await loggedIn(bob)
    await other.open('/')
    expect((await other.post(`/accounts/${alice.id}/export`)).status).toBe(403)
    expect((await new PanelClient(app).post('/export')).header('location')).toBe('/login')
    expect((await browser.post('/accounts/999999/export')).status).toBe(404)
  })
})
