// runs once: it makes statements, and tries them on both databases itself
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { differenceOf } from '../../scripts/migration/difference.js'
import { migrationSql } from '../../scripts/migration/make.js'
import { sqlOf } from '../../scripts/migration/sql.js'
import { type Tables, tablesOf } from '../../scripts/migration/tables.js'
import { sqlitePath } from '../../src/db/client.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { describeDatabases } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { useForEach } from '../support/use.js'

const column = (type: string, nullable = false, value: string | null = null) => ({ type, nullable, default: value })
const guests = {
  columns: {
    id: column('INTEGER', false, 'autoincrement'),
    account_id: column('INTEGER'),
    sip: column('TEXT'),
    favourite: column('BOOLEAN', false, 'false'),
    created_at: column('DATETIME', false, 'CURRENT_TIMESTAMP'),
  },
  primaryKey: ['id'],
  uniques: [['account_id', 'sip']],
  indexes: [['sip']],
  foreignKeys: [{ columns: ['account_id'], table: 'accounts', references: ['id'], onDelete: 'CASCADE' }],
}
/** The types of a table of SQLite, as PostgreSQL calls them. */
const TYPES: Record<string, string> = { INTEGER: 'integer', TEXT: 'text', BOOLEAN: 'boolean', DATETIME: 'timestamp(3) without time zone' }

test('the models ask for nothing that the migrations do not make', async () => {
  expect(await migrationSql()).toBeUndefined()
})

test('a change for which SQLite has to rebuild a table is refused, with what to do', () => {
  const before: Tables = { guests }
  const changed = (more: Partial<typeof guests>): Tables => ({ guests: { ...guests, ...more } })
  const columns = (more: object) => changed({ columns: { ...guests.columns, ...more } })
  expect(() => differenceOf(before, columns({ sip: column('TEXT', true) }))).toThrow(/column sip of guests changes[\s\S]*by hand/)
  expect(() => differenceOf(before, columns({ name: column('TEXT') }))).toThrow('column name is new in guests and may not be null')
  expect(() => differenceOf(before, changed({ primaryKey: ['sip'] }))).toThrow('the primary key of guests changes')
  expect(() => differenceOf(before, changed({ foreignKeys: [] }))).toThrow('a foreign key of guests changes')
})

test('a table is written as Prisma writes it', async () => {
  const shipped = join(packageRoot(), 'prisma', 'migrations', 'postgresql', '20261125031000_leases', 'migration.sql')
  const leases = {
    columns: { name: column('TEXT'), holder: column('TEXT'), expires_at: column('DATETIME') },
    primaryKey: ['name'],
    uniques: [],
    indexes: [],
    foreignKeys: [],
  }
  expect(sqlOf(differenceOf({}, { leases }), 'postgresql')).toBe(await readFile(shipped, 'utf8'))
})

describeDatabases('a migration made for %s', (provider) => {
  const database = useDatabase(provider, useForEach)

  async function apply(before: Tables, after: Tables): Promise<void> {
    const sql = sqlOf(differenceOf(before, after), provider)
    if (provider === 'sqlite') {
      const db = openFile(sqlitePath(database.url))
      db.exec(sql)
      db.close()
      return
    }
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(`set search_path to "${new URL(database.url).searchParams.get('schema')}"`)
    await client.query(sql)
    await client.end()
  }
  const guestsThere = async () => (await tablesOf(database.url)).guests
  const typed = (table: typeof guests) =>
    provider === 'sqlite'
      ? table
      : {
          ...table,
          columns: Object.fromEntries(Object.entries(table.columns).map(([name, one]) => [name, { ...one, type: TYPES[one.type]! }])),
        }

  test('makes a table with its keys and indexes, changes it, and drops it', async () => {
    await apply({}, { guests })
    expect(await guestsThere()).toEqual(typed(guests))
    const later = {
      ...guests,
      columns: { ...guests.columns, name: column('TEXT', true) },
      uniques: [],
      indexes: [['account_id'], ['sip']],
    }
    await apply({ guests }, { guests: later })
    expect(await guestsThere()).toEqual(typed(later))
    await apply({ guests: later }, { guests })
    expect(await guestsThere()).toEqual(typed(guests))
    await apply({ guests }, {})
    expect(await guestsThere()).toBeUndefined()
  })
})
