import type { Prisma } from '../../../generated/prisma/sqlite/client.js'

/**
 * Runs a statement outside of any transaction and answers its rows, as the driver gives them: on SQLite a boolean is 0 or 1, and a date is ISO text on
 * both databases. Values may be texts, whole numbers, booleans, dates and null. `db/directQuery.ts` says what it is for.
 */
export type Query = <Row>(statement: Prisma.Sql) => Promise<Row[]>
