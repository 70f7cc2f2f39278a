import type { Transaction } from '../../src/db/client.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { whileTaken } from '../support/rows.js'
import { newAddress, newDevice, newPhone, signUp } from '../support/signUp.js'

// Who takes a code takes its account first, as an administrator does who changes the account: neither waits for the other.
describeApp('a code and a change of its account at once', () => {
  const app = useApp({ env: { LEGACY_APPS: 'on' } })

  /** What an administrator's change of an address, or a deactivation, does once it has the account. */
  const voidCodes = (accountId: number) => (tx: Transaction) => tx.code.deleteMany({ where: { accountId } })
  const pinTo = async (phone: string) => (await app.outbox.last('sms', phone)).data.code!

  test('leave the code void for the account itself', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const phone = newPhone()
    await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })
    const code = await pinTo(phone)
    const answer = await whileTaken(app, bob.id, () => app.api.post('/api/accounts/me/phone', { code }, { as: bob }), voidCodes(bob.id))
    expect(answer).toMatchObject({ status: 404, body: { code: 'nothing_pending' } })
  })

  test('leave the code void for an activation', async () => {
    const email = newAddress()
    const { person } = await signUp(app, { email })
    const { code } = (await app.outbox.last('email', email)).data
    const activate = () => app.api.post(`/api/accounts/${person.username}@sip.example.org/activate/email`, { code })
    const answer = await whileTaken(app, person.id, activate, voidCodes(person.id))
    expect(answer).toMatchObject({ status: 404, body: { code: 'wrong_code' } })
  })

  test('leave the PIN void that an app up to 5.3 logs in with', async () => {
    const phone = newPhone()
    const bob = await app.make.user({ phone, email: newAddress() })
    const device = newDevice()
    await app.api.post('/api/account_creation_tokens/send-by-push', device)
    const { token } = (await app.outbox.last('push', `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).data
    await app.api.post('/api/accounts/recover-by-phone', { phone, account_creation_token: token })
    const code = await pinTo(phone)
    const recover = () => app.api.get(`/api/accounts/${bob.username}@sip.example.org/recover/${code}`)
    expect(await whileTaken(app, bob.id, recover, voidCodes(bob.id))).toMatchObject({ status: 404, body: { code: 'wrong_code' } })
  })
})
