import type { SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import { tracedCall } from '../../lib/tracing.js'

/** Statements whose names are remembered. */
const REMEMBERED = 500

interface Named {
  name: string
  operation: string
  table: string | undefined
}

/** The same adapter, with a span for each statement. Values are parameters, so a statement would tell nothing of people; its kind and table are enough. */
export function tracedAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const system = adapter.provider === 'postgres' ? 'postgresql' : 'sqlite'
  const known = new Map<string, Named>()

  const named = (sql: string): Named => {
    const one = known.get(sql) ?? nameOf(sql)
    if (known.size < REMEMBERED) known.set(sql, one)
    return one
  }
  const asking = <T>({ sql }: SqlQuery, work: () => Promise<T>): Promise<T> => {
    const { name, operation, table } = named(sql)
    const attributes = { 'db.system.name': system, 'db.operation.name': operation, 'db.collection.name': table, 'db.query.summary': name }
    return tracedCall(name, attributes, work)
  }
  const asks = (one: SqlDriverAdapter | Transaction) => {
    const { queryRaw, executeRaw } = one
    return {
      queryRaw: (query: SqlQuery) => asking(query, () => queryRaw.call(one, query)),
      executeRaw: (query: SqlQuery) => asking(query, () => executeRaw.call(one, query)),
    }
  }
  const start = adapter.startTransaction.bind(adapter)
  return Object.assign(adapter, asks(adapter), {
    startTransaction: async (...level: Parameters<typeof start>) => {
      const begin = { sql: 'BEGIN', args: [], argTypes: [] }
      const transaction = await asking(begin, () => start(...level))
      return Object.assign(transaction, asks(transaction))
    },
  })
}

/** `SELECT accounts`: what a statement does, and to which table. */
function nameOf(sql: string): Named {
  const operation = (/^\s*(\w+)/.exec(sql)?.[1] ?? 'SQL').toUpperCase()
  const [, table] = /\b(?:from|into|update)\s+(?:[`"]?\w+[`"]?\.)?[`"]?(\w+)/i.exec(sql) ?? []
  return { name: table === undefined ? operation : `${operation} ${table}`, operation, table }
}
