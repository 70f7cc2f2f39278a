import { stat } from 'node:fs/promises'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { sqlitePath } from '../../db/client.js'
import { POOL_SIZE, postgresOptions } from '../../db/postgres/options.js'
import type { Platform } from '../platform.js'

/** `soci-poolsize` of a Flexisip that sets none */
const SOCI_POOLSIZE = 100

/**
 * What Flexisip's `soci-…` parameters must be for this database, in one line: how it gets in, and how many connections are left for it.
 * @throws Error when this service alone takes all connections
 */
export async function flexisipDatabase({ config, db }: Pick<Platform, 'config' | 'db'>): Promise<string> {
  if (db.provider === 'sqlite') {
    const { mode, uid, gid } = await stat(sqlitePath(config.databaseUrl))
    return `soci-backend=sqlite3: Flexisip must be able to read and write a file of user ${uid} and group ${gid}, mode ${octal(mode)}, and its folder`
  }
  const { schema, max = POOL_SIZE } = postgresOptions(config.databaseUrl, POOL_SIZE)
  const [{ total }] = await db.prisma.$queryRaw<[{ total: number }]>(Prisma.sql`
    select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as total`)
  const own = config.workers * max
  if (own >= total) throw new Error(`this service opens up to ${own} connections of ${total}: Flexisip gets none`)
  const left = total - own
  const pool = `soci-poolsize=${Math.min(left, SOCI_POOLSIZE)} at most (${total} connections, of which this service opens up to ${own})`
  return [`soci-backend=postgresql, ${pool}`, ...(schema ? [`options=-csearch_path=${schema} in soci-connection-string`] : [])].join('; ')
}

/** Which `available-algorithms` the passwords of all accounts ask for. Reads the whole table. */
export async function flexisipAlgorithms({ db }: Pick<Platform, 'db'>): Promise<string> {
  const counts = await db.prisma.$queryRaw<{ algorithm: string; count: bigint | number }[]>(Prisma.sql`
    select algorithm, count(*) as count from passwords group by algorithm order by algorithm`)
  const stored = counts.map(({ algorithm, count }) => `${count} ${algorithm}`).join(', ') || 'none yet'
  const needed = counts.filter(({ algorithm }) => algorithm !== 'CLRTXT').map(({ algorithm }) => algorithm)
  const asked = needed.includes('SHA-256') ? `Flexisip needs available-algorithms=${needed.join(' ')}` : "Flexisip's default will do"
  return `passwords: ${stored}; ${asked}`
}

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0')
