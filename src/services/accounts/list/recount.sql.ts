import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import { ACCOUNT_STATE } from '../../../db/accountExpressions.js'
import type { Database } from '../../../db/client.js'
import { EVERYWHERE, TABLE } from './totals.sql.js'

/** The counts as counting makes them. */
const counted = ({ provider }: Database): Prisma.Sql => {
  const each = Prisma.sql`select domain, id >> 12 as block, ${Prisma.raw(ACCOUNT_STATE[provider])} as state, count(*) as n from accounts group by 1, 2, 3`
  return Prisma.sql`${each} union all select ${EVERYWHERE}, block, state, sum(n) from (${each}) each_domain group by 2, 3`
}

/** Whether the kept counts are those of the accounts. Looks at every account, in one statement and so at one moment. */
export async function totalsAreRight(db: Database): Promise<boolean> {
  const kept = Prisma.sql`select domain, block, state, sum(n) as n from ${TABLE[db.provider]} group by 1, 2, 3 having sum(n) <> 0`
  const [row] = await db.query<{ wrong: boolean | number }>(Prisma.sql`with kept as (${kept}), counted as (${counted(db)})
    select exists (select * from kept except select * from counted) or exists (select * from counted except select * from kept) as wrong`)
  return !row!.wrong
}

/** Counts anew, while nobody else writes accounts: after rows were written past the triggers, or twice, as by `pg_restore --data-only`. */
export async function recount(db: Database): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    if (db.provider === 'postgresql') {
      await tx.$executeRaw`lock table accounts in share row exclusive mode`
      await tx.$executeRaw`delete from derived_account_differences`
    }
    await tx.$executeRaw`delete from derived_account_counts`
    await tx.$executeRaw`insert into derived_account_counts (domain, block, state, n) ${counted(db)}`
  })
}
