import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { hashToken, randomResetToken } from '../../domain/codes.js'
import { AppError } from '../../domain/errors.js'
import { inactiveError, noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { wasJustSent } from '../messages/justSent.js'
import type { Platform } from '../platform.js'
import type { Grant } from './newPassword.js'

/** How long the link of an administrator is good. Milliseconds. */
const LINK_MS = 86_400_000

/**
 * Sends the owner of an account a link to choose a new password with: good once, for a day. The link that was sent before is void; the same again a moment later sends nothing.
 * @throws AppError 404, 403 no_email, account_blocked, account_not_activated
 */
export async function sendPasswordReset(deps: With<'limits' | 'outbound'>, id: number, caller: Caller): Promise<void> {
  const account = await deps.db.prisma.account.findUnique({ where: { id } })
  if (!account) throw noSuchAccount()
  const { email, username, domain } = account
  if (email === null) throw new AppError(403, 'no_email', 'This account has no e-mail address.')
  if (!account.activated) throw inactiveError(account)
  const now = deps.clock.now()
  const key = { accountId_purpose: { accountId: id, purpose: 'passwordReset' } }
  const isSent = async (tx: Transaction = deps.db.prisma): Promise<boolean> => {
    const before = await tx.oneTimeLink.findUnique({ where: key, select: { createdAt: true } })
    return before !== null && wasJustSent(deps, { accountId: id, kinds: ['passwordReset'], to: email, madeAt: before.createdAt }, tx)
  }
  if (await isSent()) return
  const token = randomResetToken(deps.clock.random)
  const expiresAt = new Date(now + LINK_MS)
  const row = { tokenHash: hashToken(token), sealed: null, createdAt: new Date(now), expiresAt }
  const send = () =>
    deps.db.prisma.$transaction(async (tx) => {
      // of two requests at once the second finds what the first has sent, and one that comes after a block nothing
      const owner = await takeAccount(tx, id)
      if (owner?.activated === false) throw inactiveError(owner)
      if (await isSent(tx)) return
      await tx.oneTimeLink.upsert({ where: key, create: { ...key.accountId_purpose, ...row }, update: row })
      await audit(deps, tx, caller, 'sendPasswordReset', id)
      await deps.outbound.messenger.enqueue(tx, {
        accountId: id,
        channel: 'email',
        kind: 'passwordReset',
        to: email,
        language: caller.language,
        requestId: caller.requestId,
        expiresAt,
        data: { username, domain, link: `${deps.config.publicUrl}/reset_password/${token}` },
      })
    })
  await withinSending(deps, { email }, caller, send)
  await deps.outbound.messenger.deliver()
}

/** The leave that a link gives: `expired` when it did, undefined when it is unknown or used. */
export async function grantOfLink({ db, clock }: Pick<Platform, 'db' | 'clock'>, token: string): Promise<Grant | 'expired' | undefined> {
  const row = await db.prisma.oneTimeLink.findUnique({ where: { tokenHash: hashToken(token) } })
  if (row?.purpose !== 'passwordReset') return undefined
  const until = row.expiresAt.getTime()
  return until <= clock.now() ? 'expired' : { accountId: row.accountId, until, purpose: row.purpose, hash: row.tokenHash }
}
