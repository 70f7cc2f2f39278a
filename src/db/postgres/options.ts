import type { PoolConfig } from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

/** Connections at most, unless the URL says otherwise: `?connection_limit=`. */
export const POOL_SIZE = 10

/** How connections of the service, and of its commands, name themselves in pg_stat_activity; 63 bytes at most. */
const applicationName = (schema: string | undefined): string => `flexisip-accounts${schema ? ` ${schema}` : ''}`.slice(0, 63)

export interface PostgresOptions extends PoolConfig {
  schema: string | undefined
  /** false behind a pooler that cannot keep prepared statements: `?pgbouncer=true` */
  prepare: boolean
}

/**
 * A pool's options from a `postgresql:` URL; `?schema=` (Prisma's) becomes the search path, so that raw statements find the tables too.
 * Prisma's `?connection_limit=` wins over `max`; `?statement_timeout=` (milliseconds, 0 for none) over ours, which is not sent to PgBouncer: it
 * refuses what it does not know.
 */
export function postgresOptions(url: string, max: number): PostgresOptions {
  const parsed = new URL(url)
  const take = (name: string): string | undefined => {
    const value = parsed.searchParams.get(name) || undefined
    parsed.searchParams.delete(name)
    return value
  }
  const schema = take('schema')
  const prepare = take('pgbouncer') !== 'true'
  const limit = Number(take('connection_limit')) || max
  const ownTimeout = take('statement_timeout')
  const statementTimeout = Number(ownTimeout ?? 10_000)
  const options = [take('options'), schema && `-c search_path=${searchPath(schema)}`].filter(Boolean).join(' ')
  nameSslMode(parsed.searchParams)
  return {
    ...parseIntoClientConfig(parsed.href),
    ...(options && { options }),
    ...(!parsed.searchParams.has('application_name') && { application_name: applicationName(schema) }),
    schema,
    prepare,
    max: limit,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // the server's own limit, and ours for when the network swallows its answer
    ...(statementTimeout > 0 && { query_timeout: statementTimeout + 2_000 }),
    ...(statementTimeout > 0 && (prepare || ownTimeout !== undefined) && { statement_timeout: statementTimeout }),
  }
}

/**
 * The driver checks certificate and name for `require` and `verify-ca` too, and prints a warning that it will not for ever: they are written as what
 * they mean. Modes that would go without TLS where an attacker wants that are refused.
 */
function nameSslMode(query: URLSearchParams): void {
  const mode = query.get('sslmode')
  if (query.get('uselibpqcompat') === 'true') return
  if (mode === 'prefer' || mode === 'allow')
    throw new Error(
      `sslmode=${mode} in the URL of PostgreSQL cannot be had: it protects from nothing. Take verify-full, disable, or no-verify for a certificate that cannot be checked.`,
    )
  if (mode === 'require' || mode === 'verify-ca') query.set('sslmode', 'verify-full')
}

/** A quoted identifier, its spaces and backslashes escaped as the server splits `options`. */
const searchPath = (schema: string): string => `"${schema.replaceAll('"', '""')}"`.replace(/[\\ ]/g, '\\$&')
