import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { Mutex } from '../../lib/mutex.js'
import type { Query } from '../raw/query.js'
import { sqliteError } from './errors.js'
import { openFile } from './openFile.js'
import { BLOCKING_WAIT, PATIENCE, patiently } from './patience.js'

/**
 * What the database has at one moment, for statements whose rows are many: SQLite works in our own process, and `query` would keep everybody waiting until the last of
 * them. Values may be texts, numbers and null.
 */
export interface Snapshot {
  readonly query: Query
  /** The rows of a statement, some at a time, with a turn of the event loop in between. No other statement may be asked meanwhile. */
  steps<Row>(statement: Prisma.Sql, size: number): AsyncGenerator<Row[]>
  /** To be called in any case: until then SQLite keeps what was there at that moment, and nobody else has one. */
  close(): void
}

/** After a snapshot, until the next one. While there is one, the write-ahead log cannot begin anew: without a pause between them it would grow. Milliseconds. */
const PAUSE_MS = 50

/**
 * Opens snapshots of a file, each on a connection of its own, one after the other: that many searches come at once costs neither descriptors nor memory.
 * @throws DriverAdapterError when the turn does not come in time
 */
export function snapshotsOf(file: string): () => Promise<Snapshot> {
  const turns = new Mutex()
  return async () => {
    const until = performance.now() + PATIENCE
    const giveBack = await turns.take(until).catch((error) => {
      throw sqliteError(error)
    })
    try {
      const connection = await patiently(() => opened(file), until)
      return snapshot(connection, () => void delay(PAUSE_MS, undefined, { ref: false }).then(giveBack))
    } catch (error) {
      giveBack()
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
      connection.close()
      ended()
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
