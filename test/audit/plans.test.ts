// runs once: it asks SQLite for its plans
import { Prisma } from '../../generated/prisma/sqlite/client.js'
import { openDatabase } from '../../src/db/client.js'
import { type AuditFilter, findEntries } from '../../src/services/audit/find.sql.js'
import { useDatabase } from '../support/migratedDatabases.js'

const [since, until] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')]
const OF_ACCOUNT: AuditFilter[] = [{ accountId: 1 }, { account: 'bob@sip.example.org' }]
const OTHERS: AuditFilter[] = [{}, { actorId: 1 }, { action: 'createAccount' }, { since }, { until }, { since, until }]
const together = OTHERS.flatMap((one) => OTHERS.map((other) => ({ ...one, ...other })))

describe('the audit log of SQLite', () => {
  const database = useDatabase('sqlite')

  /** How SQLite finds the entries, a line for each step. */
  async function planOf(filter: AuditFilter): Promise<string> {
    const db = await openDatabase(database.url)
    try {
      const statements: Prisma.Sql[] = []
      const query = <Row>(statement: Prisma.Sql) => {
        statements.push(statement)
        return db.query<Row>(statement)
      }
      await findEntries({ provider: 'sqlite', query }, filter, undefined, 21)
      const steps = await db.query<{ detail: string }>(Prisma.sql`explain query plan ${statements[0]!}`)
      return steps.map(({ detail }) => detail).join('\n')
    } finally {
      await db.close()
    }
  }

  test('is read from the cursor on, also before a time', async () => {
    const asked: unknown[] = []
    const query = async <Row>({ values }: Prisma.Sql): Promise<Row[]> => {
      asked.push(...values)
      return []
    }
    const [middle, later] = [new Date('2026-01-15T00:00:00Z'), new Date('2026-03-01T00:00:00Z')]
    await findEntries({ provider: 'sqlite', query }, { until }, { createdAt: middle, id: 1 }, 21)
    expect(asked).toEqual([middle, 1, 21]) // of two bounds SQLite begins at the first
    await findEntries({ provider: 'sqlite', query }, { until }, { createdAt: later, id: 1 }, 21)
    expect(asked.slice(3)).toEqual([until, later, 1, 21])
  })

  test.each(together)('is read in the order of an index: %o', async (filter) => {
    const plan = await planOf(filter)
    expect(plan).not.toContain('TEMP B-TREE')
    if ('actorId' in filter || 'action' in filter) expect(plan).toMatch(/SEARCH .*(actor_id|action)=\?/)
  })

  test.each(OF_ACCOUNT.flatMap((account) => together.map((other) => ({ ...account, ...other }))))(
    'of an account has its few entries alone read: %o',
    async (filter) => {
      expect(await planOf(filter)).toMatch(/SEARCH .*\(account(_id)?=\?\)/)
    },
  )
})
