import type { ArgType, SqlDriverAdapter, SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Prisma } from '../../generated/prisma/sqlite/client.js'
import type { Query } from '../domain/query.js'

/**
 * Lets the few statements that nearly every request needs past Prisma's client to the driver adapter below it, on the same connections: the client
 * takes 30 to 60 µs of CPU for a raw statement, the adapter under 10. Everything else is for the client, which is typed.
 * @returns the factory to give to Prisma, and `query`, which asks `connect` for the connection when Prisma has not made it yet; it throws
 * DriverAdapterError with the cause that `db/errors.ts` reads
 */
export function withDirectQuery(
  factory: SqlDriverAdapterFactory,
  connect: () => Promise<void>,
): { factory: SqlDriverAdapterFactory; query: Query } {
  let adapter: SqlDriverAdapter | undefined
  return {
    factory: {
      ...factory,
      async connect() {
        const opened = await factory.connect()
        const dispose = opened.dispose.bind(opened)
        opened.dispose = () => {
          adapter = undefined
          return dispose()
        }
        adapter = opened
        return opened
      },
    },
    async query<Row>(statement: Prisma.Sql): Promise<Row[]> {
      if (!adapter) await connect()
      const { values } = statement
      const sql = adapter!.provider === 'postgres' ? statement.text : statement.sql
      const { columnNames, rows } = await adapter!.queryRaw({ sql, args: values, argTypes: values.map(typeOf) })
      return rows.map((row) => named<Row>(columnNames, row))
    },
  }
}

function named<Row>(names: string[], row: unknown[]): Row {
  const object: Record<string, unknown> = {}
  for (let i = 0; i < names.length; i++) object[names[i]!] = row[i]
  return object as Row
}

const TEXT: ArgType = { scalarType: 'string', arity: 'scalar' }
const NUMBER: ArgType = { scalarType: 'int', arity: 'scalar' }
const DATE: ArgType = { scalarType: 'datetime', arity: 'scalar' }

function typeOf(value: unknown): ArgType {
  if (typeof value === 'number') return NUMBER
  return value instanceof Date ? DATE : TEXT
}
