import type { Caller } from '../../caller.js'
import type { MessageKind } from '../../delivery/messages.js'
import { notFound } from '../../domain/errors.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { sendProvisioningLink } from '../provisioning/email.js'
import { isInvitable } from '../recovery/invitable.js'
import { sendInvitation, sendPasswordReset } from '../recovery/resetLink.js'
import { sendCodeAgain, waitingAddress } from '../signUp/sendAgain.js'
import { type MessageRecord, masked, messageState } from './list.js'
import { LEASE_MS } from './messenger.js'

type Owner = AccountRecord & { deactivatedAt: Date | null; selfMade: boolean }
type Again = 'now' | 'code' | 'reset' | 'link' | 'invitation'

/**
 * What sending a message again comes to: it waits, and is tried `now`, or it has failed, and a new `code`, link to `reset` the password, `link` that sets up an app or `invitation` is sent
 * in its place, as nothing is kept of what it said. Or why it cannot be: it is tried within a minute anyway (`soon`), its account is gone, waits for no code any more, has no e-mail
 * address or is not active; its `owner` alone can ask for it; it is a `notice`, or was `sent`.
 */
export type SendAgain = { how: Again } | { not: 'soon' | 'gone' | 'notWaiting' | 'noEmail' | 'inactive' | 'owner' | 'notice' | 'sent' }

const CODES: readonly string[] = ['activation', 'emailChange', 'phoneChange'] satisfies MessageKind[]
const LINKS: readonly string[] = ['passwordReset', 'provisioning', 'invitation'] satisfies MessageKind[]
const OWNERS: readonly string[] = ['recovery', 'recoveryNames'] satisfies MessageKind[]

/** For each of these messages what sending it again comes to, and whose it is. */
export async function sendingAgain(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  messages: readonly MessageRecord[],
): Promise<Map<number, { again: SendAgain; owner: AccountRecord | undefined }>> {
  const ids = [...new Set(messages.flatMap(({ accountId }) => accountId ?? []))]
  const owners = await db.prisma.account.findMany({ where: { id: { in: ids } }, include: wholeAccount })
  const byId = new Map<number, Owner>(owners.map((owner) => [owner.id, owner]))
  return new Map(
    messages.map((message) => {
      const owner = byId.get(message.accountId ?? 0)
      return [message.id, { again: againOf(message, owner, clock.now()), owner }]
    }),
  )
}

/**
 * Sends a message again, if that can be.
 * @param accountId whose it must be, if that is told
 * @returns what was done, and where it goes, masked where it waited
 * @throws AppError 404; what sending a code or link can be refused for
 */
export async function sendMessageAgain(
  deps: With<'limits' | 'outbound'>,
  { id, accountId }: { id: number; accountId?: number },
  caller: Caller,
): Promise<SendAgain & { to: string }> {
  const message = await deps.db.prisma.message.findUnique({
    where: { id, ...(accountId !== undefined && { accountId }) },
    omit: { sealed: true },
  })
  if (!message) throw notFound('There is no such message.')
  const { again } = (await sendingAgain(deps, [message])).get(id)!
  const to = masked(message.recipient)
  if (!('how' in again)) return { ...again, to }
  if (again.how === 'now') return { ...((await tryNow(deps, message)) ? again : { not: 'soon' }), to }
  // of an account that is there, as `againOf` says
  const owner = message.accountId!
  if (again.how === 'code') return { ...again, to: await sendCodeAgain(deps, owner, channelOf(message), caller) }
  if (again.how === 'reset') await sendPasswordReset(deps, owner, caller)
  else if (again.how === 'invitation') await sendInvitation(deps, owner, caller)
  else await sendProvisioningLink(deps, owner, caller)
  const account = await deps.db.prisma.account.findUnique({ where: { id: owner }, select: { email: true } })
  return { ...again, to: account?.email ?? to }
}

function againOf(message: MessageRecord, owner: Owner | undefined, now: number): SendAgain {
  const { kind, nextTryAt } = message
  const state = messageState(message)
  if (state === 'sent') return { not: 'sent' }
  // nearer than that it could be in somebody's hands, and go twice
  if (state === 'waiting') return nextTryAt && nextTryAt.getTime() > now + LEASE_MS ? { how: 'now' } : { not: 'soon' }
  if (OWNERS.includes(kind)) return { not: 'owner' }
  if (!CODES.includes(kind) && !LINKS.includes(kind)) return { not: 'notice' }
  if (!owner) return { not: 'gone' }
  return LINKS.includes(kind) ? linkAgain(kind, owner) : codeAgain(channelOf(message), owner)
}

const codeAgain = (channel: 'email' | 'phone', owner: Owner): SendAgain =>
  waitingAddress(owner, channel) === undefined ? { not: 'notWaiting' } : { how: 'code' }

function linkAgain(kind: string, owner: Owner): SendAgain {
  const { email, activated, deactivatedAt, selfMade } = owner
  if (email === null) return { not: 'noEmail' }
  if (kind === 'invitation') return activated || isInvitable(owner) ? { how: 'invitation' } : { not: 'inactive' }
  if (kind === 'passwordReset') return activated ? { how: 'reset' } : { not: 'inactive' }
  return activated || (deactivatedAt === null && !selfMade) ? { how: 'link' } : { not: 'inactive' }
}

const channelOf = ({ channel }: MessageRecord): 'email' | 'phone' => (channel === 'sms' ? 'phone' : 'email')

/** @returns false when a process has it in hand by now, or it has come to its end */
async function tryNow({ db, clock, outbound, log }: With<'outbound'>, message: MessageRecord): Promise<boolean> {
  const { id, tries, nextTryAt } = message
  const where = { id, tries, nextTryAt, sentAt: null, failedAt: null }
  const { count } = await db.prisma.message.updateMany({ where, data: { nextTryAt: new Date(clock.now()) } })
  if (count === 0) return false
  log.info({ event: 'message_tried_now', message_id: id }, 'a message that waited is tried now')
  await outbound.messenger.deliver()
  return true
}
