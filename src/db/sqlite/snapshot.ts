import { setImmediate as turn } from 'node:timers/promises'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Query } from '../raw/query.js'
import { sqliteError } from './errors.js'
import { openFile } from './openFile.js'

/**
 * What the database has at one moment, for statements whose rows are many: SQLite works in our own process, and `query` would keep everybody waiting until the last of
 * them. Values may be texts, numbers and null.
 */
export interface Snapshot {
  readonly query: Query
  /** The rows of a statement, some at a time, with a turn of the event loop in between. No other statement may be asked meanwhile. */
  steps<Row>(statement: Prisma.Sql, size: number): AsyncGenerator<Row[]>
  /** To be called in any case: until then SQLite keeps what was there at that moment. */
  close(): void
}

/** On a connection of its own. @throws DriverAdapterError */
export function openSnapshot(file: string): Snapshot {
  const connection = opened(file)
  return {
    query: async <Row>({ sql, values }: Prisma.Sql) => tried(() => connection.prepare(sql).all(...values)) as Row[],
    async *steps<Row>({ sql, values }: Prisma.Sql, size: number) {
      const rows = tried(() => connection.prepare(sql).iterate(...values)) as Iterable<Row>
      let step: Row[] = []
      for (const row of rows) {
        if (step.push(row) < size) continue
        yield step
        step = []
        await turn()
      }
      if (step.length > 0) yield step
    },
    close: () => connection.close(),
  }
}

function opened(file: string) {
  const connection = tried(() => openFile(file, { readonly: true }))
  try {
    tried(() => connection.exec('BEGIN')) // its first read takes the moment
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function tried<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw sqliteError(error)
  }
}
