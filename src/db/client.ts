import { isAbsolute, resolve } from 'node:path'
import type { Pool } from 'pg'
import { type Prisma, PrismaClient } from '../../generated/prisma/sqlite/client.js'
import { type DirectQuery, withDirectQuery } from './raw/directQuery.js'
import type { Query, RawStatements, Transact } from './raw/query.js'
import { sqliteAdapter } from './sqlite/adapter.js'
import { type Snapshot, snapshotsOf } from './sqlite/snapshot.js'

export interface Database {
  /** typed against the SQLite client, whose types are a subset of the PostgreSQL one's */
  readonly prisma: PrismaClient
  readonly provider: 'sqlite' | 'postgresql'
  /** for the hottest statements alone, each with a test on both databases */
  readonly query: Query
  /** the same as Prisma's client has it, each statement on its own */
  readonly raw: RawStatements
  /** several in a transaction */
  readonly transact: Transact
  /** for statements with many rows; SQLite's alone, as PostgreSQL works elsewhere */
  readonly snapshot?: () => Promise<Snapshot>
  /** Asks the database for nothing. @throws the driver's error when it is away */
  ping(): Promise<unknown>
  /** connections to PostgreSQL that are open, that are idle, and requests that wait for one; none on SQLite */
  connections(): Connections
  /** for reads that may be a moment late, if there is one */
  readonly replica?: Replica
  /** of a replica: what it follows */
  readonly primary?: Database
  close(): Promise<void>
}

/** A database that follows the primary, for reads that may be a moment late. */
export interface Replica {
  readonly db: Database
  /** What `there` reads on the replica; what `here` does as soon as that fails, and for some seconds after it. @throws AppError of `there`, or what `here` throws */
  read<T>(there: (db: Database) => Promise<T>, here: () => Promise<T>): Promise<T>
}

export interface Connections {
  total: number
  idle: number
  waiting: number
}

export interface DatabaseOptions {
  /** called when a connection to PostgreSQL broke while it was idle; the next statement opens another */
  onError?: (error: Error) => void
}

/** The client of a function that works inside its caller's transaction. */
export type Transaction = Prisma.TransactionClient

const NO_CONNECTIONS: Connections = { total: 0, idle: 0, waiting: 0 }

/** Milliseconds: how long a transaction may wait for its start, and how long it may take. And errors without excerpts of our source. */
const common = { transactionOptions: { maxWait: 5_000, timeout: 10_000 }, errorFormat: 'minimal' } as const

/**
 * The database of a `file:` or `postgresql:` URL, which must have been migrated. It is connected to when it is first needed; to PostgreSQL again
 * after a connection broke.
 * @throws Error when the URL is of neither kind
 */
export async function openDatabase(url: string, { onError = () => undefined }: DatabaseOptions = {}): Promise<Database> {
  if (providerOf(url) === 'sqlite') {
    const direct = withDirectQuery(sqliteAdapter(sqlitePath(url)))
    const prisma = new PrismaClient({ adapter: direct.factory, ...common })
    return {
      prisma,
      provider: 'sqlite',
      query: direct.query,
      raw: direct.raw,
      transact: direct.transact,
      snapshot: snapshotsOf(sqlitePath(url)),
      ping: pinging(prisma),
      connections: () => NO_CONNECTIONS,
      close: closing(prisma, direct),
    }
  }
  const [{ PrismaClient: PostgresClient }, { postgresAdapter }] = await Promise.all([
    import('../../generated/prisma/postgresql/client.js'),
    import('./postgres/adapter.js'),
  ]) // loaded by those who have one
  let pool: Pool | undefined
  const adapter = postgresAdapter(url, onError, (opened) => {
    pool = opened
  })
  const direct = withDirectQuery(adapter)
  const prisma = new PostgresClient({ adapter: direct.factory, ...common }) as unknown as PrismaClient
  const connections = () => (pool ? { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount } : NO_CONNECTIONS)
  const { query, raw, transact } = direct
  return { prisma, provider: 'postgresql', query, raw, transact, ping: pinging(prisma), connections, close: closing(prisma, direct) }
}

const pinging = (prisma: PrismaClient) => async (): Promise<unknown> => prisma.$queryRaw`select 1`

const closing =
  (prisma: PrismaClient, direct: DirectQuery): (() => Promise<void>) =>
  async () => {
    await prisma.$disconnect()
    await direct.close()
  }

/** @throws Error that leaves out all of the URL but its scheme: it may hold a password */
export function providerOf(url: string): 'sqlite' | 'postgresql' {
  if (url.startsWith('file:')) return 'sqlite'
  if (/^postgres(ql)?:/.test(url)) return 'postgresql'
  throw new Error(`The database's URL begins with ${url.split(':')[0]}: and must begin with file: or postgresql:`)
}

/** The path that a `file:` URL names, relative ones from the working directory. */
export function sqlitePath(url: string): string {
  const path = decodeURIComponent(url.replace(/^file:(\/\/)?/, '').split('?')[0]!)
  return isAbsolute(path) ? path : resolve(path)
}
