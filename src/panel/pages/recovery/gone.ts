import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** What was used, has expired, or never was. */
export function gone(visit: Visit, status: 404 | 410): void {
  show(visit, 'recovery/gone', { title: visit.t.recovery.goneTitle, status, model: { expired: status === 410 } })
}
