import type { Logger } from 'pino'
import { seal } from '../../auth/secretBox.js'
import type { Database } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { MessageChannel, MessageSender, NewMessage } from '../../delivery/messages.js'
import type { SmsTemplates } from '../../delivery/sms/texts.js'
import type { JobTimes } from '../../jobs/job.js'
import { createQueue } from '../../jobs/queue.js'
import { type Metrics, NO_METRICS } from '../metrics.js'
import { messageJob, type Sealed } from './messageJob.js'
import { insertMessages } from './messages.sql.js'

/**
 * The durable outbox of mail and SMS: a message is a row written in the transaction that it reports, so it is sent if, and only if, that
 * is committed; at least once, and twice only after a crash in the middle of sending.
 */
export interface Messenger {
  enqueue(tx: RawStatements, ...messages: NewMessage[]): Promise<void>
  /** Counts a message that is not written, as there were too many. */
  dropped(channel: MessageChannel): void
  /** Call after the commit: sends what is due. Waits for the development outbox, and never for a far end; never fails. */
  deliver(): Promise<void>
  /** Sends what is due and resolves when it has been tried; the number that was sent. */
  drain(): Promise<number>
  /** Looks for due messages every few seconds: retries, and what another process left. */
  start(): void
  /** Takes no more messages and waits a few seconds for those in hand. Others will send what is left. */
  stop(): Promise<void>
}

export interface MessengerOptions {
  db: Database
  /** seals the messages at rest */
  key: Buffer
  senders: Record<MessageChannel, MessageSender>
  log: Logger
  now(): number
  /** told what becomes of each message */
  count?: Metrics['message']
  /** the operator's own texts of SMS */
  smsTemplates?: SmsTemplates
  /** spreads retries; from 0 to 1 */
  random?: () => number
  times?: Partial<JobTimes>
  /** how long a stop waits for the messages in hand, milliseconds */
  stopAfter?: number
}

/** A message in the hands of a process that died is taken up again after this long. Milliseconds. */
export const LEASE_MS = 60_000
const TIMES: JobTimes = { poll: 2_000, lease: LEASE_MS, renew: 15_000, run: 45_000 }
/** How long a stop waits for the messages in hand. Milliseconds. */
const STOP_MS = 4_000
const CHANNELS = ['email', 'sms'] as const

export function createMessenger({ db: { prisma }, key, senders, log, now, ...more }: MessengerOptions): Messenger {
  const { count = NO_METRICS.message, random = Math.random, times = {}, stopAfter = STOP_MS, smsTemplates } = more
  const options = { prisma, key, senders, now, count, smsTemplates, times: { ...TIMES, ...times } }
  // a queue per channel: no channel waits for another's far end
  const queues = CHANNELS.map((channel) => ({
    local: senders[channel].local,
    queue: createQueue(messageJob(channel, options), { log, now, random }),
  }))
  const kick = (): void => {
    for (const { queue } of queues) queue.kick()
  }
  const atRest = (some = queues): Promise<number[]> => Promise.all(some.map(({ queue }) => queue.atRest()))

  return {
    async enqueue(tx, ...messages) {
      if (messages.length === 0) return
      const sealed = ({ data, language }: NewMessage) => seal(key, JSON.stringify({ language, data } satisfies Sealed))
      await insertMessages(
        tx,
        messages.map((message) => ({ ...message, sealed: sealed(message) })),
        new Date(now()),
      )
      for (const { channel } of messages) count(channel, 'queued')
    },
    dropped(channel) {
      count(channel, 'dropped')
    },
    async deliver() {
      kick()
      await atRest(queues.filter(({ local }) => local))
    },
    async drain() {
      kick()
      return (await atRest()).reduce((sum, sent) => sum + sent, 0)
    },
    start() {
      for (const { queue } of queues) queue.start()
    },
    async stop() {
      await Promise.all(queues.map(({ queue }) => queue.stop(stopAfter)))
    },
  }
}
