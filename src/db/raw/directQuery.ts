import type { ArgType, SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { isTracing } from '../../lib/tracing.js'
import type { Query, RawStatements, Transact } from './query.js'
import { tracedAdapter } from './tracedAdapter.js'

/** Prisma's way to the database, and ours past its client. */
export interface DirectQuery {
  /** to give to Prisma */
  factory: SqlDriverAdapterFactory
  /** @throws DriverAdapterError with the cause that `db/errors.ts` reads */
  query: Query
  /** each statement on its own. @throws DriverAdapterError as `query` does */
  raw: RawStatements
  /** @throws DriverAdapterError as `query` does */
  transact: Transact
  /** closes what Prisma has not closed, as it never asked for it */
  close(): Promise<void>
}

/**
 * Lets the few statements that nearly every request needs past Prisma's client to the driver adapter below it, on the same connections: the client
 * takes 30 to 60 µs of CPU for a raw statement, the adapter under 10. Everything else is for the client, which is typed.
 */
export function withDirectQuery(factory: SqlDriverAdapterFactory): DirectQuery {
  let opening: Promise<SqlDriverAdapter> | undefined

  const open = async (): Promise<SqlDriverAdapter> => {
    const plain = await factory.connect()
    const adapter = isTracing() ? tracedAdapter(plain) : plain
    const dispose = adapter.dispose.bind(adapter)
    adapter.dispose = () => {
      opening = undefined
      return dispose()
    }
    return adapter
  }
  /** One adapter for Prisma and for direct queries; one that could not be opened is opened anew. */
  const connect = (): Promise<SqlDriverAdapter> => {
    opening ??= open().catch((error) => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    factory: { ...factory, connect },
    async query<Row>(statement: Prisma.Sql): Promise<Row[]> {
      return ask<Row>(await connect(), statement)
    },
    raw: rawStatements(connect),
    async transact(work) {
      const tx = await (await connect()).startTransaction()
      try {
        const done = await work(rawStatements(() => tx))
        await tx.executeRaw(COMMIT)
        await tx.commit()
        return done
      } catch (error) {
        await tx.rollback().catch(() => undefined) // why it failed is worth more
        throw error
      }
    },
    close: async () => (await opening)?.dispose(),
  }
}

const COMMIT: SqlQuery = { sql: 'COMMIT', args: [], argTypes: [] }

function asked({ provider }: SqlQueryable, statement: Prisma.Sql): SqlQuery {
  const { values } = statement
  return { sql: provider === 'postgres' ? statement.text : statement.sql, args: values, argTypes: values.map(typeOf) }
}

async function ask<Row>(database: SqlQueryable, statement: Prisma.Sql): Promise<Row[]> {
  const { columnNames, rows } = await database.queryRaw(asked(database, statement))
  return rows.map((row) => named<Row>(columnNames, row))
}

/** A statement as Prisma's client takes it: a template with values, or one that is whole. */
const whole = (query: TemplateStringsArray | Prisma.Sql, values: unknown[]): Prisma.Sql =>
  'raw' in query ? Prisma.sql(query, ...values) : query

const rawStatements = (on: () => SqlQueryable | Promise<SqlQueryable>): RawStatements => ({
  async $queryRaw<Rows>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) {
    return (await ask(await on(), whole(query, values))) as Rows
  },
  async $executeRaw(query, ...values) {
    const database = await on()
    return database.executeRaw(asked(database, whole(query, values)))
  },
})

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
