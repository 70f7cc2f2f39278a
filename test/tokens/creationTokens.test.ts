import { gone } from '../../src/delivery/push/attempt.js'
import { looseIdentity } from '../../src/delivery/push/identity.js'
import { deactivateAccount } from '../../src/services/accounts/change/state.js'
import { findRecoveryToken, useUpRecoveryToken } from '../../src/services/tokens/recoveryTokens.js'
import { findRequestToken, validateRequestToken } from '../../src/services/tokens/requestTokens.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { CLIENT } from '../support/factory.js'
import { newDevice, signUp, newAccount as someone } from '../support/signUp.js'
import { useForEach } from '../support/use.js'

const CREATION = '/api/account_creation_tokens/send-by-push'
const RECOVERY = '/api/account_recovery_tokens/send-by-push'
const REQUEST = '/api/account_creation_request_tokens'
const USING = '/api/account_creation_tokens/using-account-creation-request-token'
const CONSUME = '/api/account_creation_tokens/consume'
const TOKENS = '/api/account_creation_tokens'
const TOKEN = /^[A-Za-z0-9]{13}$/

const nameOf = (device: ReturnType<typeof newDevice>) => `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`

describeApp('creation tokens by push', () => {
  const app = useApp()
  const received = async (device: ReturnType<typeof newDevice>) => (await app.outbox.last('push', nameOf(device))).data.token!

  test('reach the device that asks', async () => {
    const device = newDevice()
    const response = await app.api.post(CREATION, device)
    expect([response.status, response.body]).toEqual([200, {}])
    expect(await received(device)).toMatch(TOKEN)
  })

  test.each([
    ['iOS 6', 'apns', 'ABCD1234EF.org.linphone.phone.remote', () => unique().replaceAll(/\W/g, '').padEnd(64, 'A').toUpperCase()],
    ['Android 6', 'fcm', 'linphone-android', () => `${unique()}:APA91bH-_x`],
  ])('take what %s sends', async (_, pn_provider, pn_param, prid) => {
    const device = { pn_provider, pn_param, pn_prid: prid() }
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    expect(await received(device)).toMatch(TOKEN)
  })

  test('are sent again after a minute while the first is unused, which is void then', async () => {
    const device = newDevice()
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    const first = await received(device)
    app.clock.advance(60)
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    const second = await received(device)
    expect(await app.outbox.to(nameOf(device))).toHaveLength(2)
    const wanted = someone()
    const create = (account_creation_token: string) =>
      app.api.post('/api/accounts/with-account-creation-token', { ...wanted, account_creation_token })
    expect((await create(first)).body.code).toBe('invalid_token')
    expect((await create(second)).status).toBe(200)
  })

  test('are pushed ten times a day to a device that uses none', async () => {
    const device = newDevice()
    for (let n = 1; n <= 10; n++) {
      expect((await app.api.post(CREATION, device)).status).toBe(200)
      app.clock.advance(60)
    }
    const last = await received(device)
    const refused = await app.api.post(CREATION, device)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(refused.header('retry-after'))).toBeGreaterThan(3600)
    expect((await app.api.post('/api/tokens', device)).body.code).toBe('token_already_sent')
    await signUp(app, { token: last })
  })

  test('are refused with 429 to a device that has made its accounts, and count with those of 2021', async () => {
    const device = newDevice()
    for (let n = 1; n <= app.config.tokensPerDevice; n++) {
      expect((await app.api.post(CREATION, device)).status).toBe(200)
      await signUp(app, { token: await received(device) })
    }
    const refused = await app.api.post(CREATION, device)
    expect(refused).toMatchObject({ status: 429, body: { code: 'token_limit_reached' } })
    expect(refused.header('retry-after')).toBe(String(365 * 86_400))
    expect((await app.api.post('/api/tokens', device)).status).toBe(403)
  })

  test('are sent once to a device that asks ten times at once', async () => {
    const device = newDevice()
    const responses = await Promise.all(Array.from({ length: 10 }, () => app.api.post(CREATION, device)))
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, ...Array(8).fill(429)])
    expect(await app.outbox.to(nameOf(device))).toHaveLength(1)
    app.clock.advance(60)
    await Promise.all(Array.from({ length: 10 }, () => app.api.post(CREATION, device)))
    expect(await app.outbox.to(nameOf(device))).toHaveLength(2)
  })

  test('are sent once to a device whose answer was lost; who asks once more within the minute is told when to come again', async () => {
    const device = newDevice()
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    app.clock.advance(50)
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    const refused = await app.api.post(CREATION, device)
    expect(refused).toMatchObject({ status: 429, body: { code: 'token_already_sent' } })
    expect(refused.body.errors).toBeUndefined()
    expect(refused.header('retry-after')).toBe('10')
    expect(await app.outbox.to(nameOf(device))).toHaveLength(1)
    app.clock.advance(10)
    for (const status of [200, 200, 429]) expect((await app.api.post(CREATION, device)).status).toBe(status)
    expect(await app.outbox.to(nameOf(device))).toHaveLength(2)
  })

  test.each([CREATION, RECOVERY])('%s says which field is at fault', async (path) => {
    const response = await app.api.post(path, { ...newDevice(), pn_provider: 'gcm', pn_prid: undefined })
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors).sort()).toEqual(['pn_prid', 'pn_provider'])
  })
})

describeApp('tokens that cannot be pushed', () => {
  let fault: Error | undefined
  const send = async (): Promise<void> => {
    if (fault) throw fault
  }
  const app = useApp({ replaced: { push: { identify: looseIdentity, send } } }, useForEach)

  test.each([
    [CREATION, new Error('connect ECONNREFUSED 10.0.0.1:443'), 'token_not_sent'],
    [CREATION, gone(new Error('unregistered')), 'device_gone'],
    [RECOVERY, new Error('connect ECONNREFUSED 10.0.0.1:443'), 'token_not_sent'],
    [RECOVERY, gone(new Error('unregistered')), 'device_gone'],
  ])('%s leave nothing behind, and can be asked for again at once', async (path, failure, code) => {
    const device = newDevice()
    fault = failure
    for (let n = 0; n < 12; n++) expect(await app.api.post(path, device)).toMatchObject({ status: 503, body: { code } })
    const { token, recoveryToken, pushDevice } = app.deps.db.prisma
    expect([await token.count(), await recoveryToken.count(), await pushDevice.count()]).toEqual([0, 0, 0])
    fault = undefined
    expect((await app.api.post(path, device)).status).toBe(200)
  })

  test('leave the one before good', async () => {
    const device = newDevice()
    fault = undefined
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    const before = await app.deps.db.prisma.token.findMany()
    const had = await app.deps.db.prisma.pushDevice.findMany()
    app.clock.advance(60)
    fault = new Error('connect ECONNREFUSED 10.0.0.1:443')
    expect((await app.api.post(CREATION, device)).status).toBe(503)
    expect(await app.deps.db.prisma.token.findMany()).toEqual(before)
    expect(await app.deps.db.prisma.pushDevice.findMany()).toEqual(had)
    fault = undefined
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    expect(await app.deps.db.prisma.token.count()).toBe(1)
  })
})

describeApp('a creation token that is used while the next one is on its way', () => {
  const tokens: string[] = []
  let meanwhile: (() => Promise<unknown>) | undefined
  const send = async (_: unknown, token: string): Promise<void> => {
    tokens.push(token)
    await meanwhile?.()
  }
  const app = useApp({ replaced: { push: { identify: looseIdentity, send } } })

  test('leaves the device that one, and no third before it is used', async () => {
    const device = newDevice()
    const create = (account_creation_token: string) =>
      app.api.post('/api/accounts/with-account-creation-token', { ...someone(), account_creation_token })
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    app.clock.advance(60)
    meanwhile = async () => expect((await create(tokens[0]!)).status).toBe(200)
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    meanwhile = undefined
    await app.api.post(CREATION, device) // the repetition of a lost answer
    expect(await app.api.post(CREATION, device)).toMatchObject({ status: 429, body: { code: 'token_already_sent' } })
    expect(tokens).toHaveLength(2)
    expect((await create(tokens[1]!)).status).toBe(200)
    expect((await app.api.post(CREATION, device)).status).toBe(200)
    expect(tokens).toHaveLength(3)
  })
})

describeApp('request tokens', () => {
  const app = useApp()
  const ask = async (): Promise<string> => (await app.api.post(REQUEST)).body.token
  const use = (token: unknown) => app.api.post(USING, { account_creation_request_token: token })

  test('are made of an empty POST without Content-Type, with an address that ends in them', async () => {
    const response = await app.api.raw('POST', REQUEST)
    expect(response.status).toBe(201)
    expect(response.body.token).toMatch(TOKEN)
    expect(response.body.validation_url).toBe(`${app.config.publicUrl}/creation_token/check/${response.body.token}`)
  })

  test('are made whatever body comes along', async () => {
    expect((await app.api.raw('POST', REQUEST, { body: 'a=b', headers: { 'content-type': 'text/plain' } })).status).toBe(201)
    expect((await app.api.raw('POST', REQUEST, { body: '{', headers: { 'content-type': 'application/json' } })).status).toBe(201)
  })

  test('are pending, without errors, until their page has been passed; then they give a token', async () => {
    const request = await ask()
    const pending = await use(request)
    expect(pending).toMatchObject({ status: 404, body: { code: 'token_pending' } })
    expect('errors' in pending.body).toBe(false)
    expect(await validateRequestToken(app.deps, request)).toBe(true)
    const given = await use(request)
    expect(given.status).toBe(201)
    expect(given.body).toEqual({
      token: expect.stringMatching(TOKEN),
      ip: '127.0.0.1',
      user_agent: null,
      expire_at: new Date(app.clock.now() + app.config.tokenTtl * 1000).toISOString().replace('Z', '000Z'),
    })
  })

  test('give the same token again when the answer was lost, until it is used', async () => {
    const request = await ask()
    await validateRequestToken(app.deps, request)
    const [one, two] = await Promise.all([use(request), use(request)])
    expect([one.status, two.status]).toEqual([201, 201])
    const { token } = one.body
    expect([two.body.token, (await use(request)).body.token]).toEqual([token, token])
    await signUp(app, { token })
    expect(await use(request)).toMatchObject({ status: 422, body: { errors: { account_creation_request_token: [expect.any(String)] } } })
    expect(JSON.stringify(await app.deps.db.prisma.token.findMany())).not.toContain(token)
  })

  test.each([
    ['unknown', 'r3Qu3stT0k3nX'],
    ['of another form', 'a b'],
    ['empty', ''],
  ])('that are %s are refused with errors', async (_, token) => {
    expect(await use(token)).toMatchObject({
      status: 422,
      body: { code: 'invalid_token', errors: { account_creation_request_token: [expect.any(String)] } },
    })
  })

  test('expire after an hour, validated or not', async () => {
    const [open, passed] = [await ask(), await ask()]
    await validateRequestToken(app.deps, passed)
    app.clock.advance(3600)
    for (const token of [open, passed]) {
      expect(await use(token)).toMatchObject({ status: 422, body: { code: 'invalid_token' } })
      expect(await validateRequestToken(app.deps, token)).toBe(false)
      expect((await findRequestToken(app.deps, token))?.state).toBe('expired')
    }
  })

  test('that somebody makes up give nothing, even if it is named like a creation token', async () => {
    const request = await ask()
    await validateRequestToken(app.deps, request)
    const { token } = (await use(request)).body
    expect((await use(token)).status).toBe(422)
  })
})

describeApp('polling', () => {
  const app = useApp({ env: { RATE_LIMIT: 'on' } })

  test('leaves room for fifty people behind one address, each asking every two seconds', async () => {
    const { token } = (await app.api.post(REQUEST)).body
    const poll = () => app.api.post(USING, { account_creation_request_token: token })
    const answers = []
    for (let seconds = 0; seconds < 60; seconds += 2) {
      answers.push(await poll())
      app.clock.advance(2)
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]))
    expect(Number(/r=(\d+)/.exec(answers.at(-1)!.header('ratelimit')!)![1])).toBeGreaterThan(49 * 30)
  })
})

describeApp('creation tokens of administrators', () => {
  const app = useApp()

  test('are made, used up once, and both is in the audit log', async () => {
    const [alice, dave] = [await app.make.admin(), await app.make.unconfirmed()]
    const { status, body } = await app.api.post(TOKENS, undefined, { as: alice })
    expect([status, body.token]).toEqual([201, expect.stringMatching(TOKEN)])
    const used = await app.api.post(CONSUME, { account_creation_token: body.token }, { as: dave })
    expect(used.status).toBe(200)
    expect(used.body).toMatchObject({ token: body.token, used: true, account_id: dave.id, pn_provider: null, expire_at: body.expire_at })
    const log = (await app.api.get('/api/audit', { as: alice })).body.data
    expect(log.slice(0, 2)).toMatchObject([
      { action: 'consumeCreationToken', account_id: dave.id, actor_id: dave.id },
      { action: 'createCreationToken', account_id: null, actor_id: alice.id },
    ])
  })

  test('let an account look after itself before it is activated; nothing else', async () => {
    const [alice, dave] = [await app.make.admin(), await app.make.unconfirmed()]
    const me = () => app.api.get('/api/accounts/me', { as: dave })
    expect((await me()).body.code).toBe('account_not_activated')
    const { token } = (await app.api.post(TOKENS, undefined, { as: alice })).body
    expect((await app.api.post(CONSUME, { account_creation_token: token }, { as: dave })).status).toBe(200)
    expect((await me()).body).toMatchObject({ id: dave.id, activated: false })
    expect((await app.api.get('/api/accounts/me/devices', { as: dave })).body.code).toBe('account_not_activated')
  })

  test('can be consumed again by the same account, and by no other', async () => {
    const [alice, bob, dave] = [await app.make.admin(), await app.make.user(), await app.make.unconfirmed()]
    const { token } = (await app.api.post(TOKENS, undefined, { as: alice })).body
    const consume = (as: typeof bob) => app.api.post(CONSUME, { account_creation_token: token }, { as })
    const both = await Promise.all([consume(bob), consume(dave)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
    const winner = both[0].status === 200 ? bob : dave
    expect((await consume(winner)).body).toEqual(both.find(({ status }) => status === 200)!.body)
    expect(await app.deps.db.prisma.account.count({ where: { id: { in: [bob.id, dave.id] }, tokenMade: true } })).toBe(1)
  })

  test('do not bring back an account that an administrator has deactivated; the token stays good', async () => {
    const [alice, bob, carol] = [await app.make.admin(), await app.make.user(), await app.make.user()]
    const { token } = (await app.api.post(TOKENS, undefined, { as: alice })).body
    await deactivateAccount(app.deps, bob.id, CLIENT)
    const consume = (as: typeof bob) => app.api.post(CONSUME, { account_creation_token: token }, { as })
    expect(await consume(bob)).toMatchObject({ status: 403, body: { code: 'account_not_activated' } })
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(403)
    expect((await consume(carol)).status).toBe(200)
  })

  test('that are unknown, expired or missing are told apart from good ones alone', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const { token } = (await app.api.post(TOKENS, undefined, { as: alice })).body
    app.clock.advance(app.config.tokenTtl)
    for (const account_creation_token of [token, 'tOk3nFr0mPu5h', ''])
      expect((await app.api.post(CONSUME, { account_creation_token }, { as: bob })).body.code).toBe('not_found')
    expect((await app.api.post(CONSUME, {}, { as: bob })).status).toBe(422)
  })
})

describeApp('recovery tokens', () => {
  const app = useApp({}, useForEach)
  const ask = (device: object) => app.api.post(RECOVERY, device)
  const received = async (device: ReturnType<typeof newDevice>) => (await app.outbox.last('push', nameOf(device))).data.token!

  test('are pushed, one in a minute to a device: who asks again meanwhile has lost the answer', async () => {
    const device = newDevice()
    expect((await ask(device)).body).toEqual({})
    expect(await received(device)).toMatch(TOKEN)
    app.clock.advance(59)
    expect(await ask(device)).toMatchObject({ status: 200, text: '{}' })
    expect(await app.outbox.to(nameOf(device))).toHaveLength(1)
    app.clock.advance(1)
    expect((await ask(device)).status).toBe(200)
    expect(await app.outbox.to(nameOf(device))).toHaveLength(2)
  })

  test('are pushed once to a device that asks ten times at once, and ten times a day', async () => {
    const device = newDevice()
    const responses = await Promise.all(Array.from({ length: 10 }, () => ask(device)))
    expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(await app.outbox.to(nameOf(device))).toHaveLength(1)
    for (let n = 2; n <= 10; n++) {
      app.clock.advance(60)
      expect((await ask(device)).status).toBe(200)
    }
    app.clock.advance(60)
    const refused = await ask(device)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(Number(refused.header('retry-after'))).toBeGreaterThan(60)
  })

  test('are good for an hour, and once', async () => {
    const device = newDevice()
    await ask(device)
    const token = await received(device)
    const { prisma } = app.deps.db
    const use = () => useUpRecoveryToken(app.deps, token)
    expect([await findRecoveryToken(app.deps, token), await findRecoveryToken(app.deps, 'r3c0v3ryT0k3n')]).toEqual(['good', undefined])
    app.clock.advance(3600)
    expect([await findRecoveryToken(app.deps, token), await use()]).toEqual(['expired', false])
    app.clock.advance(-1)
    expect((await Promise.all([use(), use(), use()])).filter(Boolean)).toHaveLength(1)
    expect(await findRecoveryToken(app.deps, token)).toBe('used')
    app.clock.advance(600)
    expect(await findRecoveryToken(app.deps, token)).toBeUndefined()
    expect(JSON.stringify(await prisma.recoveryToken.findMany())).not.toMatch(new RegExp(`${token}|${device.pn_prid}`))
  })
})
