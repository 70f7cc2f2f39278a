import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../../src/db/migrate/migrate.js'
import { emptyDatabase, type Provider, postgresUrl, type TestDatabase } from './database.js'
import { folderOfRun, noteSchema } from './runNotes.mjs'
import { type Use, useForAll } from './use.js'

/**
 * A database with its tables, and without a row. To make the tables takes longer than most tests: SQLite files are copies of one, and a schema of
 * PostgreSQL that a test is done with is emptied and used again.
 */
export const migratedDatabase = (provider: Provider): Promise<TestDatabase> => (provider === 'sqlite' ? copiedFile() : usedSchema())

/** A database with its tables, for all tests of the block or for each. */
export const useDatabase = (provider: Provider, use: Use = useForAll): TestDatabase =>
  use(
    () => migratedDatabase(provider),
    (database) => database.drop(),
  )

async function copiedFile(): Promise<TestDatabase> {
  const database = await emptyDatabase('sqlite')
  copyFileSync(await template(), database.url.slice('file:'.length))
  return database
}

/** The one of this run, which the first process that needs it makes. */
async function template(): Promise<string> {
  const file = join(folderOfRun(), 'template.db')
  if (existsSync(file)) return file
  const own = join(folderOfRun(), `template.${process.pid}.db`)
  await migrate(`file:${own}`)
  renameSync(own, file)
  return file
}

interface Schema extends TestDatabase {
  name: string
  /** what `formOf` said when its tables were new */
  form: string
}

/** What tests of this process are done with. */
const free: Schema[] = []
let mayEmpty = true

async function usedSchema(): Promise<TestDatabase> {
  const schema = free.pop() ?? (await newSchema())
  return { url: schema.url, drop: () => giveBack(schema) }
}

async function newSchema(): Promise<Schema> {
  const { url, drop } = await emptyDatabase('postgresql')
  const name = new URL(url).searchParams.get('schema')!
  noteSchema(name)
  await migrate(url)
  return { url, drop, name, form: await withClient((client) => formOf(client, name)) }
}

/** One whose tables a test has changed, or that cannot be emptied, is dropped. */
async function giveBack(schema: Schema): Promise<void> {
  const isEmpty = mayEmpty && (await withClient((client) => emptied(client, schema)).catch(() => false))
  if (isEmpty) free.push(schema)
  else await schema.drop()
}

async function emptied(client: pg.Client, { name, form }: Schema): Promise<boolean> {
  if ((await formOf(client, name)) !== form) return false
  const tables = await client.query("select tablename from pg_tables where schemaname = $1 and tablename <> '_prisma_migrations'", [name])
  const named = tables.rows.map(({ tablename }) => `"${name}"."${tablename}"`)
  const filled = await client.query({
    text: `select ${named.map((table) => `exists (select 1 from ${table})`).join(', ')}`,
    rowMode: 'array',
  })
  const toEmpty = named.filter((_, i) => filled.rows[0]![i])
  try {
    // the audit log cannot be emptied otherwise, as triggers hold it
    await client.query(`begin; set local lock_timeout = '5s'; set local session_replication_role = replica;
      ${toEmpty.map((table) => `delete from ${table};`).join('\n')} commit`)
  } catch (error) {
    if ((error as { code?: string }).code === '42501') mayEmpty = false // for superusers alone
    return false
  }
  await client.query(
    `select setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) from pg_sequences
      where schemaname = $1 and last_value is not null`,
    [name],
  )
  return true
}

/** Differs when a column, a constraint or a trigger of a schema does. */
async function formOf(client: pg.Client, schema: string): Promise<string> {
  const { rows } = await client.query(
    `with relations as (select c.oid, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1)
    select md5(concat(
      (select string_agg(concat_ws(' ', relname, relkind, attname, atttypid, attnotnull), ',' order by relname, attnum)
        from relations join pg_attribute on attrelid = relations.oid),
      (select string_agg(concat_ws(' ', relname, conname, convalidated), ',' order by relname, conname)
        from relations join pg_constraint on conrelid = relations.oid),
      (select string_agg(concat_ws(' ', relname, tgname, tgenabled), ',' order by relname, tgname)
        from relations join pg_trigger on tgrelid = relations.oid where not tgisinternal))) as form`,
    [schema],
  )
  return rows[0]!.form
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: postgresUrl! })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
