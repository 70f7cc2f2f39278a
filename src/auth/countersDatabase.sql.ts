import { Prisma } from '../../generated/prisma/sqlite/client.js'
import type { Database } from '../db/client.js'
import { batchPerTurn } from '../db/raw/batchPerTurn.js'
import type { Count, Counters, Longer } from './counters.js'

interface Row {
  id: string
  points: number
  expires_at: Date | string
}
interface Addition {
  key: string
  points: number
  seconds: number
  longer: Longer | undefined
}

/** Counters in the database, SQLite or PostgreSQL: those of one turn of the event loop in one statement. */
export function databaseCounters({ prisma, query, provider }: Database, now: () => number): Counters {
  const msLeft = (row: Row): number => new Date(row.expires_at).getTime() - now()

  const add = batchPerTurn(async (additions: Addition[]): Promise<Count[]> => {
    const sums = new Map<string, Addition>()
    for (const one of additions) sums.set(one.key, { ...one, points: one.points + (sums.get(one.key)?.points ?? 0) })
    // in the order of the key, or two processes that count the same could wait for each other
    const inOrder = [...sums.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    const ends = ({ points, seconds, longer }: Addition): Date =>
      new Date(now() + (longer && points >= longer.from ? longer.seconds : seconds) * 1000)
    const rows = inOrder.map((one) => Prisma.sql`(${one.key}, ${one.points}, ${ends(one)})`)
    const longer = inOrder.flatMap(({ key, longer }) =>
      longer
        ? Prisma.sql`WHEN rate_limits.id = ${key} AND rate_limits.points + excluded.points >= ${longer.from} THEN ${new Date(now() + longer.seconds * 1000)}`
        : [],
    )
    const counted = await query<Row>(Prisma.sql`
      INSERT INTO rate_limits (id, points, expires_at) VALUES ${Prisma.join(rows)}
      ON CONFLICT (id) DO UPDATE SET
        points = CASE WHEN rate_limits.expires_at <= ${new Date(now())} THEN excluded.points ELSE rate_limits.points + excluded.points END,
        expires_at = CASE WHEN rate_limits.expires_at <= ${new Date(now())} THEN excluded.expires_at
          ${longer.length > 0 ? Prisma.join(longer, ' ') : Prisma.empty} ELSE rate_limits.expires_at END
      RETURNING id, points, expires_at`)
    const found = new Map(counted.map((row) => [row.id, row]))
    // the last of a key has the sum, those before it less
    return additions
      .map(({ key, points }): Count => {
        const row = found.get(key)!
        row.points += points
        return { points: row.points, msLeft: msLeft(row) }
      })
      .map((count, i) => ({ ...count, points: count.points - sums.get(additions[i]!.key)!.points }))
  })
  const get = batchPerTurn(async (keys: string[]): Promise<(Count | undefined)[]> => {
    const rows = await query<Row>(Prisma.sql`SELECT id, points, expires_at FROM rate_limits WHERE id IN (${Prisma.join(keys)})`)
    const found = new Map(rows.map((row) => [row.id, row]))
    return keys.map((key) => {
      const row = found.get(key)
      return row && msLeft(row) > 0 ? { points: row.points, msLeft: msLeft(row) } : undefined
    })
  })

  return {
    add: (key, points, seconds, longer) => add({ key, points, seconds, longer }),
    async mark(keys, seconds) {
      const all = JSON.stringify([...keys].sort()) // in the order of the key, as above
      const ids = provider === 'postgresql' ? Prisma.sql`json_array_elements_text(${all}::json)` : Prisma.sql`json_each(${all})`
      await query(Prisma.sql`
        INSERT INTO rate_limits (id, points, expires_at) SELECT value, 1, ${new Date(now() + seconds * 1000)} FROM ${ids} WHERE true
        ON CONFLICT (id) DO UPDATE SET points = 1, expires_at = excluded.expires_at WHERE rate_limits.expires_at <= ${new Date(now())}`)
    },
    get,
    async takeBack(id, points) {
      await prisma.rateLimit.updateMany({ where: { id, points: { gte: points } }, data: { points: { decrement: points } } })
    },
    async delete(...ids) {
      await prisma.rateLimit.deleteMany({ where: { id: { in: ids } } })
    },
  }
}
