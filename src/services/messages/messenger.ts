import type { Logger } from 'pino'
import { seal } from '../../auth/secretBox.js'
import type { Database, Transaction } from '../../db/client.js'
import type { MessageChannel, MessageSender, NewMessage } from '../../delivery/messages.js'
import { createLane } from '../../jobs/messageLane.js'
import { type Metrics, NO_METRICS } from '../metrics.js'
import { type AttemptOptions, type MessengerTimes, type Sealed, tryMessage } from './attempt.js'

/**
 * The durable outbox of mail and SMS: a message is a row written in the transaction that it reports, so it is sent if, and only if, that
 * is committed; at least once, and twice only after a crash in the middle of sending.
 */
export interface Messenger {
  enqueue(tx: Transaction, message: NewMessage): Promise<void>
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
  /** spreads retries; from 0 to 1 */
  random?: () => number
  times?: Partial<MessengerTimes>
}

const TIMES: MessengerTimes = { poll: 2_000, lease: 60_000, renew: 15_000, send: 45_000, stop: 4_000 }
/** Messages of a channel in hand at a time. A folder gets its files in order. */
const WIDTH = 5
const CHANNELS = ['email', 'sms'] as const

export function createMessenger({ db: { prisma }, key, senders, log, now, ...more }: MessengerOptions): Messenger {
  const { count = NO_METRICS.message, random = Math.random, times = {} } = more
  const options: AttemptOptions = { prisma, key, senders, log, now, count, random, times: { ...TIMES, ...times } }
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const lanes = CHANNELS.map((channel) => ({
    local: senders[channel].local,
    lane: createLane({
      width: senders[channel].local ? 1 : WIDTH,
      find: (count, inHand) =>
        prisma.message.findMany({
          where: { channel, nextTryAt: { lte: new Date(now()) }, ...(inHand.length > 0 && { id: { notIn: inHand } }) },
          orderBy: [{ nextTryAt: 'asc' }, { id: 'asc' }],
          take: count,
        }),
      attempt: (row) => tryMessage(options, row, stopping.signal),
      failed: (error) => log.error({ err: error, channel }, 'the outbox cannot be read or written'),
    }),
  }))
  const kick = (): void => {
    for (const { lane } of lanes) lane.kick()
  }
  const atRest = (some = lanes): Promise<number[]> => Promise.all(some.map(({ lane }) => lane.atRest()))

  return {
    async enqueue(tx, { data, language, to, ...message }) {
      const sealed = seal(key, JSON.stringify({ language, data } satisfies Sealed))
      const createdAt = new Date(now())
      await tx.message.create({ data: { ...message, recipient: to, sealed, createdAt, nextTryAt: createdAt }, select: { id: true } })
      count(message.channel, 'queued')
    },
    async deliver() {
      kick()
      await atRest(lanes.filter(({ local }) => local))
    },
    async drain() {
      kick()
      return (await atRest()).reduce((sum, sent) => sum + sent, 0)
    },
    start() {
      timer ??= setInterval(kick, options.times.poll).unref()
      kick()
    },
    async stop() {
      clearInterval(timer)
      for (const { lane } of lanes) lane.stop()
      const done = atRest()
      await within(done, options.times.stop)
      stopping.abort(new Error('the service stops'))
      await within(done, 1_000)
    },
  }
}

/** Waits for work, so many milliseconds at most. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    }),
  ])
  clearTimeout(timer)
}
