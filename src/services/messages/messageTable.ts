import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { MessageChannel, MessageKind } from '../../delivery/messages.js'
import { asRead, claimed, type JobTable, ours } from '../../jobs/job.js'
import { masked } from './list.js'

export type MessageRow = Prisma.MessageGetPayload<object>

/** Nothing of the secret is kept once a message has come to its end. */
const ENDED = { sealed: null, nextTryAt: null } as const
/** Nor the address of somebody whose account is gone. */
const ended = ({ kind, recipient }: MessageRow) =>
  kind === ('accountDeleted' satisfies MessageKind) ? { ...ENDED, recipient: masked(recipient) } : ENDED
const OPEN = { sentAt: null, failedAt: null } as const

/** The messages of a channel, as jobs. */
export function messageTable(prisma: Database['prisma'], channel: MessageChannel, now: () => number): JobTable<MessageRow> {
  const update = async (where: Prisma.MessageWhereInput, data: Prisma.MessageUpdateManyMutationInput): Promise<boolean> =>
    (await prisma.message.updateMany({ where, data })).count > 0
  return {
    due: (time, take, inHand) =>
      prisma.message.findMany({
        where: { channel, nextTryAt: { lte: time }, ...(inHand.length > 0 && { id: { notIn: [...inHand] } }) },
        orderBy: [{ nextTryAt: 'asc' }, { id: 'asc' }],
        take,
      }),
    claim: (row, until) => update(asRead(row), claimed(row, until)),
    renew: (row, until) => update({ ...ours(row), ...OPEN }, { nextTryAt: until }),
    postpone: (row, until, lastError) => update({ ...ours(row), ...OPEN }, { nextTryAt: until, lastError }),
    // sent is sent, also when another process holds the message by now
    done: (row) => update({ id: row.id, sentAt: null }, { ...ended(row), sentAt: new Date(now()), failedAt: null, lastError: null }),
    giveUp: (row, lastError) => update({ ...ours(row), ...OPEN }, { ...ended(row), failedAt: new Date(now()), lastError }),
  }
}
