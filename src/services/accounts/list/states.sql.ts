import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import { ACCOUNT_STATE } from '../../../db/accountExpressions.js'
import type { Database } from '../../../db/client.js'

/** What a list can ask of the state of accounts. */
export interface StateFilter {
  activated?: boolean | undefined
  blocked?: boolean | undefined
  /** by an administrator, other than one that was never activated */
  deactivated?: boolean | undefined
  admin?: boolean | undefined
  hasEmail?: boolean | undefined
  hasPhone?: boolean | undefined
}

/** Each has its bit in the number that stands for a state, see `ACCOUNT_STATE`. */
const BITS = {
  activated: 1,
  blocked: 2,
  deactivated: 4,
  admin: 8,
  hasEmail: 16,
  hasPhone: 32,
} as const satisfies Record<keyof StateFilter, number>

/** The number that stands for the state of an account. */
export const stateIn = ({ provider }: Pick<Database, 'provider'>): Prisma.Sql => Prisma.raw(ACCOUNT_STATE[provider])

/** Whether a state is among those that are asked for. */
export function meets(state: number, filter: StateFilter): boolean {
  return Object.entries(BITS).every(([name, bit]) => {
    const wanted = filter[name as keyof StateFilter]
    return wanted === undefined || wanted === ((state & bit) !== 0)
  })
}

/**
 * What an account must meet to be in one of the states that are asked for: of accounts that are looked at one after the other, or were found already. SQLite,
 * which knows nothing of how many have what, would begin with any index of these columns instead: `+` keeps it off.
 */
export function stateConditions({ provider }: Pick<Database, 'provider'>, filter: StateFilter): Prisma.Sql[] {
  const { activated, blocked, deactivated, admin, hasEmail, hasPhone } = filter
  const plus = offIndex(provider)
  const all: Prisma.Sql[] = []
  if (activated !== undefined) all.push(Prisma.sql`case when blocked then activated_before_block else activated end = ${activated}`)
  if (blocked !== undefined) all.push(Prisma.sql`blocked = ${blocked}`)
  if (deactivated !== undefined) all.push(deactivated ? Prisma.sql`deactivated_at is not null` : Prisma.sql`deactivated_at is null`)
  if (admin !== undefined) all.push(Prisma.sql`admin = ${admin}`)
  if (hasEmail !== undefined) all.push(hasEmail ? Prisma.sql`${plus}email is not null` : Prisma.sql`${plus}email is null`)
  if (hasPhone !== undefined) all.push(hasPhone ? Prisma.sql`${plus}phone is not null` : Prisma.sql`${plus}phone is null`)
  return all
}

/** Before a column that is not to be looked up in an index. */
export const offIndex = (provider: Database['provider']): Prisma.Sql => Prisma.raw(provider === 'sqlite' ? '+' : '')
