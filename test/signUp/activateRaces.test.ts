import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

describeApp('activations at once', () => {
  const app = useApp()

  const activate = (username: string, code: string, by = 'email') =>
    app.api.post(`/api/accounts/${username}@sip.example.org/activate/${by}`, { code })
  const statuses = async (responses: ReturnType<typeof activate>[]) => (await Promise.all(responses)).map((r) => r.status).sort()

  const activations = (accountId: number) => app.deps.db.prisma.auditEntry.count({ where: { action: 'activateAccount', accountId } })

  // each is answered as if it were the one that did it; never 429: nobody has guessed wrong
  test('by the same confirmation key happen once', async () => {
    const carol = await app.make.unconfirmed()
    const key = carol.record.confirmationKey!
    expect(await statuses(Array.from({ length: 8 }, () => activate(carol.username, key)))).toEqual(Array(8).fill(200))
    expect(await activations(carol.id)).toBe(1)
  })

  test('by the same code happen once', async () => {
    const email = newAddress()
    const { person } = await signUp(app, { email })
    const code = (await app.outbox.last('email', email)).data.code!
    expect(await statuses(Array.from({ length: 8 }, () => activate(person.username, code)))).toEqual(Array(8).fill(200))
    expect(await activations(person.id)).toBe(1)
  })

  test('by PIN and by code happen once, and the other address stays to be proven', async () => {
    const [email, phone] = [newAddress(), newPhone()]
    const { person } = await signUp(app, { email, phone })
    const code = (await app.outbox.last('email', email)).data.code!
    const pin = (await app.outbox.last('sms', phone)).data.code!
    expect(await statuses([activate(person.username, code), activate(person.username, pin, 'phone')])).toEqual([200, 404])
    const { body } = await app.api.get('/api/accounts/me', { as: person })
    expect([body.email, body.phone].filter((address) => address !== null)).toHaveLength(1)
    const rest = body.email === null ? { path: 'email', code } : { path: 'phone', code: pin }
    const proven = await app.api.post(`/api/accounts/me/${rest.path}`, { code: rest.code }, { as: person })
    expect(proven.body).toMatchObject({ email, phone })
  })

  test('and a deactivation leave the account deactivated, or activated before it', async () => {
    const alice = await app.make.admin()
    const carol = await app.make.unconfirmed()
    const [deactivated] = await Promise.all([
      app.api.post(`/api/accounts/${carol.id}/deactivate`, undefined, { as: alice }),
      activate(carol.username, carol.record.confirmationKey!),
    ])
    expect(deactivated.status).toBe(200)
    expect((await app.api.get(`/api/accounts/${carol.id}`, { as: alice })).body).toMatchObject({ activated: false, confirmation_key: null })
    expect((await activate(carol.username, carol.record.confirmationKey!)).status).toBe(404)
  })
})
