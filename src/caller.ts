import type { components } from '../generated/openapi.js'
import type { Language } from './texts/languages.js'

/** Who acts, as the audit log names them. */
export interface Actor {
  kind: components['schemas']['AuditActorKind']
  /** the account that acts; null for an actor without one */
  id: number | null
}

export const ANONYMOUS: Actor = { kind: 'anonymous', id: null }
/** The person at the command line. */
export const OPERATOR: Actor = { kind: 'operator', id: null }

/** What the service does by itself. */
export const SYSTEM: Actor = { kind: 'system', id: null }

/** An account as actor, in the role that it has. */
export const actorOf = (account: { id: number; admin: boolean }): Actor => ({ kind: account.admin ? 'admin' : 'account', id: account.id })

/** The sender of a request, as far as HTTP tells; for a command, the operator. */
export interface Caller {
  readonly ip: string
  readonly userAgent: string | undefined
  /** of the languages that the service writes in, the one that the person has chosen on a page, or that Accept-Language prefers */
  readonly language: Language
  /** the account that authentication has proven */
  readonly actor: Actor
  /** finds the request in the log; null outside of a request */
  readonly requestId: string | null
}

/** The same caller, but for what is given. */
export const callerWith = ({ ip, userAgent, language, actor, requestId }: Caller, other: Partial<Caller>): Caller => ({
  ip,
  userAgent,
  language,
  actor,
  requestId,
  ...other,
})
