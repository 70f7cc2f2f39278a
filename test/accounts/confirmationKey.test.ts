import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

describeApp('another confirmation key', () => {
  const app = useApp()

  const renew = async (id: number) => app.api.post(`/api/accounts/${id}/confirmation-key`, undefined, { as: await app.make.admin() })
  const activate = (username: string, code: string) => app.api.post(`/api/accounts/${username}@sip.example.org/activate/email`, { code })

  test('takes the place of the one before, and activates the account', async () => {
    const carol = await app.make.unconfirmed()
    const { status, body } = await renew(carol.id)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: carol.id, activated: false, confirmation_key: expect.stringMatching(/^[A-Za-z0-9]{13}$/) })
    expect((await activate(carol.username, carol.record.confirmationKey!)).status).toBe(404)
    expect((await activate(carol.username, body.confirmation_key)).status).toBe(200)
  })

  test('is good as long as the one before was to be, and without end if that had expired', async () => {
    const expires = '2026-11-24 12:10:00'
    const carol = await app.make.unconfirmed({ confirmation_key_expires: expires })
    expect((await renew(carol.id)).body.confirmation_key_expires).toBe(expires)
    app.clock.advance(600)
    const { body } = await renew(carol.id)
    expect(body.confirmation_key_expires).toBeNull()
    expect((await activate(carol.username, body.confirmation_key)).status).toBe(200)
  })

  test('helps somebody who signed up: the code of the mail is good as well, and another one can be had', async () => {
    const email = newAddress()
    const [dave, erin] = [(await signUp(app, { email })).person, (await signUp(app, { phone: newPhone() })).person]
    const { code } = (await app.outbox.last('email', email)).data
    const [first, second] = [await renew(dave.id), await renew(erin.id)]
    expect(first.body.confirmation_key).toMatch(/^[A-Za-z0-9]{13}$/)
    expect((await activate(dave.username, code!)).status).toBe(200)
    expect((await activate(erin.username, second.body.confirmation_key)).status).toBe(200)
  })

  test('is not made for an account that is activated, deactivated or not there', async () => {
    const alice = await app.make.admin()
    const [bob, carol] = [await app.make.user(), await app.make.unconfirmed()]
    await app.api.post(`/api/accounts/${carol.id}/deactivate`, undefined, { as: alice })
    for (const { id } of [bob, carol]) {
      const { status, body } = await renew(id)
      expect([status, body.code]).toEqual([404, 'nothing_pending'])
    }
    expect((await renew(2_000_000_000)).body.code).toBe('not_found')
    expect((await app.api.get(`/api/accounts/${carol.id}`, { as: alice })).body.confirmation_key).toBeNull()
  })
})
