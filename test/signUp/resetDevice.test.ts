import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newDevice, receiveToken, signUp } from '../support/signUp.js'

describeApp('devices whose sign-up tokens an administrator counts anew', () => {
  const app = useApp({ env: { TOKENS_PER_DEVICE: '1' } })
  const ask = (device: object) => app.api.post('/api/tokens', device)
  const reset = async (device: object) => app.api.post('/api/tokens/reset', device, { as: await app.make.admin() })

  test('get as many as new ones', async () => {
    const device = newDevice()
    await signUp(app, { token: await receiveToken(app, device) })
    expect((await ask(device)).body).toMatchObject({ code: 'token_limit_reached' })
    expect((await reset(device)).body).toEqual({})
    expect((await ask(device)).status).toBe(200)
  })

  test('get one at once, and what they had stays good', async () => {
    const device = newDevice()
    const token = await receiveToken(app, device)
    expect((await ask(device)).body).toMatchObject({ code: 'token_already_sent' })
    expect((await reset(device)).status).toBe(200)
    expect((await ask(device)).status).toBe(200)
    await signUp(app, { token })
  })

  test('get their ten of the day again', async () => {
    const device = newDevice()
    for (let n = 1; n <= 10; n++) {
      expect((await ask(device)).status).toBe(200)
      app.clock.advance(app.config.tokenTtl)
    }
    expect((await ask(device)).status).toBe(429)
    expect((await reset(device)).status).toBe(200)
    expect((await ask(device)).status).toBe(200)
  })

  test('are noted in the audit log, which tells nothing of them', async () => {
    const device = newDevice()
    await receiveToken(app, device)
    const alice = await app.make.admin()
    await app.api.post('/api/tokens/reset', device, { as: alice })
    const { body } = await app.api.get('/api/audit?action=resetPushDevice&per_page=1', { as: alice })
    expect(body.data).toEqual([
      expect.objectContaining({ action: 'resetPushDevice', account_id: null, account: null, actor_kind: 'admin', actor_id: alice.id }),
    ])
    expect(JSON.stringify(body)).not.toContain(device.pn_prid)
  })

  test('are known: of others there is nothing to forget', async () => {
    const response = await reset(newDevice())
    expect(response.status).toBe(404)
    expect(response.body.code).toBe('not_found')
  })

  test('are spelled in one of their ways', async () => {
    const device = newDevice()
    await receiveToken(app, device)
    expect((await reset({ ...device, pn_param: '12345' })).status).toBe(200)
    expect((await reset({ ...device, pn_prid: 'two words' })).status).toBe(422)
  })
})
