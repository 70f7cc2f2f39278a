import type { Algorithm } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import { actorOf, callerWith } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { type AppError, notFound } from '../../domain/errors.js'
import { addressOf } from '../../domain/sip.js'
import { passwordField } from '../accounts/fields.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import { passwordRow, replacePassword } from '../credentials/passwords.js'
import { refuseWeak } from '../credentials/weakPasswords.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { accountHasFactor } from '../secondFactor/factors.js'
import { activatedData } from '../signUp/activation.js'
import { isInvitable } from './invitable.js'

/** What a leave is kept as, among the links of its account: by a code that was proven, or by a link that an administrator sent. */
export type GrantPurpose = 'newPassword' | 'passwordReset' | 'invitation'

/** Leave to set a new password, once. */
export interface Grant {
  accountId: number
  until: number
  purpose: GrantPurpose
  hash: string
}

/** How long somebody may think of a password. Milliseconds. */
const GRANT_MS = 1_800_000

/**
 * Gives leave for half an hour to whoever has proven a code, which stays good meanwhile for its own time. It is a row of its own: the code may expire, or a stranger have
 * another one sent.
 * @returns undefined when the code is gone: it was used, or the address has changed
 */
export function grantByCode(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { accountId, codeHash }: { accountId: number; codeHash: string },
): Promise<Grant | undefined> {
  const until = clock.now() + GRANT_MS
  const id = { accountId, purpose: 'newPassword' satisfies GrantPurpose }
  const row = { tokenHash: codeHash, sealed: null, createdAt: new Date(clock.now()), expiresAt: new Date(until) }
  return db.prisma.$transaction(async (tx) => {
    await takeAccount(tx, accountId)
    if ((await tx.code.count({ where: { accountId, channel: 'recovery', codeHash } })) === 0) return undefined
    await tx.oneTimeLink.upsert({ where: { accountId_purpose: id }, create: { ...id, ...row }, update: row })
    return { accountId, until, purpose: 'newPassword', hash: codeHash }
  })
}

/**
 * Sets a new password without the old one, and uses the leave up. The password is stored for the algorithm that the account's apps know; what had the old one, sessions,
 * registrations, codes that wait, ends. A mail tells the owner.
 * @returns the account, and the row of the new password, for a session to begin with
 * @throws AppError 404 when the leave has been used or has expired, 422 `errors.password`
 */
export async function setNewPassword(
  deps: With<'credentials' | 'limits' | 'outbound' | 'metrics'>,
  grant: Grant,
  password: string,
  caller: Caller,
): Promise<{ account: AccountRecord; row: { algorithm: Algorithm; password: string } }> {
  const account = await ownerOfGrant(deps, grant)
  if (!account) throw leaveGone()
  refuseWeak(account, passwordField(deps, password))
  const row = passwordRow(deps, account, algorithmOf(deps, account), password)
  const owner = callerWith(caller, { actor: actorOf(account) })
  await notify(deps, account, owner, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      await takeAccount(tx, account.id)
      if (!(await useUp(deps, tx, grant))) throw leaveGone()
      if (grant.purpose === 'invitation') await activateInvited(deps, tx, account.id, owner)
      await replacePassword(deps, tx, account, row, owner, { action: 'recoverPassword' })
      await tell(tx, 'passwordSet')
    }),
  )
  deps.metrics.recovery('set')
  deps.outbound.removals.deliver()
  if (!(await accountHasFactor(deps, account.id))) await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  return { account: { ...account, activated: true, passwords: [{ accountId: account.id, ...row }] }, row }
}

/** Whose password may be set; undefined when the leave has expired or the account is not active, nor will be by it. Whether it was used shows when it is used. */
export async function ownerOfGrant({ db, clock }: Pick<Platform, 'db' | 'clock'>, grant: Grant): Promise<AccountRecord | undefined> {
  if (grant.until <= clock.now()) return undefined
  const account = await db.prisma.account.findUnique({ where: { id: grant.accountId }, include: wholeAccount })
  const isOpen = account?.activated || (account && grant.purpose === 'invitation' && isInvitable(account))
  return isOpen ? account : undefined
}

/** The owner has the mail that went to the address of the account. @throws AppError 404 when it was deactivated meanwhile */
async function activateInvited(deps: With<'outbound'>, tx: Transaction, id: number, owner: Caller): Promise<void> {
  const account = await tx.account.findUniqueOrThrow({ where: { id } })
  if (account.activated) return
  if (!isInvitable(account)) throw leaveGone()
  await tx.account.update({ where: { id }, data: activatedData })
  await deps.outbound.b2bua.enqueue(tx, id)
  await audit(deps, tx, owner, 'activateAccount', id)
}

/** The one that apps have met: SHA-256 if it is among those that are stored, MD5 if that is alone; DEFAULT_ALGORITHM where there is none. */
const algorithmOf = ({ config }: Pick<Platform, 'config'>, { passwords }: AccountRecord): Algorithm => {
  if (passwords.length === 0) return config.defaultAlgorithm
  return passwords.every(({ algorithm }) => algorithm === 'MD5') ? 'MD5' : 'SHA-256'
}

/** One of two at once finds it gone. */
async function useUp({ clock }: Pick<Platform, 'clock'>, tx: Transaction, { accountId, purpose, hash }: Grant): Promise<boolean> {
  const expiresAt = { gt: new Date(clock.now()) }
  return (await tx.oneTimeLink.deleteMany({ where: { accountId, purpose, tokenHash: hash, expiresAt } })).count === 1
}

const leaveGone = (): AppError => notFound('This has been used, or has expired. Ask for a new password once more.')
