// runs once: the program opens a database of its own
import { loadConfig } from '../../src/config/load.js'
import { checkRealm } from '../../src/services/spaces/checkRealm.js'
import { useCommandLine } from '../support/cli.js'
import { failingService } from '../support/process.js'
import { useForEach } from '../support/use.js'

const DAY = 86_400_000

describe('maintenance on the command line', () => {
  const cli = useCommandLine({}, useForEach)

  test('migrate applies what is pending, once', async () => {
    const { applied } = await cli.json('migrate')
    expect(applied).toEqual(expect.arrayContaining([expect.stringMatching(/^\d{14}_/)]))
    expect((await cli.run(['migrate'])).stdout).toBe('The database is up to date.\n')
  })

  test('migrate counts anew what was written past the triggers', async () => {
    await cli.inside(async ({ db: { prisma } }, make) => {
      await make.user()
      await prisma.$executeRaw`insert into derived_account_counts (domain, block, state, n) values ('sip.example.org', 7, 1, 3)`
    })
    const totals = async () => /^totals .*/m.exec((await cli.run(['doctor'])).stdout)?.[0]
    expect(await totals()).toMatch(/failed.*: run migrate/)
    expect(await cli.json('migrate')).toEqual({ applied: [], recounted: true })
    expect(await cli.json('migrate')).toEqual({ applied: [], recounted: false })
    expect(await totals()).toMatch(/ ok /)
  })

  test('clear-expired removes what has had its time, and nothing else', async () => {
    const now = Date.now()
    await cli.inside(async (deps, make) => {
      const bob = await make.user()
      await make.unconfirmed({ confirmation_key_expires: '2020-01-01 00:00:00' })
      await make.unconfirmed({ confirmation_key_expires: '2120-01-01 00:00:00' })
      const { prisma } = deps.db
      for (const [i, expires] of [now - 1000, now + DAY].entries()) {
        const times = { createdAt: new Date(now - DAY), expiresAt: new Date(expires) }
        await prisma.token.create({ data: { tokenHash: `token ${i}`, deviceId: 'device', ...times } })
        await prisma.code.create({
          data: { accountId: bob.id, channel: i === 0 ? 'email' : 'phone', target: 'x', codeHash: `code ${i}`, ...times },
        })
      }
      await deps.credentials.nonceUses.record(deps.credentials.nonces.issue(), '00000001')
    }, now - DAY)
    await cli.inside((deps) => deps.credentials.nonceUses.record(deps.credentials.nonces.issue(), '00000001'))
    expect(await cli.json('clear-expired')).toMatchObject({ tokens: 1, codes: 1, confirmation_keys: 1, nonces: 1 })
    await cli.inside(async ({ db: { prisma } }) => {
      expect(await Promise.all([prisma.token.count(), prisma.code.count(), prisma.nonceUse.count()])).toEqual([1, 1, 1])
      expect(await prisma.account.count({ where: { confirmationKey: { not: null } } })).toBe(1)
    })
  })

  test('clear-unconfirmed counts accounts that were never activated, and removes them with --apply', async () => {
    const [old] = await cli.inside(
      async (deps, make) => {
        const carol = await make.unconfirmed()
        const bob = await make.user()
        await deps.db.prisma.account.update({ where: { id: bob.id }, data: { activated: false, deactivatedAt: new Date() } })
        return [carol, await make.user()]
      },
      Date.now() - 10 * DAY,
    )
    await cli.inside((_, make) => make.unconfirmed({ username: 'yesterday.x' }))
    expect(await cli.json('clear-unconfirmed', '--days', '9')).toEqual({ count: 1, removed: false })
    expect(await cli.json('clear-unconfirmed', '--days', '9', '--apply')).toEqual({ count: 1, removed: true })
    await cli.inside(async ({ db: { prisma } }) => {
      expect(await prisma.account.count()).toBe(3)
      expect(await prisma.account.count({ where: { id: old!.id } })).toBe(0)
    })
  })

  test('a realm that changes over existing accounts is refused, by commands and by the start', async () => {
    await cli.inside(async (deps, make) => {
      await checkRealm(deps.db, deps.config)
      await make.user()
    })
    const changed = { ...cli.env, SIP_REALM: 'another realm' }
    for (const { code, stdout, stderr } of await Promise.all([cli.run(['list-accounts', '--json'], changed), failingService(changed)])) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^SIP_REALM has changed: the passwords of 1 account are stored for each account's own domain/)
    }
  })

  test('a realm may change as long as there is no account', async () => {
    await cli.inside(async (deps) => {
      for (const SIP_REALM of ['', 'another realm', ''])
        await expect(checkRealm(deps.db, loadConfig({ ...cli.env, SIP_REALM }))).resolves.toBeUndefined()
    })
  })
})
