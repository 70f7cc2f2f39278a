import { open } from '../../auth/secretBox.js'
import type { Database } from '../../db/client.js'
import { DeliveryError } from '../../delivery/messages.js'
import { postWebhook, type WebhookReach } from '../../delivery/webhook.js'
import { asRead, claimed, JobFailure, type JobKind, type JobOutcome, type JobTable, type JobTimes, ours } from '../../jobs/job.js'
import type { Metrics, WebhookState } from '../metrics.js'
import { type DeliveryRecord, eventId, payloadOf, typeOf } from './events.js'
import type { WebhookFailures } from './failing.js'

export interface DeliveryJobOptions {
  prisma: Database['prisma']
  /** opens the secrets at rest */
  key: Buffer
  reach: WebhookReach
  now(): number
  count: Metrics['webhook']
  failures: WebhookFailures
}

const DAY_MS = 86_400_000
const TIMES: JobTimes = { poll: 2_000, lease: 60_000, renew: 20_000, run: 15_000 }
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 6 * 3_600_000
const GIVE_UP_MS = 3 * DAY_MS
/** Deliveries in hand: those of a webhook at most, so that one that hangs keeps no other waiting, and all. A space has 20 webhooks at most. */
const OF_A_WEBHOOK = 3
const WIDTH = 64
const STATES: Record<JobOutcome, WebhookState> = { done: 'delivered', retried: 'retried', given_up: 'failed' }

/**
 * Posts to webhooks as jobs: at least once, in no certain order. No service writes one: the audit log has every change, and a trigger of the database writes a delivery with
 * each entry that a webhook is told of (decision 33).
 */
export const deliveryJob = ({ prisma, key, reach, now, count, failures }: DeliveryJobOptions): JobKind<DeliveryRecord> => ({
  name: 'webhook_delivery',
  table: deliveryTable(prisma, now),
  width: WIDTH,
  times: TIMES,
  endsRound: () => false,
  // 5, 10, 20 … seconds, at most 6 hours, a quarter more or less; from the start again when it is replayed
  retry: ({ createdAt, replayedAt, triesBefore }) => ({
    first: FIRST_RETRY_MS / 2 ** Math.min(triesBefore, 900), // beyond that it would be 0
    longest: LONGEST_RETRY_MS,
    deadline: (replayedAt ?? createdAt).getTime() + GIVE_UP_MS,
    spread: 0.5,
  }),
  async run(row, signal) {
    const webhook = await prisma.webhook.findUnique({
      where: { id: row.webhookId },
      select: { id: true, url: true, sealedSecret: true, failingSince: true, space: { select: { domain: true } } },
    })
    if (!webhook) throw new JobFailure('the webhook was deleted', { permanent: true })
    const secret = open(key, webhook.sealedSecret)
    if (secret === undefined) throw new JobFailure('the secret of the webhook cannot be read with this SECRET', { permanent: true })
    const post = { url: webhook.url, secret, id: eventId(row), body: payloadOf(row, webhook.space.domain) }
    await postWebhook(reach, post, now(), signal).catch(async (error) => {
      const { message } = error as Error
      const details = error instanceof DeliveryError ? error : {}
      // ended by the service itself: that says nothing of the far end
      if (!signal.aborted) await failures.failed(webhook, row, message, error instanceof DeliveryError && error.permanent)
      throw new JobFailure(message, details)
    })
    await failures.arrived(webhook)
  },
  about: (row) => ({
    delivery_id: row.id,
    webhook_id: row.webhookId,
    type: typeOf(row),
    tries: row.tries,
    account: row.accountId ?? undefined,
  }),
  observe: (_, outcome) => count(STATES[outcome]),
})

/** A delivery is still ours: neither another process has it, nor was it asked for again. */
const stillOurs = (row: DeliveryRecord) => ({ ...ours(row), triesBefore: row.triesBefore })

function deliveryTable(prisma: Database['prisma'], now: () => number): JobTable<DeliveryRecord> {
  const { webhookDelivery: table } = prisma
  /** the webhook whose turn was last */
  let last = 0
  /** the oldest of each webhook that is enabled, as many as it may have in hand: the first of all before the second of any, and webhooks in turn */
  async function due(time: Date, take: number, inHand: readonly number[]): Promise<DeliveryRecord[]> {
    const waiting = { nextTryAt: { lte: time }, id: { notIn: [...inHand] } }
    const webhooks = await prisma.webhook.findMany({ where: { enabled: true, deliveries: { some: waiting } }, select: { id: true } })
    if (webhooks.length === 0) return []
    const busy = await table.findMany({ where: { id: { in: [...inHand] } }, select: { webhookId: true } })
    const found: { turn: number; row: DeliveryRecord }[] = []
    for (const { id } of webhooks) {
      const before = busy.filter(({ webhookId }) => webhookId === id).length
      if (before >= OF_A_WEBHOOK) continue
      const rows = await table.findMany({
        where: { ...waiting, webhookId: id },
        orderBy: [{ nextTryAt: 'asc' }, { id: 'asc' }],
        take: OF_A_WEBHOOK - before,
      })
      found.push(...rows.map((row, i) => ({ turn: before + i, row })))
    }
    // so that many that hang, and are always due again, leave no other out
    const served = ({ webhookId }: DeliveryRecord): number => Number(webhookId <= last)
    const chosen = found
      .sort((a, b) => a.turn - b.turn || served(a.row) - served(b.row) || a.row.webhookId - b.row.webhookId)
      .slice(0, take)
      .map(({ row }) => row)
    last = chosen.at(-1)?.webhookId ?? last
    return chosen
  }
  return {
    due,
    claim: async (row, until) => (await table.updateMany({ where: asRead(row), data: claimed(row, until) })).count > 0,
    renew: async (row, nextTryAt) => (await table.updateMany({ where: stillOurs(row), data: { nextTryAt } })).count > 0,
    postpone: (row, nextTryAt, reason) => table.updateMany({ where: stillOurs(row), data: { nextTryAt, lastError: reason.slice(0, 500) } }),
    // delivered is delivered, also when another process holds it by now
    done: ({ id, triesBefore }) =>
      table.updateMany({ where: { id, triesBefore }, data: { nextTryAt: null, deliveredAt: new Date(now()), lastError: null } }),
    giveUp: (row, reason) => table.updateMany({ where: stillOurs(row), data: { nextTryAt: null, lastError: reason.slice(0, 500) } }),
  }
}
