import { Prisma } from '../../generated/prisma/sqlite/client.js'
import { batchPerTurn } from '../db/raw/batchPerTurn.js'
import type { Query } from '../db/raw/query.js'
import type { NonceUses } from './nonces.js'

interface Use {
  nonce: string
  nc: string
}

/** Uses in the database, SQLite or PostgreSQL; those of one turn of the event loop in one statement. */
export function databaseNonceUses(query: Query): NonceUses {
  const insert = batchPerTurn(async (uses: Use[]): Promise<boolean[]> => {
    // in the order of the key, or two processes that insert the same rows could wait for each other
    const rows = [...uses].sort(byKey).map(({ nonce, nc }) => Prisma.sql`(${nonce}, ${nc})`)
    const inserted = await query<Use>(
      Prisma.sql`INSERT INTO nonce_uses (nonce, nc) VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING RETURNING nonce, nc`,
    )
    const fresh = new Set(inserted.map(keyOf))
    // deleting lets a pair that came twice in this turn through once
    return uses.map((use) => fresh.delete(keyOf(use)))
  })
  return { record: (nonce, nc) => insert({ nonce, nc: nc.toLowerCase() }) }
}

function keyOf(use: Use): string {
  return use.nonce + use.nc
}

function byKey(a: Use, b: Use): number {
  const left = keyOf(a)
  const right = keyOf(b)
  return left < right ? -1 : left > right ? 1 : 0
}
