import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** What was used, has expired, or never was. @param invited it would have been an invitation: another one sends them */
export function gone(visit: Visit, status: 404 | 410, invited = false): void {
  show(visit, 'recovery/gone', { title: visit.t.recovery.goneTitle, status, model: { expired: status === 410, invited } })
}
