import type { Logger } from 'pino'
import { createQueue } from '../../jobs/queue.js'
import { type DeliveryJobOptions, deliveryJob } from './deliveryJob.js'

/**
 * Tells webhooks what has happened. No service calls it for that: the audit log has every change, and a trigger of the database writes a delivery with each entry that a
 * webhook is told of (decision 33).
 */
export interface WebhookDeliveries {
  /** Starts on what is due, and waits for nothing. */
  deliver(): void
  /** Sends what is due and resolves when it has been tried; the number of deliveries that arrived. */
  drain(): Promise<number>
  /** Looks for due deliveries every few seconds: new ones, retries, and what another process left. */
  start(): void
  stop(): Promise<void>
}

const STOP_MS = 4_000

export function createWebhookDeliveries({ log, ...options }: DeliveryJobOptions & { log: Logger }): WebhookDeliveries {
  const queue = createQueue(deliveryJob(options), { log, now: options.now, random: Math.random })
  return {
    deliver: queue.kick,
    drain() {
      queue.kick()
      return queue.atRest()
    },
    start: queue.start,
    stop: () => queue.stop(STOP_MS),
  }
}
