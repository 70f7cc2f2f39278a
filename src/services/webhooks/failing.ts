import { type Caller, SYSTEM } from '../../caller.js'
import type { Platform } from '../platform.js'
import type { DeliveryRecord } from './events.js'
import { noted } from './webhooks.js'

/** A webhook that something is sent to, as it was read before. */
export interface TriedWebhook {
  id: number
  failingSince: Date | null
}

/** Notes which webhooks fail, and switches off one that has failed for long. */
export interface WebhookFailures {
  arrived(webhook: TriedWebhook): Promise<void>
  /** @param permanent the far end says that it is gone for good */
  failed(webhook: TriedWebhook, delivery: DeliveryRecord, reason: string, permanent: boolean): Promise<void>
}

const DAY_MS = 86_400_000
/** So long nothing has arrived at a webhook that is switched off, as Standard Webhooks advises. */
const SWITCHED_OFF_MS = 5 * DAY_MS
/** So long a delivery was tried by then: after days without any event one that fails once says little. */
const TRIED_MS = DAY_MS
const SERVICE: Caller = { ip: '', userAgent: undefined, language: 'en', actor: SYSTEM, requestId: null }

/** What was delivered is delivered, and what failed is tried again, also when the database cannot note it here. */
export function createWebhookFailures(deps: Platform): WebhookFailures {
  const { db, log, clock } = deps
  const noteOrLog = (id: number, work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      (error) => log.warn({ event: 'webhook_not_noted', webhook_id: id, err: error }, 'whether a webhook fails could not be noted'),
    )

  async function switchOff(id: number, failingSince: Date, reason: string): Promise<void> {
    const done = await db.prisma.$transaction(async (tx) => {
      // not one that was switched on, or reached, meanwhile
      const { count } = await tx.webhook.updateMany({ where: { id, enabled: true, failingSince }, data: { enabled: false } })
      return count > 0 && noted(deps, tx, SERVICE, 'disableWebhook', id)
    })
    if (!done) return
    log.error(
      { event: 'webhook_disabled', webhook_id: id, failing_since: failingSince.toISOString(), error: reason },
      'a webhook is switched off, as nothing has arrived there for days',
    )
  }

  return {
    async arrived({ id, failingSince }) {
      if (failingSince) await noteOrLog(id, db.prisma.webhook.updateMany({ where: { id }, data: { failingSince: null } }))
    },
    async failed({ id, failingSince }, { createdAt, replayedAt }, reason, permanent) {
      const now = clock.now()
      if (!failingSince) {
        const data = { failingSince: new Date(now) }
        return noteOrLog(id, db.prisma.webhook.updateMany({ where: { id, failingSince: null }, data }))
      }
      const tried = now - (replayedAt ?? createdAt).getTime()
      if (now - failingSince.getTime() < SWITCHED_OFF_MS || (tried < TRIED_MS && !permanent)) return
      await noteOrLog(id, switchOff(id, failingSince, reason))
    },
  }
}
