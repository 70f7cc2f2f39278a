import { open } from '../../auth/secretBox.js'
import type { Database } from '../../db/client.js'
import { renderMessage } from '../../delivery/mail/render.js'
import {
  DeliveryError,
  type MessageChannel,
  type MessageData,
  type MessageKind,
  type MessageSender,
  safeReason,
  voidedBy,
} from '../../delivery/messages.js'
import type { SmsTemplates } from '../../delivery/sms/texts.js'
import { JobFailure, type JobKind, type JobOutcome, type JobTimes, type Pointless } from '../../jobs/job.js'
import type { Language } from '../../texts/languages.js'
import type { MessageState, Metrics } from '../metrics.js'
import { type MessageRow, messageTable } from './messageTable.js'

/** What is sealed of a message: the secret, and what the text is made from. */
export interface Sealed {
  language: Language
  data: MessageData
}

export interface MessageJobOptions {
  prisma: Database['prisma']
  key: Buffer
  senders: Record<MessageChannel, MessageSender>
  now(): number
  count: Metrics['message']
  smsTemplates?: SmsTemplates | undefined
  times: JobTimes
}

const DAY_MS = 86_400_000
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 600_000
/** Messages of a channel in hand at a time. A folder gets its files in order. */
const WIDTH = 5
/** And so many more with a code, which somebody waits for; mails without one keep to those before. */
const FOR_CODES = 1
const STATES: Record<JobOutcome, MessageState> = { done: 'sent', retried: 'retried', given_up: 'failed' }

const deadline = (row: MessageRow): number => Math.min(row.expiresAt.getTime(), row.createdAt.getTime() + DAY_MS)

/** Mails, or SMS, as jobs: at least once, and twice only after a crash in the middle of sending. */
export function messageJob(channel: MessageChannel, options: MessageJobOptions): JobKind<MessageRow> {
  const { prisma, senders, now, count, times } = options
  const sender = senders[channel]
  const forCodes = channel === 'email' && !sender.local ? FOR_CODES : 0
  return {
    name: 'message',
    table: messageTable(prisma, channel, forCodes, now),
    width: sender.local ? 1 : WIDTH + forCodes,
    times,
    endsRound: () => false,
    // 2, 4, 8 … seconds, at most a tenth of the message's life and ten minutes, a quarter more or less
    retry: (row) => ({
      first: FIRST_RETRY_MS,
      longest: Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, (deadline(row) - row.createdAt.getTime()) / 10)),
      deadline: deadline(row),
      spread: 0.5,
    }),
    pointless: (row) => whyNotSend(prisma, row, now()),
    run: (row, signal) => send(options, sender, row, signal),
    about: ({ id, kind, tries, accountId, requestId }) => ({
      message_id: id,
      channel,
      kind,
      tries,
      account: accountId ?? undefined,
      request_id: requestId ?? undefined,
    }),
    observe: (_, outcome) => count(channel, STATES[outcome]),
  }
}

/** Why a message is not worth sending any more, if it is not. */
async function whyNotSend(prisma: Database['prisma'], row: MessageRow, now: number): Promise<Pointless | undefined> {
  if (deadline(row) <= now)
    return { reason: row.lastError ? `expired; before: ${row.lastError}` : 'expired before it could be sent', level: 'error' }
  const kinds = [...voidedBy(row.kind as MessageKind)]
  if (row.accountId === null || kinds.length === 0) return undefined
  const newer = await prisma.message.findFirst({
    where: { accountId: row.accountId, channel: row.channel, kind: { in: kinds }, id: { gt: row.id } },
    select: { id: true },
  })
  // a person who asks twice is no fault of the service
  return newer ? { reason: `void: message ${newer.id} holds a newer code`, level: 'info' } : undefined
}

/** @throws JobFailure without the secrets of the message */
async function send(
  { key, now, smsTemplates }: MessageJobOptions,
  sender: MessageSender,
  row: MessageRow,
  signal: AbortSignal,
): Promise<void> {
  const sealed = row.sealed === null ? undefined : open(key, row.sealed)
  if (sealed === undefined) throw new JobFailure('cannot be read with this SECRET', { permanent: true })
  const { language, data } = JSON.parse(sealed) as Sealed
  try {
    const message = renderMessage({
      id: `m${row.id}.${row.createdAt.getTime()}`,
      channel: row.channel as MessageChannel,
      kind: row.kind as MessageKind,
      language,
      to: row.recipient,
      secondsLeft: (row.expiresAt.getTime() - now()) / 1000,
      data,
      smsTemplates,
    })
    await sender.send(message, signal)
  } catch (error) {
    const reason = safeReason((error as Partial<Error> | undefined)?.message ?? '', [data.link, data.code, row.recipient])
    throw new JobFailure(reason || 'unknown error', error instanceof DeliveryError ? error : {})
  }
}
