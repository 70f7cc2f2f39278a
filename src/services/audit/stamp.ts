import type { components } from '../../../generated/openapi.js'
import type { Actor, Caller } from '../../caller.js'
import type { Platform } from '../platform.js'

export type AuditAction = components['schemas']['AuditAction']

/** What of an account `updateAccount` is about, as the contract names it. */
export type AuditedMember = 'username' | 'domain' | 'display_name' | 'dtmf_protocol' | 'dictionary' | 'types' | 'actions'

/** What an entry says beside the action and its account. */
export interface AuditStamp {
  actor: Actor
  address: string | null
  requestId: string | null
  createdAt: Date
  /** null: kept for ever */
  expiresAt: Date | null
}

const DAY_MS = 86_400_000

/** The actor and the time of an entry; taken when the work begins, as a caller is known only during its request. */
export function auditStamp(
  { config: { auditDays }, clock }: Pick<Platform, 'config' | 'clock'>,
  { actor, ip, requestId }: Caller,
): AuditStamp {
  const time = clock.now()
  return {
    actor,
    address: actor.kind === 'operator' || actor.kind === 'system' ? null : ip,
    requestId,
    createdAt: new Date(time),
    expiresAt: auditDays === 0 ? null : new Date(time + auditDays * DAY_MS),
  }
}

/** What was done to an account of which enough is known. */
export interface Audited {
  stamp: AuditStamp
  action: AuditAction
  account: { id: number; username: string; domain: string }
}

/** Whether two entries are of one request, or one command. */
export const sameAuthor = (a: AuditStamp, b: AuditStamp): boolean =>
  a.requestId === b.requestId && a.actor.kind === b.actor.kind && a.actor.id === b.actor.id && a.address === b.address
