import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, openDatabase } from '../../src/db/client.js'
import { temporaryFolder } from './folder.js'
import { describeNeeding } from './needs.js'
import { type Use, useForAll } from './use.js'

export type Provider = 'sqlite' | 'postgresql'

/** Set by the project of vitest.config.mjs that runs the test: each HTTP test runs on both databases. */
declare const TEST_DATABASE: Provider

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

export const databaseUnderTest = TEST_DATABASE
export const postgresUrl = process.env.TEST_POSTGRES_URL

/** `describe`, or `describe.skip` where there is no PostgreSQL. Asked at its use: the end of the run names the files that were skipped. */
export function describePostgres(title: string, tests: () => void): void {
  describeNeeding('postgresql')(title, tests)
}
/** `describe`, or `describe.skip` in the PostgreSQL project when there is none. */
export function describeApp(title: string, tests: () => void): void {
  if (databaseUnderTest === 'postgresql') describePostgres(title, tests)
  else describe(title, tests)
}

/** Describes the same of both databases, for a file that runs once. `%s` in the title is the name of the database. */
export function describeDatabases(title: string, tests: (provider: Provider) => void): void {
  describe(title.replace('%s', 'SQLite'), () => tests('sqlite'))
  describePostgres(title.replace('%s', 'PostgreSQL'), () => tests('postgresql'))
}

/** A database of its own without any table: a file that is not there yet, or a schema. */
export async function emptyDatabase(provider: Provider = databaseUnderTest): Promise<TestDatabase> {
  if (provider === 'postgresql') return postgresSchema(postgresUrl!)
  const folder = await temporaryFolder()
  return { url: `file:${join(folder.path, 'accounts.db')}`, drop: folder.remove }
}

export const useEmptyDatabase = (provider: Provider, use: Use = useForAll): TestDatabase =>
  use(
    () => emptyDatabase(provider),
    (database) => database.drop(),
  )

/** A database, opened as the service opens it. */
export const useOpened = (database: TestDatabase, use: Use = useForAll): Database =>
  use(
    () => openDatabase(database.url),
    (db) => db.close(),
  )

async function postgresSchema(base: string): Promise<TestDatabase> {
  const schema = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  const url = new URL(base)
  url.searchParams.set('connection_limit', '4') // each costs the server a process
  url.searchParams.set('schema', schema)
  return { url: url.href, drop: () => query(base, `drop schema if exists "${schema}" cascade`) }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
