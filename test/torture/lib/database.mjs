import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { openFile } from '#built/db/sqlite/openFile.js'

/** A database of its own: a file, or a schema that `drop` removes. `base` is the PostgreSQL to make it in. */
export function makeDatabase(provider, folder, base = process.env.TEST_POSTGRES_URL) {
  const name = `torture_${process.pid}_${randomBytes(3).toString('hex')}`
  if (provider === 'sqlite') return sqlite(join(folder, `${name}.db`))
  if (!base) throw new Error('Set TEST_POSTGRES_URL to a PostgreSQL.')
  const url = new URL(base)
  url.searchParams.set('schema', name)
  return postgres(url.href, name)
}

export function sqlite(file) {
  const open = (work) => {
    const db = openFile(file, { timeout: 10_000 })
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  const rows = async (sql) => open((db) => db.prepare(sql).all())
  return {
    url: `file:${file}`,
    file,
    rows,
    run: async (sql) => open((db) => void db.exec(sql)),
    tables: async () =>
      (await rows("select name from sqlite_master where type = 'table' and rootpage > 0 and name not like 'sqlite_%'")).map(
        ({ name }) => name,
      ),
    /** what defines the tables, as one text */
    schema: async () => JSON.stringify(await rows('select type, name, sql from sqlite_master order by 1, 2')),
    integrity: async () => open((db) => db.pragma('integrity_check', { simple: true })),
    drop: async () => undefined,
  }
}

function postgres(url, schema) {
  const connectionString = url.replace(/[?&]schema=[^&]*/, '')
  const rows = async (sql) => {
    const client = new pg.Client({ connectionString, options: `-c search_path="${schema}"` })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }
  const tables = async () =>
    (await rows(`select tablename as name from pg_tables where schemaname = '${schema}' order by 1`)).map(({ name }) => name)
  return {
    url,
    rows,
    run: async (sql) => void (await rows(sql)),
    tables,
    schema: async () =>
      JSON.stringify(
        await rows(
          `select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = '${schema}' order by 1, 2`,
        ),
      ),
    integrity: async () => 'ok',
    drop: () => rows(`drop schema if exists "${schema}" cascade`),
  }
}

/** Every row of every table, as text: what somebody finds who steals the database. */
export async function dump(database) {
  const parts = []
  for (const table of await database.tables()) {
    for (const row of await database.rows(`select * from "${table}"`)) parts.push({ table, row })
  }
  return parts
}

/** How many rows there are. @param what a table, and which of its rows */
export const count = async ({ db }, what) => Number((await db.rows(`select count(*) as n from ${what}`))[0].n)

/** The last claim of a group that writes in many requests at once. */
export async function nothingHalfMade(t) {
  const claim = t.claim('nothing is left half-made')
  const found = await halves(t.db)
  claim.check(found.length === 0, found.join(', '))
}

/** Rows that no account owns, and accounts that lack something: none of either may ever be there. */
export async function halves(db) {
  // not `not in`: PostgreSQL compares each with each, half an hour of a million accounts
  const lacks = (table, column, other, otherColumn) =>
    count({ db }, `${table} as one where not exists (select 1 from ${other} where ${other}.${otherColumn} = one.${column})`)
  const found = {
    'accounts without a password': await lacks('accounts', 'id', 'passwords', 'account_id'),
    'passwords without an account': await lacks('passwords', 'account_id', 'accounts', 'id'),
    'codes without an account': await lacks('codes', 'account_id', 'accounts', 'id'),
    'keys without an account': await lacks('api_keys', 'account_id', 'accounts', 'id'),
  }
  return Object.entries(found).flatMap(([what, n]) => (n > 0 ? [`${n} ${what}`] : []))
}
