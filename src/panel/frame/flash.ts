import { open, seal } from '../../auth/secretBox.js'
import { clearCookie, readCookie, setCookie } from './cookies.js'
import type { Visit } from './visit.js'

/** How long it waits for that page. Seconds. */
const LIFETIME = 60

/** What a form's success, or failure, says on the page that comes next: once. */
export interface Flash {
  kind: 'success' | 'notice'
  text: string
}

/** Sealed: it may say an address, and what is shown is what this service said, a moment ago. */
export function setFlash({ ctx, deps }: Visit, flash: Flash): void {
  setCookie(ctx, deps, 'flash', seal(deps.keys.flash, JSON.stringify({ ...flash, until: deps.clock.now() + LIFETIME * 1000 })), LIFETIME)
}

export function takeFlash({ ctx, deps }: Visit): Flash | undefined {
  const sealed = readCookie(ctx, deps, 'flash')
  if (sealed === undefined) return undefined
  clearCookie(ctx, deps, 'flash')
  const text = open(deps.keys.flash, sealed)
  if (text === undefined) return undefined
  const { until, ...flash } = JSON.parse(text) as Flash & { until?: number }
  return until !== undefined && until > deps.clock.now() ? flash : undefined
}
