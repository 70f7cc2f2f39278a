import { type ColumnType, ColumnTypeEnum, type SqlQuery, type SqlResultSet } from '@prisma/driver-adapter-utils'
import type { Database, Statement } from 'better-sqlite3'

/** A statement prepared once, with what is known of its result beforehand. */
interface Prepared {
  statement: Statement<unknown[]>
  columnNames: string[]
  /** null where a column is an expression without a declared type: its values tell */
  columnTypes: (ColumnType | null)[]
  typed: boolean
  /** a use of a nonce, which may be lost in a power cut: no account's data is */
  relaxed: boolean
}

const CACHED = 500
const PRISMA_LIMIT = ' LIMIT ? OFFSET ?'
const TYPES: Record<string, ColumnType> = {
  INTEGER: ColumnTypeEnum.Int32,
  TEXT: ColumnTypeEnum.Text,
  BOOLEAN: ColumnTypeEnum.Boolean,
  DATETIME: ColumnTypeEnum.DateTime,
  REAL: ColumnTypeEnum.Double,
}

/**
 * Runs Prisma's queries on one better-sqlite3 connection, each statement prepared once. Prisma ends reads with `LIMIT ? OFFSET ?`, and SQLite
 * prepares anew whenever those are bound, so the two limits that it uses most become literals. Integers are 32 bits in our models.
 */
export class SqliteStatements {
  private readonly cache = new Map<string, Prepared>()
  private relaxed = false

  constructor(readonly connection: Database) {}

  /** Whether a query only reads: then any connection may run it. SQLite calls BEGIN a reader too, but it has no rows. */
  reads(query: SqlQuery): boolean {
    const { statement } = this.prepare(withoutLimit(query)[0])
    return statement.readonly && statement.reader
  }

  query(query: SqlQuery): SqlResultSet {
    const [sql, limit] = withoutLimit(query)
    const { statement, columnNames, columnTypes, typed } = this.ready(sql)
    const values = bound(query, limit)
    if (!statement.reader) {
      statement.run(values)
      return { columnNames: [], columnTypes: [], rows: [] }
    }
    const rows = statement.all(values) as unknown[][]
    return { columnNames, columnTypes: typed ? (columnTypes as ColumnType[]) : columnTypes.map((t, i) => t ?? typeOfColumn(rows, i)), rows }
  }

  /** @returns the number of rows changed */
  execute(query: SqlQuery): number {
    const [sql, limit] = withoutLimit(query)
    const { statement } = this.ready(sql)
    const values = bound(query, limit)
    return statement.reader ? statement.all(values).length : statement.run(values).changes
  }

  private ready(sql: string): Prepared {
    const prepared = this.prepare(sql)
    if (prepared.relaxed !== this.relaxed && !prepared.statement.readonly && !this.connection.inTransaction) {
      this.connection.pragma(`synchronous = ${prepared.relaxed ? 'NORMAL' : 'FULL'}`)
      this.relaxed = prepared.relaxed
    }
    return prepared
  }

  private prepare(sql: string): Prepared {
    const known = this.cache.get(sql)
    if (known) return known
    const statement = this.connection.prepare<unknown[]>(sql)
    const columns = statement.reader ? statement.raw().columns() : []
    const columnTypes = columns.map((c) => (c.type === null ? null : (TYPES[c.type.toUpperCase()] ?? null)))
    const prepared = {
      statement,
      columnTypes,
      columnNames: columns.map((c) => c.name),
      typed: columnTypes.every((t) => t !== null),
      relaxed: sql.includes('nonce_uses'),
    }
    if (this.cache.size >= CACHED) this.cache.delete(this.cache.keys().next().value!) // the oldest
    this.cache.set(sql, prepared)
    return prepared
  }
}

/** The SQL to prepare, and which literal took the place of the last two arguments. */
function withoutLimit({ sql, args }: SqlQuery): [sql: string, literal: boolean] {
  if (!sql.endsWith(PRISMA_LIMIT)) return [sql, false]
  const [limit, offset] = args.slice(-2)
  if (offset !== 0 || (limit !== 1 && limit !== -1)) return [sql, false]
  return [sql.slice(0, -PRISMA_LIMIT.length) + (limit === 1 ? ' LIMIT 1' : ''), true]
}

function bound({ args, argTypes }: SqlQuery, literal: boolean): unknown[] {
  const count = literal ? args.length - 2 : args.length
  const values = new Array<unknown>(count)
  for (let i = 0; i < count; i++) values[i] = value(args[i], argTypes[i]!.scalarType)
  return values
}

/** As Prisma's own adapter stores the types that our models have; dates as ISO text. */
function value(arg: unknown, type: string): unknown {
  if (typeof arg === 'boolean') return arg ? 1 : 0
  if (typeof arg === 'string' && type === 'int') return Number.parseInt(arg, 10)
  if (arg instanceof Date || (type === 'datetime' && typeof arg === 'string')) return new Date(arg).toISOString().replace('Z', '+00:00')
  return arg
}

function typeOfColumn(rows: unknown[][], column: number): ColumnType {
  const sample = rows.find((row) => row[column] !== null)?.[column]
  if (typeof sample === 'number') return Number.isInteger(sample) ? ColumnTypeEnum.Int64 : ColumnTypeEnum.Double
  return sample === undefined ? ColumnTypeEnum.Int32 : ColumnTypeEnum.Text
}
