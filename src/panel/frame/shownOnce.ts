import { open, seal } from '../../auth/secretBox.js'
import { clearCookie, readCookie, setCookie } from './cookies.js'
import type { MemberVisit } from './visit.js'

/** How long a secret waits for the page that shows it. Seconds. */
const LIFETIME = 60

/** A secret that was just made: an API key, or a password. */
export interface Secret {
  /** the number of what it belongs to */
  id: number
  value: string
}

interface Sealed extends Secret {
  page: string
  session: string
  /** milliseconds since the epoch */
  until: number
}

/**
 * Keeps a secret for the next page that shows it, which is `page` in this session and no other. It is nowhere but in the browser, in a
 * cookie that only this service can read: not in the database, not in an address, not in the log.
 */
export function setShownOnce({ ctx, deps, session }: MemberVisit, page: string, { id, value }: Secret): void {
  const sealed: Sealed = { id, value, page, session: session.idHash, until: deps.clock.now() + LIFETIME * 1000 }
  setCookie(ctx, deps, 'once', seal(deps.keys.flash, JSON.stringify(sealed)), LIFETIME)
}

/** The secret that waits for this page. The browser forgets it with the answer: the page shows it once. */
export function takeShownOnce({ ctx, deps, session }: MemberVisit): Secret | undefined {
  const cookie = readCookie(ctx, deps, 'once')
  const text = cookie === undefined ? undefined : open(deps.keys.flash, cookie)
  if (text === undefined) return undefined
  const { id, value, page, session: owner, until } = JSON.parse(text) as Partial<Sealed>
  if (page !== ctx.path) return undefined
  clearCookie(ctx, deps, 'once')
  const good = owner === session.idHash && until !== undefined && until > deps.clock.now()
  return good && id !== undefined && value !== undefined ? { id, value } : undefined
}
