import { PrismaPg } from '@prisma/adapter-pg'
import { DriverAdapterError, type SqlDriverAdapterFactory, type SqlQuery, type Transaction } from '@prisma/driver-adapter-utils'
import type { Client, Pool } from 'pg'
import { POOL_SIZE, postgresOptions } from './options.js'

/**
 * Prisma's driver adapter for PostgreSQL. It survives restarts of the server: connections that broke are replaced when the next one is needed.
 * @param onError is called when a connection broke while it was idle
 * @param onPool is given the pool when it is first needed
 */
export function postgresAdapter(url: string, onError: (error: Error) => void, onPool: (pool: Pool) => void): SqlDriverAdapterFactory {
  const { schema, prepare, ...pool } = postgresOptions(url, POOL_SIZE)
  const broke = (error: Error & { client?: Client }) => {
    delete error.client // the pool adds its client, with all of its options: they do not belong in a log
    onError(error)
  }
  const factory = new PrismaPg(pool, {
    schema,
    onPoolError: broke,
    onConnectionError: broke,
    ...(prepare && { statementNameGenerator: statementNames() }),
  })
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect()
      onPool(adapter.underlyingDriver())
      const start = adapter.startTransaction.bind(adapter)
      adapter.startTransaction = async (level) => endingWell(await start(level))
      return adapter
    },
  }
}

/**
 * Names of statements, which PostgreSQL plans once per connection; no more of them than a connection should keep. A statement without a name is planned at each
 * call: one that asks a queue for what is due, as a queue is empty most of the time, and the plan for an empty table reads all of a full one.
 */
function statementNames(): (query: SqlQuery) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    let name = names.get(sql)
    if (name === undefined) {
      name = names.size < 500 && !sql.includes('"next_try_at" <= ') ? `s${names.size}` : ''
      if (names.size < 500) names.set(sql, name)
    }
    return name
  }
}

/**
 * Three faults of Prisma's adapter repaired. It reads the parts of a row at once, though a connection has one statement at a time: pg warns of that, and will refuse it. A transaction that Prisma waited too long for gets `rollback` without a ROLLBACK, and its
 * connection would go back to the pool with the transaction open: later writes would run in it and be lost. And PostgreSQL answers the COMMIT
 * of a transaction in which a statement failed by rolling it back, which would pass for success.
 */
function endingWell(transaction: Transaction): Transaction {
  const { queryRaw, executeRaw, rollback, rollbackToSavepoint } = transaction
  let ended = false
  let failed = false
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await inTurn(work)
    } catch (error) {
      failed = true
      throw error
    }
  }
  const execute = (sql: string) => inTurn(() => executeRaw.call(transaction, { sql, args: [], argTypes: [] }))
  return Object.assign(transaction, {
    queryRaw: (query: SqlQuery) => watched(() => queryRaw.call(transaction, query)),
    async executeRaw(query: SqlQuery) {
      if (query.sql === 'COMMIT' && failed) throw aborted()
      const count = await watched(() => executeRaw.call(transaction, query))
      if (query.sql === 'COMMIT' || query.sql === 'ROLLBACK') ended = true
      return count
    },
    async rollbackToSavepoint(name: string) {
      await rollbackToSavepoint!.call(transaction, name)
      failed = false
    },
    async rollback() {
      if (!ended) await execute('ROLLBACK').catch(() => close(transaction))
      await rollback.call(transaction)
    },
  })
}

/** A connection that cannot even roll back: the pool forgets one that is closing. */
function close(transaction: Transaction): void {
  const { client } = transaction as Transaction & { client: Client }
  void client.end().catch(() => undefined)
}

const aborted = () =>
  new DriverAdapterError({
    kind: 'postgres',
    code: '25P02',
    severity: 'ERROR',
    message: 'a statement of this transaction failed, so it cannot be committed',
    detail: undefined,
    column: undefined,
    hint: undefined,
  })
