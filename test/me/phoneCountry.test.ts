import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAccount, newPhone, receiveToken } from '../support/signUp.js'

const REFUSED = { code: 'validation_failed', errors: { phone: ['This server sends SMS to numbers of FR, BE only. Use another number.'] } }
const GERMAN = '+4915112345678'

describeApp('with SMS_COUNTRIES=FR,BE', () => {
  const app = useApp({ env: { SMS_COUNTRIES: 'FR,BE' } })

  test('a change to a number of another country is refused, and nothing is sent', async () => {
    const bob = await app.make.user()
    const response = await app.api.post('/api/accounts/me/phone/request', { phone: GERMAN }, { as: bob })
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject(REFUSED)
    expect(await app.outbox.to(GERMAN)).toEqual([])
  })

  test('a sign-up with a number of another country is refused, and the token stays good', async () => {
    const token = await receiveToken(app)
    const account = newAccount({ token })
    const response = await app.api.post('/api/accounts/with-token', { ...account, phone: GERMAN })
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject(REFUSED)
    expect((await app.api.post('/api/accounts/with-token', { ...account, phone: newPhone() })).status).toBe(200)
  })

  test('an administrator may give any number: no SMS is sent', async () => {
    const admin = await app.make.admin()
    expect((await app.api.post('/api/accounts', newAccount({ phone: GERMAN }), { as: admin })).status).toBe(200)
  })
})
