import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError } from '../../domain/errors.js'
import { inactiveError, noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { wasJustSent } from '../messages/justSent.js'
import type { Platform } from '../platform.js'
import { provisioningUrl, writeLink } from './links.js'
import { PURPOSE } from './newLink.js'

/**
 * Makes a link that sets up an app, and sends it to the e-mail address of the account with its QR code. The same again within minutes sends no second mail,
 * and so leaves the link of the first one good.
 * @throws AppError 404 when there is no such account, 403 no_email, account_blocked, account_not_activated for one that no link lets in, 429 rate_limited
 */
export async function sendProvisioningLink(deps: With<'limits' | 'outbound'>, accountId: number, caller: Caller): Promise<void> {
  const { email } = await ownerOf(deps.db.prisma, accountId)
  if (await isSent(deps, accountId, email)) return
  const send = () =>
    deps.db.prisma.$transaction(async (tx) => {
      await takeAccount(tx, accountId)
      const owner = await ownerOf(tx, accountId)
      if (owner.email !== email) throw noEmail()
      if (await isSent(deps, accountId, email, tx)) return
      const { token, expiresAt } = await writeLink(deps, tx, accountId, caller)
      await deps.outbound.messenger.enqueue(tx, {
        accountId,
        channel: 'email',
        kind: 'provisioning',
        to: email,
        language: caller.language,
        requestId: caller.requestId,
        expiresAt,
        data: { username: owner.username, domain: owner.domain, link: provisioningUrl(deps, token) },
      })
    })
  await withinSending(deps, { email }, caller, send)
  await deps.outbound.messenger.deliver()
}

/** Who gets the link. @throws AppError as above */
async function ownerOf(tx: Pick<Transaction, 'account'>, id: number) {
  const account = await tx.account.findUnique({ where: { id } })
  if (!account) throw noSuchAccount()
  const { email, username, domain, activated, deactivatedAt, selfMade } = account
  if (email === null) throw noEmail()
  if (!activated && (deactivatedAt || selfMade)) throw inactiveError(account)
  return { email, username, domain }
}

/** Whether a mail has just gone there with the link that is good. */
async function isSent(deps: Platform, accountId: number, to: string, tx: Transaction = deps.db.prisma): Promise<boolean> {
  const where = { accountId_purpose: { accountId, purpose: PURPOSE } }
  const link = await tx.oneTimeLink.findUnique({ where, select: { createdAt: true } })
  return link !== null && wasJustSent(deps, { accountId, kinds: ['provisioning'], to, madeAt: link.createdAt }, tx)
}

const noEmail = (): AppError =>
  new AppError(403, 'no_email', 'This account has no e-mail address. Give it one, or hand the link over yourself.')
