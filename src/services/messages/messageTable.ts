import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import { CODE_KINDS, type MessageChannel, type MessageKind } from '../../delivery/messages.js'
import { asRead, claimed, type JobTable, ours } from '../../jobs/job.js'
import { masked } from './list.js'

export type MessageRow = Prisma.MessageGetPayload<object>

/** Nothing of the secret is kept once a message has come to its end. */
const ENDED = { sealed: null, nextTryAt: null } as const
/** Nor the address of somebody whose account is gone. */
const ended = ({ kind, recipient }: MessageRow) =>
  kind === ('accountDeleted' satisfies MessageKind) ? { ...ENDED, recipient: masked(recipient) } : ENDED
const OPEN = { sentAt: null, failedAt: null } as const

/**
 * The messages of a channel, as jobs: those with a code first, as somebody waits for them.
 * @param kept of the jobs in hand, so many places are for codes alone: however many notices are due, and however slow the far end, a code finds one
 */
export function messageTable(prisma: Database['prisma'], channel: MessageChannel, kept: number, now: () => number): JobTable<MessageRow> {
  const find = (take: number, where: Prisma.MessageWhereInput): Promise<MessageRow[]> =>
    take <= 0 ? Promise.resolve([]) : prisma.message.findMany({ where, orderBy: [{ nextTryAt: 'asc' }, { id: 'asc' }], take })
  const update = async (where: Prisma.MessageWhereInput, data: Prisma.MessageUpdateManyMutationInput): Promise<boolean> =>
    (await prisma.message.updateMany({ where, data })).count > 0
  return {
    async due(time, take, inHand) {
      const due = { channel, nextTryAt: { lte: time }, ...(inHand.length > 0 && { id: { notIn: [...inHand] } }) }
      const codes = await find(take, { ...due, kind: { in: [...CODE_KINDS] } })
      const others = await find(take - codes.length - kept, { ...due, kind: { notIn: [...CODE_KINDS] } })
      return [...codes, ...others]
    },
    claim: (row, until) => update(asRead(row), claimed(row, until)),
    renew: (row, until) => update({ ...ours(row), ...OPEN }, { nextTryAt: until }),
    postpone: (row, until, lastError) => update({ ...ours(row), ...OPEN }, { nextTryAt: until, lastError }),
    // sent is sent, also when another process holds the message by now
    done: (row) => update({ id: row.id, sentAt: null }, { ...ended(row), sentAt: new Date(now()), failedAt: null, lastError: null }),
    giveUp: (row, lastError) => update({ ...ours(row), ...OPEN }, { ...ended(row), failedAt: new Date(now()), lastError }),
  }
}
