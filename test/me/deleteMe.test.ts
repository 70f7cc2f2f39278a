import { isDerived } from '../../src/db/derived.js'
import { useApp } from '../support/app.js'
import { databaseUnderTest, describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { newAccount, newAddress, newPhone, receiveToken } from '../support/signUp.js'

const ME = '/api/accounts/me'

describeApp('deleting my account', () => {
  const app = useApp()

  test('ends its log-in by password and by key, and nobody finds it any more', async () => {
    const [bob, alice] = [await app.make.user(), await app.make.admin()]
    const apiKey = await app.make.apiKey(bob)
    const response = await app.api.delete(ME, { as: bob })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({})
    expect((await app.api.get(ME, { as: bob })).status).toBe(401)
    expect((await app.api.get(ME, { headers: { 'x-api-key': apiKey } })).status).toBe(401)
    expect((await app.api.get(`/api/accounts/${bob.id}`, { as: alice })).status).toBe(404)
  })

  test('leaves no row in any table but the audit log and its tombstone, and no address', async () => {
    const before = await dump()
    const [email, phone] = [newAddress(), newPhone()]
    const bob = await app.make.user({ email, phone })
    bob.apiKey = await app.make.apiKey(bob)
    await app.make.storePassword(bob, 'SHA-256')
    expect((await app.api.post(`${ME}/email/request`, { email: newAddress() }, { as: bob })).status).toBe(200)
    expect((await app.api.post(`${ME}/phone/request`, { phone: newPhone() }, { as: bob })).status).toBe(200)
    const between = await dump()
    for (const table of ['accounts', 'passwords', 'api_keys', 'codes', 'messages']) expect(between[table]).not.toEqual(before[table])
    expect((await app.api.delete(ME, { as: bob })).status).toBe(200)
    await app.deps.outbound.messenger.drain()
    const { messages, tombstones, ...rest } = await dump()
    expect(rest).toEqual(Object.fromEntries(Object.entries(before).filter(([table]) => table in rest)))
    // that the notice was sent, and not to whom
    expect(JSON.parse(messages!)).toEqual([
      expect.objectContaining({ kind: 'accountDeleted', account_id: null, sealed: null, recipient: `${email[0]}***@example.org` }),
    ])
    expect(JSON.parse(tombstones!)).toContainEqual(expect.objectContaining({ username: bob.username, domain: bob.domain }))
    expect(messages! + tombstones!).not.toMatch(new RegExp(`${email}|${phone.slice(1)}`))
  })

  test('leaves everybody else alone', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    await app.api.delete(ME, { as: bob })
    expect((await app.api.get(ME, { as: erin })).status).toBe(200)
  })

  test('frees its number at once, and its name after a while, for somebody new who does not inherit it', async () => {
    const phone = newPhone()
    const bob = await app.make.user({ phone })
    await app.api.delete(ME, { as: bob })
    app.clock.advance(30 * 86_400)
    const token = await receiveToken(app)
    const response = await app.api.post('/api/accounts/with-token', newAccount({ token, username: bob.username, phone }))
    expect(response.status).toBe(200)
    expect(response.body.id).not.toBe(bob.id)
    expect((await app.api.get(ME, { as: bob })).status).toBe(401)
  })

  test('voids the codes that were sent', async () => {
    const bob = await app.make.user()
    const email = newAddress()
    await app.api.post(`${ME}/email/request`, { email }, { as: bob })
    const { code, link } = (await app.outbox.last('email', email)).data
    const visitor = new PanelClient(app)
    const page = await visitor.open(link!.slice('http://accounts.test'.length))
    await app.api.delete(ME, { as: bob })
    expect((await visitor.submit(page, '/confirm-email')).status).toBe(404)
    expect((await app.api.post(`/api/accounts/${bob.username}@${bob.domain}/activate/email`, { code })).status).toBe(404)
  })

  test('ten times at once deletes it, and each is told so or asked who it is', async () => {
    const bob = await app.make.user()
    // by five each way: of an account that is gone every digest is wrong, and from the sixth on slowed down
    const apiKey = await app.make.apiKey(bob)
    const responses = await Promise.all(Array.from({ length: 10 }, (_, n) => app.api.delete(ME, { as: n % 2 ? { ...bob, apiKey } : bob })))
    expect(responses.some((r) => r.status === 200)).toBe(true)
    expect(responses.filter((r) => r.status !== 200 && r.status !== 401)).toEqual([])
  })

  /** Everything that is stored, but for what triggers derive (test/accounts/derived.test.ts), the audit log, used nonces and what limits count, which name nobody, and counters of ids. */
  async function dump(): Promise<Record<string, string>> {
    const { prisma } = app.deps.db
    await app.deps.credentials.history.flush() // of log-ins a moment ago
    const names = await prisma.$queryRawUnsafe<{ name: string }[]>(
      databaseUnderTest === 'sqlite'
        ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
        : `select table_name::text as name from information_schema.tables where table_schema = current_schema()`,
    )
    const tables = names
      .map(({ name }) => name)
      .filter((name) => !['audit_log', 'nonce_uses', 'rate_limits'].includes(name) && !isDerived(name))
      .sort()
    const rows = await Promise.all(tables.map((name) => prisma.$queryRawUnsafe(`select * from "${name}"`)))
    return Object.fromEntries(
      tables.map((name, n) => [name, JSON.stringify(rows[n], (_, value) => (typeof value === 'bigint' ? String(value) : value))]),
    )
  }
})
