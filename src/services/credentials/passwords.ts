import type { components } from '../../../generated/openapi.js'
import { type Algorithm, ha1, secretsEqual } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { type AppError, invalidField } from '../../domain/errors.js'
import { addressOf } from '../../domain/sip.js'
import { passwordField } from '../accounts/fields.js'
import { type AccountRecord, takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { findDone, noteDone, type RepeatKey } from '../repeats.js'
import { spaceOf } from '../spaces/space.js'
import { revokeAllKeys, revokePersonalKey } from './apiKeys.js'
import { keepPrevious } from './previousPasswords.js'
import { endSessions } from './sessions.js'
import { refuseWeak } from './weakPasswords.js'
import { type AttemptDeps, countWrongPassword } from './wrongPasswords.js'

/** The row that stands for a password: HA1 by the algorithm asked for, and by no other (RFC 7616 section 3.4.2). */
export function passwordRow(
  deps: Pick<Platform, 'config'>,
  owner: { username: string; domain: string },
  algorithm: Algorithm,
  password: string,
) {
  return { algorithm, password: ha1(algorithm, owner.username, spaceOf(deps, owner.domain).realm, password) }
}

/** The stored row that the password answers to, or undefined. Looks at every row, whichever matches. */
export function matchingPassword(
  deps: Pick<Platform, 'config'>,
  account: Pick<AccountRecord, 'username' | 'domain' | 'passwords'>,
  password: string,
) {
  let match: AccountRecord['passwords'][number] | undefined
  for (const row of account.passwords) {
    const given = row.algorithm === 'CLRTXT' ? password : passwordRow(deps, account, row.algorithm as Algorithm, password).password
    if (secretsEqual(given, row.password)) match = row
  }
  return match
}

/**
 * Sets a new password. Its hash is the only one afterwards, and phones that registered with the old one have to register again.
 * Sessions of the panel end, but for the one named by `keepSession`, which asks; API keys with `revoke_keys`. A mail tells the account's owner,
 * if its address is known. The same again within minutes is answered alike. The password that the account has already, by the same algorithm alone, changes nothing but its keys with `revoke_keys`.
 * @throws AppError 422 `errors.password` when the new one is too short or weak, `errors.old_password` when a password is set and the old one is missing or wrong, 429 rate_limited after several wrong ones
 */
export async function changePassword(
  deps: With<'credentials' | 'limits' | 'outbound'>,
  account: AccountRecord,
  body: components['schemas']['NewPassword'],
  caller: Caller,
  keepSession?: string,
): Promise<void> {
  const { algorithm = deps.config.defaultAlgorithm } = body
  const key: RepeatKey = ['changePassword', String(account.id), algorithm, body.old_password ?? '', body.password]
  // the answer to the first was lost: the old password is another one by now
  if (matchingPassword(deps, account, body.password) && (await findDone(deps, key)) !== undefined) return
  const old = account.passwords.length === 0 ? undefined : await oldPassword(deps, account, body.old_password, caller)
  const row = passwordRow(deps, account, algorithm, body.password)
  if (isOnlyPassword(account, row)) {
    if (body.revoke_keys) await deps.db.prisma.$transaction((tx) => revokeAllKeys(deps, tx, account.id, caller))
    return
  }
  refuseWeak(account, passwordField(deps, body.password))
  const write = async (tx: Transaction): Promise<void> => {
    // takes the row: a link that is made or used at the same time comes before or after
    await takeAccount(tx, account.id)
    if (old) {
      // by its value: of two changes at once, each with the same old password, one finds it gone
      const { count } = await tx.password.deleteMany({ where: { accountId: account.id, algorithm: old.algorithm, password: old.password } })
      if (count === 0) throw wrongPassword('The old password is wrong: it has just been changed.')
    }
    await replacePassword(deps, tx, account, row, caller, { keepSession })
    await keepPrevious(deps, tx, account)
    await noteDone(deps, tx, key, account.id)
    if (body.revoke_keys) await revokeAllKeys(deps, tx, account.id, caller)
    if (old && keepSession) await tx.session.updateMany({ where: { idHash: keepSession }, data: { provenAt: new Date(deps.clock.now()) } })
  }
  await notify(deps, account, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      await write(tx)
      await tell(tx, 'passwordSet')
    }),
  )
  deps.outbound.removals.deliver()
}

/**
 * Writes a password in the place of all others of an account: the key that it has for itself and sessions of the panel end, but for one that is kept, its links, codes and the devices that it has let in are void, and
 * registrations go. The caller delivers the removals once the transaction is committed.
 */
export async function replacePassword(
  deps: With<'outbound'>,
  tx: Transaction,
  account: Pick<AccountRecord, 'id' | 'username' | 'domain'>,
  row: ReturnType<typeof passwordRow>,
  caller: Caller,
  { action = 'changePassword', keepSession }: { action?: 'changePassword' | 'recoverPassword'; keepSession?: string | undefined } = {},
): Promise<void> {
  await tx.password.deleteMany({ where: { accountId: account.id } })
  const created = { accountId: account.id, ...row }
  // `hash-cleartext` may have made one since
  const accountId_algorithm = { accountId: created.accountId, algorithm: created.algorithm }
  await tx.password.upsert({ where: { accountId_algorithm }, create: created, update: created })
  await audit(deps, tx, caller, action, account.id)
  await revokePersonalKey(tx, account.id)
  await endSessions(tx, account.id, keepSession)
  // whoever made it may not be who has the account now
  const ofAccount = { where: { accountId: account.id } }
  await tx.oneTimeLink.deleteMany(ofAccount)
  await tx.authToken.deleteMany(ofAccount)
  await tx.previousPassword.deleteMany(ofAccount)
  // who had the old password may have asked for a change of address
  await tx.code.deleteMany(ofAccount)
  await deps.outbound.removals.enqueueRemovals(tx, [account])
}

const isOnlyPassword = ({ passwords }: AccountRecord, { algorithm, password }: ReturnType<typeof passwordRow>): boolean =>
  passwords.length === 1 && passwords[0]!.algorithm === algorithm && passwords[0]!.password === password

async function oldPassword(deps: AttemptDeps, account: AccountRecord, given: string | undefined, caller: Caller) {
  if (given === undefined) throw invalidField('old_password', 'Give the old password as well: this account has one.')
  await deps.credentials.attempts.check(addressOf(account), caller.ip)
  const match = matchingPassword(deps, account, given)
  if (!match) {
    await countWrongPassword(deps, account, account, caller)
    throw wrongPassword('The old password is wrong.')
  }
  await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  return match
}

const wrongPassword = (text: string): AppError => invalidField('old_password', text, 'wrong_password')
