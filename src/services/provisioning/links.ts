import { open } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { hashToken, randomPassword } from '../../domain/codes.js'
import { AppError, notFound } from '../../domain/errors.js'
import { inactiveError, noSuchAccount } from '../accounts/fields.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import { passwordRow, replacePassword } from '../credentials/passwords.js'
import { type Proven, requireProof } from '../credentials/proof.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { activatedData } from '../signUp/activation.js'
import { preferredAlgorithm } from './algorithm.js'
import { newLink, PURPOSE, type StoredLink, storedLinkOf } from './newLink.js'

/** A link that sets up an app once, as its owner may see it. */
export interface ProvisioningLink {
  token: string
  expiresAt: Date
}

/** The address that an app is to be given. @param resetPassword it also sets a new password, which nobody needs to know */
export const provisioningUrl = ({ config }: Pick<Platform, 'config'>, token: string, resetPassword = false): string =>
  `${config.publicUrl}/provisioning/${token}${resetPassword ? '?reset_password=1' : ''}`

/**
 * Makes a link for an account; one that was made before is void from then on. The caller has checked that they may.
 * @throws AppError 404 when there is no such account, 403 account_blocked
 */
export const createProvisioningLink = (deps: Platform, accountId: number, caller: Caller): Promise<ProvisioningLink> =>
  deps.db.prisma.$transaction(async (tx) => {
    const owner = await takeAccount(tx, accountId)
    if (!owner) throw noSuchAccount()
    if (owner.blocked) throw inactiveError(owner)
    return writeLink(deps, tx, accountId, caller)
  })

/**
 * The same for the account itself, which must be active.
 * @param account as it was proven
 * @throws AppError 401 unauthenticated when its password was changed since, 403 account_blocked, account_not_activated; the database's refusal when the account has just been deleted
 */
export const createOwnProvisioningLink = (deps: Platform, account: Proven, caller: Caller): Promise<ProvisioningLink> =>
  deps.db.prisma.$transaction(async (tx) => {
    const owner = await takeAccount(tx, account.id)
    await requireProof(tx, account)
    if (owner?.activated === false) throw inactiveError(owner)
    return writeLink(deps, tx, account.id, caller)
  })

/** Makes a link in a transaction that has taken the account: a change of the password that comes at the same time voids it, or has been. */
export async function writeLink(deps: Platform, tx: Transaction, accountId: number, caller: Caller): Promise<ProvisioningLink> {
  const { token, row } = newLink(deps)
  const id = { accountId, purpose: PURPOSE }
  await tx.oneTimeLink.upsert({ where: { accountId_purpose: id }, create: { ...id, ...row }, update: row })
  await audit(deps, tx, caller, 'createProvisioningLink', accountId)
  return { token, expiresAt: row.expiresAt }
}

/** The link as it is shown to its owner; undefined when it has expired, or cannot be read any more. */
export function readableLink(deps: Pick<Platform, 'keys' | 'clock'>, link: StoredLink | null | undefined): ProvisioningLink | undefined {
  if (!link || link.sealed === null || link.expiresAt.getTime() <= deps.clock.now()) return undefined
  const token = open(deps.keys.links, link.sealed)
  return token === undefined ? undefined : { token, expiresAt: link.expiresAt }
}

/** The unused link of an account. */
export async function provisioningLinkOf(deps: Platform, accountId: number): Promise<ProvisioningLink | undefined> {
  return readableLink(deps, await storedLinkOf(deps, accountId))
}

/**
 * Looks at a link without using it up.
 * @throws AppError 404 when it is unknown, used or not the newest, 410 link_expired
 */
export async function findProvisioningLink(deps: Platform, token: string): Promise<{ accountId: number }> {
  const row = await deps.db.prisma.oneTimeLink.findUnique({
    where: { tokenHash: hashToken(token) },
    select: { accountId: true, purpose: true, expiresAt: true },
  })
  if (row?.purpose !== PURPOSE) throw noSuchLink()
  if (row.expiresAt.getTime() <= deps.clock.now())
    throw new AppError(410, 'link_expired', 'This link has expired. Ask for a new one where you got it.')
  return { accountId: row.accountId }
}

/**
 * Uses a link up: of several that try it at once, one has the account. An account that an administrator has made and nobody has activated becomes active, as the
 * administrator has handed the link over; one that its owner made waits for its own code, and one that was deactivated stays so.
 * @param resetPassword the account gets a new password, which is in the document alone; what used the old one has to log in again
 * @throws AppError 404, 410 link_expired
 */
export async function redeemProvisioningLink(
  deps: With<'limits' | 'outbound'>,
  token: string,
  { resetPassword }: { resetPassword: boolean },
  caller: Caller,
): Promise<AccountRecord> {
  const { accountId } = await findProvisioningLink(deps, token)
  const redeem = async (tx: Transaction): Promise<AccountRecord> => {
    await takeAccount(tx, accountId)
    const { count } = await tx.oneTimeLink.deleteMany({ where: { tokenHash: hashToken(token), purpose: PURPOSE } })
    if (count === 0) throw noSuchLink()
    const handedOver = { id: accountId, activated: false, deactivatedAt: null, selfMade: false }
    const { count: activated } = await tx.account.updateMany({ where: handedOver, data: activatedData })
    if (activated > 0) {
      await deps.outbound.b2bua.enqueue(tx, accountId)
      await audit(deps, tx, caller, 'activateAccount', accountId)
    }
    await audit(deps, tx, caller, 'useProvisioningLink', accountId)
    const account = await tx.account.findUnique({ where: { id: accountId, activated: true }, include: wholeAccount })
    if (!account) throw noSuchLink()
    return account
  }
  if (!resetPassword) return deps.db.prisma.$transaction(redeem)
  const account = await notify(deps, accountId, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      const account = await redeem(tx)
      const row = passwordRow(deps, account, preferredAlgorithm(deps, account.passwords), randomPassword(deps.clock.random))
      await replacePassword(deps, tx, account, row, caller)
      await tell(tx, 'passwordSet')
      return { ...account, passwords: [{ accountId, ...row }] }
    }),
  )
  deps.outbound.removals.deliver()
  return account
}

const noSuchLink = (): AppError => notFound('This link is unknown or has been used. Ask for a new one where you got it.')
