import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { postgresOptions } from '../postgres/options.js'
import { APPLIED, type Applied, type MigrationConnection, PATIENCE } from './connection.js'
import { makeIndexes } from './indexes.js'

/** As Prisma makes it. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0)`
const INSERT =
  'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), now(), 1)'

/** The lock that Prisma's own migrate takes. Here it goes with the transaction: behind PgBouncer a connection outlives its client. */
const PRISMA_LOCK = 72707369

/** Connects to migrate a database; makes the schema of `?schema=` when it is missing. All pending migrations are one transaction. */
export async function migratePostgres(url: string): Promise<MigrationConnection> {
  const { client, schema } = await connectPostgres(url)
  const exists = async (sql: string, name: string) => (await client.query<{ found: boolean }>(sql, [name])).rows[0]!.found
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
    try {
      await lock(client)
      // asked first, for a user who may not make one
      if (schema && !(await exists('SELECT to_regnamespace(quote_ident($1)) IS NOT NULL AS found', schema))) {
        await client.query(`CREATE SCHEMA ${client.escapeIdentifier(schema)}`)
      }
      await client.query(TABLE)
      // sooner than PostgreSQL looks for those who wait for each other (deadlock_timeout, a second), and ends one of them
      await client.query("SET LOCAL lock_timeout = '500ms'")
      const result = await work()
      await makeIndexes(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw error
    }
  }
  return {
    provider: 'postgresql',
    async exclusively(work) {
      for (const until = performance.now() + PATIENCE; ; await delay(200 + Math.random() * 300)) {
        try {
          return await alone(work)
        } catch (error) {
          // those who write have the turn: the migration begins anew as soon as they are done
          if (!isLocked(error) || performance.now() > until) throw error
        }
      }
    },
    applied: async () =>
      (await exists('SELECT to_regclass($1) IS NOT NULL AS found', '_prisma_migrations'))
        ? (await client.query<Applied>(APPLIED)).rows
        : [],
    async apply(sql, { id, checksum, name }) {
      await client.query(sql)
      await client.query(INSERT, [id, checksum, name])
    },
    close: () => client.end(),
  }
}

/** One connection for work that may take long: no time-outs but for connecting. @throws Error that says what cannot be reached, without the password */
export async function connectPostgres(url: string): Promise<{ client: pg.Client; schema: string | undefined }> {
  const { schema, prepare: _prepare, statement_timeout: _server, query_timeout: _ours, ...options } = postgresOptions(url, 1)
  const client = new pg.Client(options)
  client.on('error', () => undefined) // the next query reports it
  try {
    await client.connect()
    return { client, schema }
  } catch (error) {
    const where = `${client.host}:${client.port}, database ${client.database}, user ${client.user ?? '(none)'}`
    throw new Error(`PostgreSQL cannot be reached (${where}): ${(error as Error).message}`, { cause: error })
  }
}

/** Whether somebody else held what a migration needs. */
function isLocked(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: { code?: string } }
  return ['55P03', '40P01'].includes(code ?? cause?.code ?? '')
}

async function lock(client: pg.Client): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${PATIENCE}`)
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${PRISMA_LOCK})`)
  } catch (error) {
    throw new Error(`Another process has been migrating this database for ${PATIENCE / 1000} seconds.`, { cause: error })
  }
}
