import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { describeNeeding } from './needs.js'

/** Set by the jest project that runs the test: each HTTP test runs on both databases. */
declare const TEST_DATABASE: 'sqlite' | 'postgresql'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

export const databaseUnderTest = TEST_DATABASE
export const postgresUrl = process.env.TEST_POSTGRES_URL

/** `describe`, or `describe.skip` in the PostgreSQL project when there is none. */
export const describeApp: jest.Describe = databaseUnderTest === 'postgresql' ? describeNeeding('postgresql') : describe

/** A database of its own: a file in `folder`, or a schema that `drop` removes. */
export async function testDatabase(folder: string): Promise<TestDatabase> {
  if (databaseUnderTest === 'sqlite') return { url: `file:${join(folder, 'accounts.db')}`, drop: async () => undefined }
  return postgresSchema(postgresUrl!)
}

export async function postgresSchema(base: string): Promise<TestDatabase> {
  const schema = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  const url = new URL(base)
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
