import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

describeApp('an account that an administrator has deactivated', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const activate = (person: Person, code: string, by = 'email') =>
    app.api.post(`/api/accounts/${person.username}@sip.example.org/activate/${by}`, { code })
  const deactivate = (person: Person) => app.api.post(`/api/accounts/${person.id}/deactivate`, undefined, { as: alice })
  const me = (person: Person) => app.api.get('/api/accounts/me', { as: person })
  const codeTo = async (address: string) => (await app.outbox.to(address)).at(-1)!.data.code!

  test.each(['email', 'phone'])('cannot activate itself with the code of a change of its %s', async (by) => {
    const bob = await app.make.user()
    const to = by === 'email' ? newAddress() : newPhone()
    expect((await app.api.post(`/api/accounts/me/${by}/request`, { [by]: to }, { as: bob })).status).toBe(200)
    await deactivate(bob)
    expect((await activate(bob, await codeTo(to), by)).status).toBe(404)
    expect((await me(bob)).body.code).toBe('account_not_activated')
  })

  test.each(['email', 'phone'])('cannot activate itself with the code that its sign-up sent to its %s', async (by) => {
    const to = by === 'email' ? newAddress() : newPhone()
    const { person } = await signUp(app, { [by]: to })
    await deactivate(person)
    expect((await activate(person, await codeTo(to), by)).status).toBe(404)
    expect((await me(person)).body.code).toBe('account_not_activated')
  })

  test('cannot activate itself with its confirmation key', async () => {
    const carol = await app.make.unconfirmed()
    await deactivate(carol)
    expect((await activate(carol, carol.record.confirmationKey!)).status).toBe(404)
    expect((await me(carol)).body.code).toBe('account_not_activated')
  })

  test('can log in again when an administrator activates it, and then change its address', async () => {
    const bob = await app.make.user()
    await deactivate(bob)
    expect((await app.api.post(`/api/accounts/${bob.id}/activate`, undefined, { as: alice })).body.activated).toBe(true)
    const email = newAddress()
    expect((await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })).status).toBe(200)
    expect((await app.api.post('/api/accounts/me/email', { code: await codeTo(email) }, { as: bob })).body.email).toBe(email)
  })

  test('that is activated by an administrator has no use for a code that waited', async () => {
    const email = newAddress()
    const { person } = await signUp(app, { email })
    await app.api.post(`/api/accounts/${person.id}/activate`, undefined, { as: alice })
    expect((await activate(person, await codeTo(email))).status).toBe(404)
    expect((await me(person)).body).toMatchObject({ activated: true, email: null, email_changed: { new_email: email } })
  })
})
