import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'

/** A message as the operator may see it: what became of it, and nothing of what it says. */
export interface MessageReport {
  id: number
  account_id: number | null
  channel: string
  kind: string
  /** masked: enough to recognise one's own address */
  recipient: string
  state: 'waiting' | 'sent' | 'failed'
  tries: number
  last_error: string | null
  /** finds the request in the log; null for what no request asked for */
  request_id: string | null
  created_at: string
  expires_at: string
  next_try_at: string | null
  sent_at: string | null
  failed_at: string | null
}

/** Which messages are asked for. */
export interface MessageQuery {
  limit?: number
  accountId?: number
  /** e-mail address or E.164 number, as they are stored */
  to?: string
  state?: MessageReport['state']
}

/** A message without its text. */
export type MessageRecord = Omit<Prisma.MessageGetPayload<object>, 'sealed'>
/** The condition of each state. */
export const STATES: Record<MessageReport['state'], Prisma.MessageWhereInput> = {
  waiting: { sentAt: null, failedAt: null },
  sent: { sentAt: { not: null } },
  failed: { sentAt: null, failedAt: { not: null } },
}

/** The newest of some messages. */
export const newestMessages = ({ db }: { db: Database }, where: Prisma.MessageWhereInput, take: number): Promise<MessageRecord[]> =>
  db.prisma.message.findMany({ where, orderBy: { id: 'desc' }, take, omit: { sealed: true } })

/** The newest messages first. */
export async function listMessages(
  { db }: { db: Database },
  { limit = 50, accountId, to, state }: MessageQuery = {},
): Promise<MessageReport[]> {
  const where = {
    ...(accountId !== undefined && { accountId }),
    ...(to !== undefined && { recipient: to }),
    ...(state !== undefined && STATES[state]),
  }
  return (await newestMessages({ db }, where, limit)).map((row) => ({
    id: row.id,
    account_id: row.accountId,
    channel: row.channel,
    kind: row.kind,
    recipient: masked(row.recipient),
    state: messageState(row),
    tries: row.tries,
    last_error: row.lastError,
    request_id: row.requestId,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    next_try_at: row.nextTryAt?.toISOString() ?? null,
    sent_at: row.sentAt?.toISOString() ?? null,
    failed_at: row.failedAt?.toISOString() ?? null,
  }))
}

/** What became of a message. */
export const messageState = ({ sentAt, failedAt }: { sentAt: Date | null; failedAt: Date | null }): MessageReport['state'] =>
  sentAt ? 'sent' : failedAt ? 'failed' : 'waiting'

/** `b***@example.org`, `+33***78` */
export function masked(recipient: string): string {
  const at = recipient.lastIndexOf('@')
  return at > 0 ? `${recipient.slice(0, 1)}***${recipient.slice(at)}` : `${recipient.slice(0, 3)}***${recipient.slice(-2)}`
}
