import type { Logger } from 'pino'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { open } from '../../auth/secretBox.js'
import type { Database } from '../../db/client.js'
import { withDeadlineOr } from '../../delivery/deadline.js'
import { renderMessage } from '../../delivery/mail/render.js'
import {
  CODE_KINDS,
  DeliveryError,
  type MessageChannel,
  type MessageData,
  type MessageKind,
  type MessageSender,
  safeReason,
} from '../../delivery/messages.js'
import type { Language } from '../../texts/languages.js'
import type { Metrics } from '../metrics.js'

/** What is sealed of a message: the secret, and what the text is made from. */
export interface Sealed {
  language: Language
  data: MessageData
}

/** Milliseconds. */
export interface MessengerTimes {
  /** how often due messages are looked for: retries, and what other processes left */
  poll: number
  /** a message in the hands of a process that died is taken up again after this long */
  lease: number
  /** how often the lease of a message in hand is renewed; well below `lease` */
  renew: number
  /** one try, whatever the sender does */
  send: number
  /** how long a stop waits for the messages in hand */
  stop: number
}

export interface AttemptOptions {
  prisma: Database['prisma']
  key: Buffer
  senders: Record<MessageChannel, MessageSender>
  log: Logger
  now(): number
  count: Metrics['message']
  /** from 0 to 1 */
  random(): number
  times: MessengerTimes
}

/** How loudly the log says that a message is given up. */
type GivenUp = 'info' | 'error'

export type MessageRow = Prisma.MessageGetPayload<object>

const DAY_MS = 86_400_000
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 600_000
/** Pauses between tries to note what became of a message. Milliseconds. */
const NOTE_AGAIN_MS = [100, 1_000, 5_000]

/**
 * Tries one message: claims it, sends it and notes what became of it. Whether it was sent.
 *
 * The claim is one conditional update, so of several processes one has it; `tries` is its fencing token: whoever finds it raised has lost
 * the message to another and writes no more, save that it was sent.
 * @param stop the service stops: the try is left as it is, and its lease expires
 * @throws Error when the database fails
 */
export async function tryMessage(options: AttemptOptions, row: MessageRow, stop: AbortSignal): Promise<boolean> {
  const { prisma, now, times } = options
  const tries = row.tries + 1
  const claim = await prisma.message.updateMany({
    where: { id: row.id, tries: row.tries, nextTryAt: row.nextTryAt },
    data: { tries, nextTryAt: new Date(now() + times.lease) },
  })
  if (claim.count === 0) return false
  const claimed = { ...row, tries }
  const pointless = await whyNotSend(options, claimed)
  if (pointless) return giveUp(options, claimed, pointless.reason, pointless.level)
  const sealed = row.sealed === null ? undefined : open(options.key, row.sealed)
  if (sealed === undefined) return giveUp(options, claimed, 'cannot be read with this SECRET')
  const { language, data } = JSON.parse(sealed) as Sealed
  try {
    await holding(options, claimed, stop, (signal) => hand(options, claimed, language, data, signal))
  } catch (error) {
    return stop.aborted ? false : postpone(options, claimed, error, [data.link, data.code, row.recipient])
  }
  // true whoever holds the message by now
  await note(options, () =>
    prisma.message.updateMany({
      where: { id: row.id, sentAt: null },
      data: { ...ended, sentAt: new Date(now()), failedAt: null, lastError: null },
    }),
  )
  options.log.debug(about(claimed), 'message sent')
  options.count(row.channel as MessageChannel, 'sent')
  return true
}

/** Nothing of the secret is kept once a message has come to its end. */
const ended = { sealed: null, nextTryAt: null } as const
const mine = (row: MessageRow) => ({ id: row.id, tries: row.tries, sentAt: null, failedAt: null })
const about = ({ id, channel, kind, tries }: MessageRow) => ({ message_id: id, channel, kind, tries })
const deadline = (row: MessageRow): number => Math.min(row.expiresAt.getTime(), row.createdAt.getTime() + DAY_MS)

/** Why a message is not worth sending any more, if it is not, and what that is worth in the log. */
async function whyNotSend({ prisma, now }: AttemptOptions, row: MessageRow): Promise<{ reason: string; level: GivenUp } | undefined> {
  if (deadline(row) <= now()) {
    return { reason: row.lastError ? `expired; before: ${row.lastError}` : 'expired before it could be sent', level: 'error' }
  }
  if (row.accountId === null || !CODE_KINDS.includes(row.kind as MessageKind)) return undefined
  const newer = await prisma.message.findFirst({
    where: { accountId: row.accountId, channel: row.channel, kind: { in: [...CODE_KINDS] }, id: { gt: row.id } },
    select: { id: true },
  })
  // somebody who asked twice is no fault of anybody
  return newer ? { reason: `void: message ${newer.id} holds a newer code`, level: 'info' } : undefined
}

function hand(
  { senders, now }: AttemptOptions,
  row: MessageRow,
  language: Language,
  data: MessageData,
  signal: AbortSignal,
): Promise<void> {
  const channel = row.channel as MessageChannel
  const rendered = renderMessage({
    id: `m${row.id}.${row.createdAt.getTime()}`,
    channel,
    kind: row.kind as MessageKind,
    language,
    to: row.recipient,
    secondsLeft: (deadline(row) - now()) / 1000,
    data,
  })
  return senders[channel].send(rendered, signal)
}

/** Runs a send with its time, renewing the lease meanwhile. Once the message is somebody else's, or gone, the send is ended. */
async function holding(
  { prisma, log, now, times }: AttemptOptions,
  row: MessageRow,
  stop: AbortSignal,
  send: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController()
  const onStop = (): void => lost.abort(stop.reason)
  stop.addEventListener('abort', onStop, { once: true })
  let renewal: Promise<void> = Promise.resolve()
  const renew = async (): Promise<void> => {
    try {
      const { count } = await prisma.message.updateMany({ where: mine(row), data: { nextTryAt: new Date(now() + times.lease) } })
      if (count === 0) lost.abort(new Error('the message is no longer ours'))
    } catch (error) {
      log.warn({ ...about(row), error: (error as Error).message }, 'lease not renewed')
    }
  }
  const timer = setInterval(() => {
    renewal = renewal.then(renew)
  }, times.renew).unref()
  try {
    if (stop.aborted) onStop()
    await withDeadlineOr(lost.signal, times.send, send)
  } finally {
    clearInterval(timer)
    stop.removeEventListener('abort', onStop)
    await renewal // so that no late one overwrites what is noted next
  }
}

async function giveUp(options: AttemptOptions, row: MessageRow, lastError: string, level: GivenUp = 'error'): Promise<false> {
  const { prisma, log, now } = options
  await note(options, () => prisma.message.updateMany({ where: mine(row), data: { ...ended, failedAt: new Date(now()), lastError } }))
  log[level]({ ...about(row), error: lastError }, 'message given up')
  options.count(row.channel as MessageChannel, 'failed')
  return false
}

async function postpone(options: AttemptOptions, row: MessageRow, error: unknown, secrets: (string | undefined)[]): Promise<false> {
  const { prisma, log, now } = options
  const lastError = safeReason(error instanceof Error ? error.message : '', secrets) || 'unknown error'
  const { permanent = false, retryAfter = 0 } = error instanceof DeliveryError ? error : {}
  const nextTry = now() + Math.max(retryDelay(row, options.random()), retryAfter * 1000)
  if (permanent || nextTry >= deadline(row)) return giveUp(options, row, lastError)
  log.warn({ ...about(row), error: lastError, next_try_at: new Date(nextTry).toISOString() }, 'message not sent')
  options.count(row.channel as MessageChannel, 'retried')
  await note(options, () => prisma.message.updateMany({ where: mine(row), data: { nextTryAt: new Date(nextTry), lastError } }))
  return false
}

/** 2, 4, 8 … seconds, at most a tenth of the message's life and ten minutes, a quarter more or less. Milliseconds. */
function retryDelay(row: MessageRow, random: number): number {
  const longest = Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, (deadline(row) - row.createdAt.getTime()) / 10))
  return Math.min(FIRST_RETRY_MS * 2 ** (row.tries - 1), longest) * (0.75 + random / 2)
}

/** A message that was sent and not noted would be sent twice, so a database that fails for a moment is asked again. */
async function note({ log }: AttemptOptions, write: () => Promise<unknown>): Promise<void> {
  for (const pause of NOTE_AGAIN_MS) {
    try {
      await write()
      return
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'what became of a message could not be noted')
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  await write()
}
