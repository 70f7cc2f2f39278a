import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { hashToken, randomResetToken } from '../../domain/codes.js'
import { AppError } from '../../domain/errors.js'
import { inactiveError, noSuchAccount } from '../accounts/fields.js'
import { type AccountRecord, takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { AuditAction } from '../audit/stamp.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { wasJustSent } from '../messages/justSent.js'
import type { Platform } from '../platform.js'
import { type Invitable, isInvitable } from './invitable.js'
import type { Grant, GrantPurpose } from './newPassword.js'

/** A link by which the owner of an account chooses a password: what it is kept and sent as. */
interface OwnersLink {
  purpose: Exclude<GrantPurpose, 'newPassword'>
  /** how long it is good, in milliseconds */
  ms: number
  /** of its page, before the token */
  path: string
  action: AuditAction
  /** @throws AppError 403 for an account that it would not let in */
  check(account: Invitable & Pick<AccountRecord, 'activated' | 'blocked'>): void
}

const RESET: OwnersLink = {
  purpose: 'passwordReset',
  ms: 86_400_000,
  path: '/reset_password/',
  action: 'sendPasswordReset',
  check(account) {
    if (!account.activated) throw inactiveError(account)
  },
}

const INVITATION: OwnersLink = {
  purpose: 'invitation',
  ms: 7 * 86_400_000,
  path: '/invitation/',
  action: 'sendInvitation',
  check(account) {
    if (!account.activated && !isInvitable(account)) throw inactiveError(account)
  },
}

/**
 * Sends the owner of an account a link to choose a new password with: good once, for a day. The link that was sent before is void; the same again a moment later sends nothing.
 * @throws AppError 404, 403 no_email, account_blocked, account_not_activated
 */
export async function sendPasswordReset(deps: SendDeps, id: number, caller: Caller): Promise<void> {
  await sendLink(deps, RESET, id, caller)
  await deps.outbound.messenger.deliver()
}

/**
 * Invites the owner of an account that somebody else has made: a mail with a link to choose a password with, which activates it and shows the code that sets up an app. Good
 * once, for a week. The link that was sent before is void; the same again a moment later sends nothing.
 * @throws AppError 404, 403 no_email, account_blocked, account_not_activated
 */
export async function sendInvitation(deps: SendDeps, id: number, caller: Caller): Promise<void> {
  await enqueueInvitation(deps, id, caller)
  await deps.outbound.messenger.deliver()
}

/**
 * The same for one of many: the caller has the queue delivered.
 * @param also what is written with it
 * @returns whether a mail waits now; false: one was just sent
 * @throws as `sendInvitation`
 */
export const enqueueInvitation = (
  deps: SendDeps,
  id: number,
  caller: Caller,
  also?: (tx: Transaction) => Promise<void>,
): Promise<boolean> => sendLink(deps, INVITATION, id, caller, also)

type SendDeps = With<'limits' | 'outbound'>

/** @returns whether a mail waits now; false: one was just sent */
async function sendLink(
  deps: SendDeps,
  link: OwnersLink,
  id: number,
  caller: Caller,
  also: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const account = await deps.db.prisma.account.findUnique({ where: { id } })
  if (!account) throw noSuchAccount()
  const { email, username, domain } = account
  if (email === null) throw noEmail()
  link.check(account)
  const now = deps.clock.now()
  const key = { accountId_purpose: { accountId: id, purpose: link.purpose } }
  const isSent = async (tx: Transaction = deps.db.prisma): Promise<boolean> => {
    const before = await tx.oneTimeLink.findUnique({ where: key, select: { createdAt: true } })
    return before !== null && wasJustSent(deps, { accountId: id, kinds: [link.purpose], to: email, madeAt: before.createdAt }, tx)
  }
  if (await isSent()) return false
  const token = randomResetToken(deps.clock.random)
  const expiresAt = new Date(now + link.ms)
  const row = { tokenHash: hashToken(token), sealed: null, createdAt: new Date(now), expiresAt }
  const send = () =>
    deps.db.prisma.$transaction(async (tx) => {
      // of two requests at once the second finds what the first has sent, and one that comes after a block nothing
      await takeAccount(tx, id)
      const owner = await tx.account.findUnique({ where: { id } })
      if (!owner) throw noSuchAccount()
      // the address may have been changed while the limits were asked: the former one gets nothing
      if (owner.email !== email) throw noEmail()
      link.check(owner)
      if (await isSent(tx)) return false
      await tx.oneTimeLink.upsert({ where: key, create: { ...key.accountId_purpose, ...row }, update: row })
      await audit(deps, tx, caller, link.action, id)
      await deps.outbound.messenger.enqueue(tx, {
        accountId: id,
        channel: 'email',
        kind: link.purpose,
        to: email,
        language: caller.language,
        requestId: caller.requestId,
        expiresAt,
        data: { username, domain, link: `${deps.config.publicUrl}${link.path}${token}` },
      })
      await also(tx)
      return true
    })
  return withinSending(deps, { email }, caller, send)
}

const noEmail = (): AppError => new AppError(403, 'no_email', 'This account has no e-mail address.')

/** The leave that a link of this purpose gives: `expired` when it did, undefined when it is unknown or used. */
export async function grantOfLink(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  purpose: OwnersLink['purpose'],
  token: string,
): Promise<Grant | 'expired' | undefined> {
  const row = await db.prisma.oneTimeLink.findUnique({ where: { tokenHash: hashToken(token) } })
  if (row?.purpose !== purpose) return undefined
  const until = row.expiresAt.getTime()
  return until <= clock.now() ? 'expired' : { accountId: row.accountId, until, purpose, hash: row.tokenHash }
}
