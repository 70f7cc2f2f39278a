import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAccount, newDevice, newPhone, receiveToken } from '../support/signUp.js'

describeApp('a token', () => {
  const app = useApp({ env: { SMS_DAILY_PER_RANGE: '1000', SMS_DAILY_PER_ADDRESS: '1000' } })

  const send = (account: object) => app.api.post('/api/accounts/with-token', account)

  test('tells three times of a number that somebody has, then it is used up, and its device may have another', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const device = newDevice()
    const token = await receiveToken(app, device)
    const answers = []
    for (const more of [
      { username: bob.username },
      { username: bob.record.phone!.slice(1) },
      { phone: bob.record.phone },
      { phone: bob.record.phone },
      { phone: bob.record.phone },
      {},
    ])
      answers.push((await send(newAccount({ token, ...more }))).body.code)
    expect(answers).toEqual(['username_taken', 'username_taken', 'phone_in_use', 'phone_in_use', 'invalid_token', 'invalid_token'])
    expect((await send(newAccount({ token: await receiveToken(app, device) }))).status).toBe(200)
  })

  test('tells nothing of a number beside a name that is taken', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const token = await receiveToken(app)
    for (const phone of [bob.record.phone, newPhone(), bob.record.phone, newPhone(), bob.record.phone])
      expect((await send(newAccount({ token, username: bob.username, phone }))).body.code).toBe('username_taken')
    expect((await send(newAccount({ token, phone: newPhone() }))).status).toBe(200)
  })

  test('tells three times that a number is free beside the name of an account that was deleted lately', async () => {
    const bob = await app.make.user()
    await app.api.delete('/api/accounts/me', { as: bob })
    const token = await receiveToken(app)
    const answers = []
    for (let n = 0; n < 4; n++) answers.push((await send(newAccount({ token, username: bob.username, phone: newPhone() }))).body.code)
    expect(answers).toEqual([...Array(3).fill('username_taken'), 'invalid_token'])
  })

  test('tells no more however many come at once', async () => {
    const owners = await Promise.all(Array.from({ length: 12 }, () => app.make.user({ phone: newPhone() })))
    const token = await receiveToken(app)
    const answers = await Promise.all(owners.map(({ record }) => send(newAccount({ token, phone: record.phone }))))
    const told = answers.filter(({ body }) => body.code === 'phone_in_use').length
    expect(told).toBeGreaterThan(0)
    expect(told).toBeLessThanOrEqual(3)
    expect(answers.filter(({ body }) => body.code === 'invalid_token')).toHaveLength(12 - told)
  })

  test('bears any number of other refusals', async () => {
    const bob = await app.make.user()
    const token = await receiveToken(app)
    for (let i = 0; i < 5; i++) expect((await send(newAccount({ token, password: '123456' }))).status).toBe(422)
    for (let i = 0; i < 5; i++) expect((await send(newAccount({ token, username: bob.username }))).status).toBe(422)
    expect((await send(newAccount({ token }))).status).toBe(200)
  })
})
