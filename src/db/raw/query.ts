import type { Prisma } from '../../../generated/prisma/sqlite/client.js'

/**
 * Runs a statement outside of any transaction and answers its rows, as the driver gives them: on SQLite a boolean is 0 or 1, and a date is ISO text on
 * both databases. Values may be texts, whole numbers, booleans, dates and null. `db/directQuery.ts` says what it is for.
 */
export type Query = <Row>(statement: Prisma.Sql) => Promise<Row[]>

/** Raw statements: in a transaction, of Prisma's client or past it, or each on its own. */
export interface RawStatements {
  $queryRaw<Rows = unknown>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows>
  /** @returns how many rows were written */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>
}

/** Runs raw statements in a transaction, which takes SQLite's write lock at once, and commits it; it is rolled back when `work` throws. Each statement has its own time limit, and the whole has none: `work` waits for statements alone. Rows are as those of `Query`. */
export type Transact = <T>(work: (tx: RawStatements) => Promise<T>) => Promise<T>
