import { setImmediate as turn } from 'node:timers/promises'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Query } from '../raw/query.js'
import { sqliteError } from './errors.js'
import { openFile } from './openFile.js'
import { BLOCKING_WAIT, PATIENCE, patiently } from './patience.js'
import { SnapshotTurns } from './snapshotTurns.js'

/**
 * What the database has at one moment, for statements whose rows are many: SQLite works in our own process, and `query` would keep everybody waiting until the last of
 * them. Values may be texts, numbers and null.
 */
export interface Snapshot {
  readonly query: Query
  /** The rows of a statement, some at a time, with a turn of the event loop in between. No other statement may be asked meanwhile. */
  steps<Row>(statement: Prisma.Sql, size: number): AsyncGenerator<Row[]>
  /** To be called once in any case: until then SQLite keeps what was there at that moment. */
  close(): void
}

/** How long to wait for one's turn: longer than for a write, as those in front may find a million. Milliseconds. */
const LONGEST_WAIT = 30_000

/**
 * Opens snapshots of a file, each on a connection of its own, as `SnapshotTurns` lets in.
 * @throws DriverAdapterError when the turn does not come in time
 */
export function snapshotsOf(file: string): () => Promise<Snapshot> {
  const turns = new SnapshotTurns()
  return async () => {
    await turns.take(performance.now() + LONGEST_WAIT).catch((error) => {
      throw sqliteError(error)
    })
    try {
      const connection = await patiently(() => opened(file), performance.now() + PATIENCE)
      return snapshot(connection, () => turns.giveBack())
    } catch (error) {
      turns.giveBack()
      throw error
    }
  }
}

function snapshot(connection: ReturnType<typeof openFile>, ended: () => void): Snapshot {
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
    close() {
      try {
        connection.close()
      } finally {
        ended()
      }
    },
  }
}

function opened(file: string) {
  const connection = openFile(file, { readonly: true, timeout: BLOCKING_WAIT })
  try {
    connection.exec('BEGIN') // its first read takes the moment
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
