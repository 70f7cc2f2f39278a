// runs once: it opens the databases that it needs itself
import { join } from 'node:path'
import { openDatabase } from '../../src/db/client.js'
import { isUnavailable, isUniqueViolation, isWriteConflict } from '../../src/db/errors.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { describeDatabases, describePostgres, useOpened } from '../support/database.js'
import { temporaryFolder } from '../support/folder.js'
import { inSpace } from '../support/inSpace.js'
import { useDatabase } from '../support/migratedDatabases.js'

describe('errors of SQLite', () => {
  test('a full disk is unavailable, and leaves nothing half-written', async () => {
    const folder = await temporaryFolder()
    const url = `file:${join(folder.path, 'accounts.db')}`
    await migrate(url)
    const { prisma, close } = await openDatabase(url)
    await prisma.$executeRawUnsafe('pragma max_page_count = 1') // no page more than there are
    const long = 'x'.repeat(100_000)
    const full = await prisma
      .$transaction([
        prisma.setting.create({ data: { name: 'a', value: 'b' } }),
        prisma.setting.create({ data: { name: 'c', value: long } }),
      ])
      .catch((error: unknown) => error)
    expect([isUnavailable(full), isWriteConflict(full)]).toEqual([true, false])
    expect(await prisma.setting.count()).toBe(0)
    await prisma.setting.create({ data: { name: 'a', value: 'b' } })
    await close()
    await folder.remove()
  })

  test('a file that cannot be opened is unavailable', async () => {
    const { prisma } = await openDatabase('file:/dev/null/accounts.db')
    expect(isUnavailable(await prisma.account.count().catch((error: unknown) => error))).toBe(true)
  })
})

describePostgres('errors of two transactions on PostgreSQL', () => {
  const db = useOpened(useDatabase('postgresql'))

  test('that wait for each other are told to one of them', async () => {
    const { prisma } = db
    for (const username of ['one', 'two']) await prisma.account.create({ data: { username, ...inSpace('sip.example.org') } })
    const take = (tx: Pick<typeof prisma, 'account'>, username: string) =>
      tx.account.updateMany({ where: { username }, data: { displayName: 'taken' } })
    let [bothIn, inside] = [() => undefined as void, 0]
    const both = new Promise<void>((resolve) => {
      bothIn = resolve
    })
    const work = (mine: string, others: string) =>
      prisma.$transaction(async (tx) => {
        await take(tx, mine)
        if (++inside === 2) bothIn()
        await both
        await take(tx, others)
      })
    const ended = await Promise.allSettled([work('one', 'two'), work('two', 'one')])
    const refused = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    expect(refused.map((error) => [isWriteConflict(error), isUnavailable(error)])).toEqual([[true, true]])
  })
})

describeDatabases('errors of %s', (provider) => {
  const alice = { username: 'alice', ...inSpace('sip.example.org'), phone: '+33612345678' }
  const db = useOpened(useDatabase(provider))
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    )

  beforeAll(async () => {
    await db.prisma.account.create({ data: alice })
  })

  test('a taken user name is told from a taken phone number', async () => {
    const name = await failure(db.prisma.account.create({ data: { ...alice, phone: null } }))
    expect(['username', 'domain', 'phone', undefined].map((field) => isUniqueViolation(name, field))).toEqual([true, true, false, true])
    const phone = await failure(db.prisma.account.create({ data: { ...alice, username: 'bob' } }))
    expect(['username', 'domain', 'phone', undefined].map((field) => isUniqueViolation(phone, field))).toEqual([false, false, true, true])
  })

  test('a unique index speaks in transactions and raw statements too, by the name of the column or of the model', async () => {
    const { prisma } = db
    const id = (await prisma.account.findFirstOrThrow()).id
    await prisma.apiKey.create({ data: { accountId: id, keyHash: 'x' } })
    const batch = await failure(prisma.$transaction([prisma.apiKey.create({ data: { accountId: id, keyHash: 'x' } })]))
    const inside = await failure(prisma.$transaction(async (tx) => tx.apiKey.create({ data: { accountId: id, keyHash: 'x' } })))
    const raw = await failure(prisma.$executeRaw`insert into api_keys (account_id, key_hash) values (${id}, 'x')`)
    for (const error of [batch, inside, raw]) {
      expect([
        isUniqueViolation(error),
        isUniqueViolation(error, 'keyHash'),
        isUniqueViolation(error, 'key_hash'),
        isUniqueViolation(error, 'key'),
      ]).toEqual([true, true, true, expect.any(Boolean)])
    }
  })

  test('other faults are neither', async () => {
    const missing = await failure(db.prisma.$queryRaw`select nonsense from accounts`)
    const orphan = await failure(db.prisma.password.create({ data: { accountId: 999, algorithm: 'MD5', password: 'x' } }))
    for (const error of [missing, orphan, new Error('timeout'), 'text', undefined, null]) {
      expect([isUniqueViolation(error), isUnavailable(error)]).toEqual([false, false])
    }
  })
})
