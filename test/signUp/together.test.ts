import { hashToken } from '../../src/domain/codes.js'
import { bury } from '../../src/services/accounts/tombstones.sql.js'
import { createCreationToken } from '../../src/services/tokens/creationTokens.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'
import { waitedFor } from '../support/rows.js'
import { newAccount, newDevice, personOf, receiveToken } from '../support/signUp.js'

describeApp('sign-ups that come at once', () => {
  const app = useApp({ env: { RATE_LIMIT: 'off' } })
  const WITH = '/api/accounts/with-account-creation-token'
  const token = async () => (await createCreationToken(app.deps, CLIENT)).token
  const wanted = async (more: object = {}) => ({ ...newAccount(more), account_creation_token: await token() })
  const create = (body: object) => app.api.post(WITH, body)
  const stored = (token: string) => app.deps.db.prisma.token.findUnique({ where: { tokenHash: hashToken(token) } })

  test('make each their account, with password, audit entry and a token that is used up', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, () => wanted()))
    const answers = await Promise.all(all.map(create))
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => 200))
    expect(answers.map(({ body }) => body.username)).toEqual(all.map(({ username }) => username))
    for (const [i, answer] of answers.entries()) {
      const dave = personOf(answer, all[i]!)
      expect((await app.api.get('/api/accounts/me', { as: dave, by: 'digest' })).body.id).toBe(dave.id)
      expect(await stored(all[i]!.account_creation_token)).toMatchObject({ accountId: dave.id, usedAt: expect.any(Date) })
      const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: dave.id } })
      expect(entries).toMatchObject([{ action: 'createAccount', account: `${dave.username}@${dave.domain}`, actorAddress: '127.0.0.1' }])
      expect(await app.deps.db.prisma.account.findUnique({ where: { id: dave.id } })).toMatchObject({ selfMade: true, tokenMade: true })
    }
  })

  test('keep nothing from each other: a taken name, a kept one, a token that is none or twice there, a name twice', async () => {
    const bob = await app.make.user()
    const gone = await app.make.user()
    expect((await app.api.delete('/api/accounts/me', { as: gone })).status).toBe(200)
    const good = await Promise.all([wanted(), wanted(), wanted()])
    const taken = await wanted({ username: bob.username })
    const kept = await wanted({ username: gone.username })
    const invented = { ...newAccount(), account_creation_token: 'x'.repeat(taken.account_creation_token.length) }
    const [one, other] = await Promise.all([wanted(), wanted()])
    const twice = { ...newAccount(), account_creation_token: one.account_creation_token }
    const sameName = { ...other, username: (await wanted()).username }
    const sameToo = { ...(await wanted()), username: sameName.username }
    const all = [good[0]!, taken, good[1]!, kept, invented, one, twice, sameName, sameToo, good[2]!]
    const seen = (await Promise.all(all.map(create))).map(({ status, body }) => (status === 200 ? 'made' : body.code))
    expect(seen.slice(0, 5)).toEqual(['made', 'username_taken', 'made', 'username_taken', 'invalid_token'])
    expect(seen.slice(5, 7).sort()).toEqual(['invalid_token', 'made'])
    expect(seen.slice(7, 9).sort()).toEqual(['made', 'username_taken'])
    expect(seen[9]).toBe('made')
    // what was refused for its name leaves the token good
    for (const body of [taken, kept]) expect((await create({ ...body, username: newAccount().username })).status).toBe(200)
    const later = all[7 + seen.slice(7, 9).indexOf('username_taken')]!
    expect((await create({ ...later, username: newAccount().username })).status).toBe(200)
    expect(await app.deps.db.prisma.account.count({ where: { username: gone.username } })).toBe(0)
  })

  test('of one lost answer make one account, however often it is sent', async () => {
    const body = await wanted()
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(body)))
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1)
    expect(await app.deps.db.prisma.account.count({ where: { username: body.username } })).toBe(1)
  })

  test('that wait for the deletion of an account do not get its name', async () => {
    const gone = await app.make.user()
    const all = await Promise.all([wanted({ username: gone.username }), wanted()])
    const { db } = app.deps
    const answers = await db.prisma.$transaction(async (tx) => {
      await bury(app.deps, tx, [{ ...gone, activated: true, deactivatedAt: null }])
      await tx.account.delete({ where: { id: gone.id } })
      const asked = Promise.all(all.map(create))
      if (db.provider === 'postgresql') await waitedFor(db, tx)
      return () => asked
    })
    const [kept, other] = await answers()
    expect([kept?.body.code, other?.status]).toEqual(['username_taken', 200])
    expect((await stored(all[0]!.account_creation_token))?.usedAt).toBeNull()
  })

  test('by push count with their device, which may ask for its next token', async () => {
    const devices = [newDevice(), newDevice(), newDevice()]
    const tokens = await Promise.all(devices.map((device) => receiveToken(app, device)))
    const used = () => app.deps.db.prisma.pushDevice.aggregate({ _sum: { tokensUsed: true } })
    const before = (await used())._sum.tokensUsed ?? 0
    const answers = await Promise.all(tokens.map((token) => app.api.post('/api/accounts/with-token', newAccount({ token }))))
    expect(answers.map(({ status, body }) => [status, body.activated])).toEqual(answers.map(() => [200, true]))
    expect((await used())._sum.tokensUsed).toBe(before + 3)
    for (const device of devices) expect((await app.api.post('/api/tokens', device)).status).toBe(200)
  })

  test('by several pushes to one device count as many uses of it', async () => {
    const tokens = await Promise.all([newDevice(), newDevice(), newDevice()].map((device) => receiveToken(app, device)))
    const { prisma } = app.deps.db
    const { deviceId } = (await stored(tokens[0]!))!
    await prisma.token.updateMany({ where: { tokenHash: { in: tokens.map(hashToken) } }, data: { deviceId } })
    const before = (await prisma.pushDevice.findUniqueOrThrow({ where: { id: deviceId } })).tokensUsed
    const answers = await Promise.all(tokens.map((token) => app.api.post('/api/accounts/with-token', newAccount({ token }))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await prisma.pushDevice.findUniqueOrThrow({ where: { id: deviceId } })).tokensUsed).toBe(before + 3)
  })
})
