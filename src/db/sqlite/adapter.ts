import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import type { Database } from 'better-sqlite3'
import { longTurn } from '../../lib/longTurn.js'
import { Mutex } from '../../lib/mutex.js'
import { sqliteError } from './errors.js'
import { openFile } from './openFile.js'
import { BLOCKING_WAIT, type Lock, PATIENCE, patiently } from './patience.js'
import { SqliteStatements } from './statements.js'

const NAMES = { provider: 'sqlite', adapterName: 'flexisip-accounts-sqlite' } as const

/**
 * A driver adapter for Prisma over better-sqlite3. Unlike Prisma's own it prepares each statement once, keeps what is outside of a transaction
 * out of it (reads go to a second connection and see what is committed, writes wait for their turn), takes the write lock at BEGIN, and
 * waits for other processes without blocking the event loop. So inside `$transaction` everything must go through its `tx`: a write beside
 * it that the transaction awaits would wait for its end.
 * @param patience how long to wait for our turn and for other processes before the caller gets an error (P1008), milliseconds
 */
export function sqliteAdapter(file: string, patience = PATIENCE): SqlDriverAdapterFactory {
  return { ...NAMES, connect: () => openAdapter(file, patience) }
}

async function openAdapter(file: string, patience: number): Promise<SqlDriverAdapter> {
  const deadline = () => performance.now() + patience
  // another process that opens or closes the file at this moment holds its lock
  const connect = () => patiently(() => new SqliteStatements(open(file)), deadline())
  const writer = await connect()
  const reader = await connect()
  reader.connection.pragma('query_only = ON')
  // Look-ups among a million accounts cost a seventh more than among ten thousand at most; a third more when read into SQLite's own cache. It caps
  // this at 2 GiB. The writer alone, which reads as well while no write runs: two maps would count twice as memory.
  writer.connection.pragma('mmap_size = 2147483648')
  const turn = new Mutex()
  const lock: Lock = { busySince: undefined }

  async function write<T>(action: () => T): Promise<T> {
    const until = deadline()
    const giveBack = await turn.take(until).catch(fail)
    try {
      await longTurn()
      return await patiently(action, until, lock)
    } finally {
      giveBack()
    }
  }
  return {
    ...NAMES,
    async queryRaw(query) {
      const wait = longTurn()
      if (wait) await wait
      // the writer's page cache survives its own writes: the reader only while a write has the turn
      const read = await patiently(() => reader.reads(query), deadline())
      return read ? patiently(() => (turn.free ? writer : reader).query(query), deadline()) : write(() => writer.query(query))
    },
    executeRaw: (query) => write(() => writer.execute(query)),
    async executeScript(script) {
      await write(() => writer.connection.exec(script))
    },
    async startTransaction(level) {
      if (level && level !== 'SERIALIZABLE') throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level })
      const until = deadline()
      const giveBack = await turn.take(until).catch(fail)
      try {
        await longTurn()
        // never a deferred BEGIN: taking the write lock later fails for good when another process wrote meanwhile
        await patiently(() => writer.execute(statement('BEGIN IMMEDIATE')), until, lock)
      } catch (error) {
        giveBack()
        throw error
      }
      return transaction(writer, giveBack, deadline)
    },
    async dispose() {
      reader.connection.close()
      writer.connection.close()
    },
  }
}

/** Prisma sends COMMIT and ROLLBACK as statements and then calls `commit` or `rollback`. One that it gave up waiting for gets `rollback` alone. */
function transaction(writer: SqliteStatements, giveBack: () => void, deadline: () => number): Transaction {
  let ended = false
  const end = async (): Promise<void> => {
    if (ended) return
    ended = true
    try {
      // a COMMIT that failed, on a full disk say, leaves it open
      if (writer.connection.open && writer.connection.inTransaction) writer.connection.exec('ROLLBACK')
    } finally {
      giveBack()
    }
  }
  const run = async <T>(action: () => T): Promise<T> => {
    if (ended) throw new DriverAdapterError({ kind: 'TransactionAlreadyClosed', cause: 'The transaction has ended.' })
    return patiently(action, deadline())
  }
  const savepoint = async (sql: string) => void (await run(() => writer.execute(statement(sql))))
  return {
    ...NAMES,
    options: { usePhantomQuery: false },
    queryRaw: (query) => run(() => writer.query(query)),
    executeRaw: (query) => run(() => writer.execute(query)),
    commit: end,
    rollback: end,
    createSavepoint: (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => savepoint(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  }
}

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] })

function open(file: string): Database {
  const connection = openFile(file, { timeout: BLOCKING_WAIT })
  try {
    connection.pragma('journal_mode = WAL')
    connection.pragma('synchronous = FULL') // an acknowledged write survives a power cut
    connection.pragma('journal_size_limit = 67108864') // a log that has grown meanwhile is cut when it begins anew
    connection.pragma('foreign_keys = ON')
    connection.pragma('secure_delete = ON') // people who are deleted do not stay in the file; FAST leaves whole pages that become free
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

async function fail(error: unknown): Promise<never> {
  throw sqliteError(error)
}
