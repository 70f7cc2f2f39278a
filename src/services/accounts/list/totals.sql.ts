import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import { LARGEST_ID } from '../../../domain/ids.js'

// Counts that triggers keep with every write of an account (migration `search_and_totals`). On PostgreSQL a writer adds a difference of its own, as
// writers of one count would wait for each other; the sum of counts and differences is right at every moment.

/** Ids of one block: those that have the same number without their last 12 bits. */
const BLOCK = 4_096
/** Differences that a reader sums up without asking for them to be taken in. */
const MANY = 1_000
/** Differences that are taken in at once. */
export const TAKEN_IN = 10_000
/** In place of a domain: all of them. */
export const EVERYWHERE = ''

/** The counts, with the differences that are still to be taken in. */
export const TABLE = {
  sqlite: Prisma.sql`derived_account_counts`,
  postgresql: Prisma.sql`(select domain, block, state, n, 0 as late from derived_account_counts
    union all select domain, block, state, n, 1 as late from derived_account_differences) counts`,
} as const

/** How many accounts are in each state that occurs, in a domain or in all. */
export async function countsByState(db: Database, domain = EVERYWHERE): Promise<Map<number, number>> {
  const late = Prisma.raw(db.provider === 'postgresql' ? 'sum(late)' : '0')
  const rows = await db.query<{ state: number; n: number | string; late: number | string }>(
    Prisma.sql`select state, sum(n) as n, ${late} as late from ${TABLE[db.provider]} where domain = ${domain.toLowerCase()} group by state`,
  )
  // whoever reads often keeps them few; housekeeping does it too, and says when it cannot
  if (rows.reduce((sum, row) => sum + Number(row.late), 0) > MANY) takeInForReader(db.primary ?? db)
  return new Map(rows.map(({ state, n }) => [state, Number(n)] as const).filter(([, n]) => n > 0))
}

/** Databases for whose readers this process is taking in differences: a replica that is late shows them for a while yet. */
const atIt = new WeakSet<Database>()

function takeInForReader(db: Database): void {
  if (atIt.has(db)) return
  atIt.add(db)
  void takeInDifferences(db)
    .catch(() => undefined)
    .finally(() => atIt.delete(db))
}

/**
 * Where so many accounts in one of the states have been passed by, in the order of ids or the opposite one.
 * @returns the id beyond which to go on, which stands just outside of a block, and how many are still to be passed by after it
 */
export async function placeOf(
  db: Database,
  {
    domain = EVERYWHERE,
    states,
    skip,
    newest,
  }: { domain: string | undefined; states: readonly number[] | undefined; skip: number; newest: boolean },
): Promise<{ beyond: number; rest: number }> {
  const among = states ? Prisma.sql`and state in (${Prisma.join([...states])})` : Prisma.empty
  const rows = await db.query<{ block: number; n: number | string }>(
    Prisma.sql`select block, sum(n) as n from ${TABLE[db.provider]} where domain = ${domain.toLowerCase()} ${among}
      group by block order by block ${Prisma.raw(newest ? 'desc' : 'asc')}`,
  )
  let rest = skip
  for (const { block, n } of rows) {
    if (rest < Number(n)) return { beyond: Math.min(newest ? (block + 1) * BLOCK : block * BLOCK - 1, LARGEST_ID), rest }
    rest -= Number(n)
  }
  return { beyond: newest ? 0 : LARGEST_ID, rest: 0 }
}

/**
 * Takes some of the differences that PostgreSQL's writers have left into the counts, one process at a time, and forgets counts of nothing.
 * @returns how many differences there were: none on SQLite, and while another process is at it
 */
export async function takeInDifferences({ prisma, provider }: Pick<Database, 'prisma' | 'provider'>): Promise<number> {
  if (provider === 'sqlite') {
    await prisma.$executeRaw`delete from derived_account_counts where n = 0`
    return 0
  }
  return prisma.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<
      { mine: boolean }[]
    >`select pg_try_advisory_xact_lock('derived_account_counts'::regclass::oid::bigint) as mine`
    if (!lock!.mine) return 0
    const [taken] = await tx.$queryRaw<{ count: number }[]>`with gone as (delete from derived_account_differences
        where id in (select id from derived_account_differences order by id limit ${TAKEN_IN}) returning domain, block, state, n),
      taken as (insert into derived_account_counts (domain, block, state, n)
        select domain, block, state, sum(n) from gone group by domain, block, state having sum(n) <> 0
        on conflict (domain, block, state) do update set n = derived_account_counts.n + excluded.n)
      select count(*)::integer as count from gone`
    await tx.$executeRaw`delete from derived_account_counts where n = 0`
    return taken!.count
  })
}
