// runs once: it opens the databases that it needs itself
import { createServer } from 'node:net'
import pg from 'pg'
import { type Database, openDatabase } from '../../src/db/client.js'
import { isUnavailable } from '../../src/db/errors.js'
import { writeDone } from '../../src/services/bulk/items.sql.js'
import { messageTable } from '../../src/services/messages/messageTable.js'
import { describePostgres, postgresUrl } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { closeServer, listen } from '../support/servers.js'

const account = (username: string) => ({ data: { username, domain: 'sip.example.org', spaceId: 1 } })

describePostgres('PostgreSQL', () => {
  const database = useDatabase('postgresql')
  let db: Database

  beforeEach(async () => {
    const url = new URL(database.url)
    url.searchParams.set('connection_limit', '1')
    db = await openDatabase(url.href)
    await db.prisma.account.deleteMany()
    await db.prisma.space.upsert({ where: { id: 1 }, create: { id: 1, domain: 'sip.example.org' }, update: {} })
  })
  afterEach(() => db?.close())

  const usernames = async () => (await db.prisma.account.findMany({ orderBy: { username: 'asc' } })).map(({ username }) => username)

  /** With a connection that is not ours. */
  async function elsewhere(sql: string, values: unknown[] = []): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: postgresUrl })
    await client.connect()
    try {
      return await client.query(sql, values)
    } finally {
      await client.end()
    }
  }
  const backend = async () => (await db.prisma.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]!.pid

  test('finds its schema in models and in raw statements alike', async () => {
    await db.prisma.account.create(account('alice'))
    expect(await db.prisma.$queryRaw`select username from accounts`).toEqual([{ username: 'alice' }])
  })

  /** How many rows statements have read of a table on this connection: each one of the table, or those that an index led to. */
  async function rowsRead(table: string): Promise<number> {
    await db.prisma.$queryRaw`select pg_stat_force_next_flush()::text`
    await db.prisma.$queryRaw`select 1`
    const [row] = await db.prisma.$queryRaw<{ read: bigint }[]>`select seq_tup_read + idx_tup_fetch as read from pg_stat_user_tables
      where relname = ${table} and schemaname = current_schema()`
    return Number(row!.read)
  }
  const TIMES = Array.from({ length: 10 })

  test('reads few messages of a queue that was empty when its statement was first planned', async () => {
    const queue = messageTable(db.prisma, 'email', 1, Date.now)
    for (const _ of TIMES) expect(await queue.due(new Date(), 4, [])).toEqual([])
    await db.prisma.$executeRaw`insert into messages (channel, kind, recipient, expires_at, next_try_at)
      select 'email', 'accountDeleted', 'bob@example.org', now() + interval '1 day', now() - n * interval '1 second' from generate_series(1, 30000) n`
    const before = await rowsRead('messages')
    expect(await queue.due(new Date(), 4, [])).toHaveLength(3)
    expect((await rowsRead('messages')) - before).toBeLessThan(100)
  })

  test('reads those items of a bulk work that are done, of however many there are', async () => {
    const admin = await db.prisma.account.create(account('alice'))
    const made = {
      actorId: admin.id,
      actor: 'alice@sip.example.org',
      ipAddress: '127.0.0.1',
      language: 'en',
      createdAt: new Date(),
      expiresAt: new Date(),
    }
    const work = await db.prisma.bulkWork.create({ data: { action: 'delete', state: 'running', ...made } })
    for (const _ of TIMES) expect(await writeDone(db.prisma, work.id, [1, 2, 3])).toBe(0)
    await db.prisma
      .$executeRaw`insert into bulk_items (work_id, number, account, outcome) select ${work.id}, n, 'bob', 'waiting' from generate_series(1, 5000) n`
    const before = await rowsRead('bulk_items')
    expect(await writeDone(db.prisma, work.id, [2001, 2002, 2004])).toBe(3)
    expect((await rowsRead('bulk_items')) - before).toBeLessThan(100)
  })

  test('asks one thing at a time within a transaction, whatever is wanted at once', async () => {
    let atWork = 0
    const { query } = pg.Client.prototype
    const asked = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (this: pg.Client, ...args: unknown[]) {
      expect(++atWork).toBe(1)
      return (query.apply(this, args as never) as unknown as Promise<never>).finally(() => atWork--)
    } as never)
    try {
      await db.prisma.$transaction(async (tx) => {
        const { id } = await tx.account.create(account('alice'))
        const parts = { passwords: true, codes: true, contacts: true, types: true } as const
        await Promise.all([1, 2].map(() => tx.account.findUnique({ where: { id }, include: parts })))
      })
      expect(asked.mock.calls.length).toBeGreaterThan(6)
    } finally {
      asked.mockRestore()
    }
  })

  test('serves again after its connections were cut', async () => {
    const pid = await backend()
    await elsewhere('select pg_terminate_backend($1)', [pid])
    // the news may not have arrived: then the first query meets the end of the connection
    const first = await usernames().catch((error: unknown) => error)
    expect(Array.isArray(first) || isUnavailable(first)).toBe(true)
    expect(await usernames()).toEqual([])
    expect(await backend()).not.toBe(pid)
  })

  test('cut within a transaction is unavailable, and nothing of it is kept', async () => {
    const cut = db.prisma.$transaction(async (tx) => {
      await tx.account.create(account('alice'))
      const [{ pid }] = await tx.$queryRaw<[{ pid: number }]>`select pg_backend_pid() as pid`
      await elsewhere('select pg_terminate_backend($1)', [pid])
      await tx.account.create(account('bob'))
    })
    expect(isUnavailable(await cut.catch((error: unknown) => error))).toBe(true)
    expect(await usernames()).toEqual([])
  })

  test('a transaction that nobody waits for any more leaves the connection clean', async () => {
    let end!: () => void
    const holding = db.prisma.$transaction(async () => new Promise<void>((resolve) => (end = resolve)))
    while (!end) await new Promise(setImmediate)
    const late = db.prisma.$transaction(async (tx) => tx.account.create(account('alice')), { maxWait: 20, timeout: 1_000 })
    await expect(late).rejects.toMatchObject({ code: 'P2028' })
    end()
    await holding
    await db.prisma.account.create(account('bob'))
    const { rows } = await elsewhere(`select username from "${new URL(database.url).searchParams.get('schema')}".accounts`)
    expect(rows).toEqual([{ username: 'bob' }]) // committed: others see it
  })

  test('does not pass off as committed what PostgreSQL rolled back', async () => {
    const swallowed = db.prisma.$transaction(async (tx) => {
      await tx.account.create(account('alice'))
      await tx.account.create(account('alice')).catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow('a statement of this transaction failed, so it cannot be committed')
    expect(await usernames()).toEqual([])
  })

  test('that takes too long is unavailable', async () => {
    const url = new URL(database.url)
    url.searchParams.set('statement_timeout', '50')
    const hasty = await openDatabase(url.href)
    const error = await hasty.prisma.$queryRaw`select 1 from pg_sleep(2)`.catch((reason: unknown) => reason)
    await hasty.close()
    expect(isUnavailable(error)).toBe(true)
  })
})

test('PostgreSQL that is not there is unavailable', async () => {
  const { prisma, close } = await openDatabase('postgresql://postgres@127.0.0.1:1/accounts')
  const errors = await Promise.all(
    [prisma.account.findMany(), prisma.$queryRaw`select 1`, prisma.$transaction(async (tx) => tx.account.count())].map((query) =>
      query.catch((error: unknown) => error),
    ),
  )
  await close()
  expect(errors.map(isUnavailable)).toEqual([true, true, true])
})

/** What a server is told when a connection starts (PostgreSQL documentation, "StartupMessage"). */
async function startupParameters(query: string): Promise<Record<string, string>> {
  let told: Record<string, string> = {}
  const server = createServer((socket) => {
    socket.once('data', (message) => {
      const words = message.subarray(8).toString('latin1').split('\0')
      told = Object.fromEntries(words.flatMap((word, i) => (i % 2 === 0 && word !== '' ? [[word, words[i + 1]!]] : [])))
      socket.destroy()
    })
  })
  const port = await listen(server)
  const { prisma, close } = await openDatabase(`postgresql://alice@127.0.0.1:${port}/accounts?${query}`)
  await prisma.account.count().catch(() => undefined)
  await close()
  await closeServer(server)
  return told
}

test('PostgreSQL is told how long a statement may take; PgBouncer, which refuses what it does not know, is not unless asked to', async () => {
  expect(await startupParameters('')).toMatchObject({ user: 'alice', statement_timeout: '10000' })
  const { user, database, client_encoding, ...others } = await startupParameters('pgbouncer=true')
  expect({ user, database, others }).toEqual({ user: 'alice', database: 'accounts', others: { application_name: 'flexisip-accounts' } })
  expect(await startupParameters('pgbouncer=true&statement_timeout=50')).toMatchObject({ statement_timeout: '50' })
})
