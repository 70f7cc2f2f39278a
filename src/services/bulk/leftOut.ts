import type { Transaction } from '../../db/client.js'
import { isActivated } from '../accounts/change/state.js'
import { isInvitable } from '../recovery/invitable.js'
import type { BulkAction, LeftOut, WorkRow } from './bulk.js'

/** What decides whether an account is left out. */
const STATE = {
  ...{ id: true, username: true, domain: true, spaceId: true, admin: true, email: true, selfMade: true },
  ...{ activated: true, blocked: true, activatedBeforeBlock: true, deactivatedAt: true },
} as const

export type AccountState = NonNullable<Awaited<ReturnType<typeof stateOf>>>

export const stateOf = ({ account }: Pick<Transaction, 'account'>, id: number) => account.findUnique({ where: { id }, select: STATE })

export const statesOf = ({ account }: Pick<Transaction, 'account'>, ids: readonly number[]) =>
  account.findMany({ where: { id: { in: [...ids] } }, select: STATE, orderBy: { id: 'asc' } })

/** What a work adds accounts to, or gives them. */
export interface Target {
  id: number
  name: string
  spaceId: number
  domain: string
}

/** The type or list of a work, if it has one that is still there. */
export async function targetOf(
  { accountType, contactsList }: Pick<Transaction, 'accountType' | 'contactsList'>,
  action: string,
  id: number | null,
): Promise<Target | undefined> {
  if (id === null) return undefined
  const space = { select: { domain: true } }
  if (action === 'addType') {
    const type = await accountType.findUnique({ where: { id }, include: { space } })
    return type ? { id, name: type.key, spaceId: type.spaceId, domain: type.space.domain } : undefined
  }
  const list = await contactsList.findUnique({ where: { id }, include: { space } })
  return list ? { id, name: list.title, spaceId: list.spaceId, domain: list.space.domain } : undefined
}

/** An administrator cannot lock themselves out. */
const NOT_OWN: readonly string[] = ['deactivate', 'block', 'delete'] satisfies BulkAction[]

/**
 * Why a work leaves an account out, if it does: by the account alone. Whether it has a type or is in a list already is for who asks the database.
 * @param stamp of a work that takes another one back: when that one changed the account
 */
export function leftOut(
  { action, actorId, undoOf }: Pick<WorkRow, 'action' | 'actorId' | 'undoOf'>,
  account: AccountState,
  { target, stamp = null }: { target?: Target | undefined; stamp?: Date | null } = {},
): LeftOut | undefined {
  if (account.id === actorId && NOT_OWN.includes(action)) return 'own'
  if (isSo(action, account)) return 'already'
  if (action === 'invite') return notInvited(account)
  if (undoOf !== null && account.deactivatedAt?.getTime() !== stamp?.getTime()) return 'changed'
  if (target && target.spaceId !== account.spaceId) return 'other_space'
  return undefined
}

/** Why an account gets no invitation, if it gets none. */
function notInvited(account: AccountState): LeftOut | undefined {
  if (account.email === null) return 'no_email'
  return account.activated || isInvitable(account) ? undefined : 'not_invitable'
}

/** Whether a change would change nothing. One that waits for its first code can be deactivated. */
function isSo(action: string, account: AccountState): boolean {
  switch (action) {
    case 'activate':
      return isActivated(account)
    case 'deactivate':
      return !isActivated(account) && account.deactivatedAt !== null
    case 'block':
      return account.blocked
    case 'unblock':
      return !account.blocked
    default:
      return false
  }
}
