import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAccount, receiveToken } from '../support/signUp.js'

describeApp('a number that no code is sent to', () => {
  const app = useApp()

  test.each([
    ['premium rate', '+33899700000', /kind/],
    ['shared cost', '+33810000000', /kind/],
    ['international premium rate', '+979123456789', /kind/],
    ['satellite', '+881612345678', /kind/],
    ['Inmarsat', '+870773111632', /kind/],
    ['personal numbers', '+447012345678', /kind/],
    ['freephone', '+33800000000', /kind/],
    ['a number that does not exist', '+85245450000', /country code/],
  ])('of %s is refused, and nothing is sent: %s', async (_, phone, text) => {
    const bob = await app.make.user()
    const change = await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })
    const signUp = await app.api.post('/api/accounts/with-token', newAccount({ token: await receiveToken(app), phone }))
    for (const { status, body } of [change, signUp]) {
      expect(status).toBe(422)
      expect(body).toMatchObject({ code: 'validation_failed', errors: { phone: [expect.stringMatching(text)] } })
    }
    expect(await app.outbox.to(phone)).toEqual([])
  })

  test.each(['+33612345600', '+33140506070', '+33912345678', '+12025550123', '+38344123456'])('%s is none of them', async (phone) => {
    const bob = await app.make.user()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
  })
})
