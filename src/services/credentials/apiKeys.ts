import { actorOf, type Caller, callerWith } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { hashToken, randomApiKey } from '../../domain/codes.js'
import { AppError, notFound } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import { noSuchAccount } from '../accounts/fields.js'
import type { KeyOwner } from '../accounts/reads.sql.js'
import { audit, auditKeys } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { type Proven, requireProof } from './proof.js'

/** Last use is kept to the minute: a write per request would be the dearest part of it. Milliseconds. */
const LAST_USE_PRECISION = 60_000

/** A key as it may be shown. */
export interface KeyFacts {
  id: number
  createdAt: Date
  lastUsedAt: Date | null
}

/**
 * Makes a key for an administrator, and tells its owner by mail. Only its hash is stored: what is returned is seen this once.
 * @throws AppError 403 admin_required when the account is no active administrator
 */
export async function createApiKey(
  deps: With<'limits' | 'outbound'>,
  accountId: number,
  caller: Caller,
): Promise<{ id: number; key: string }> {
  const key = randomApiKey(deps.clock.random)
  const id = await notify(deps, accountId, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      // takes the row: a change that ends the account's keys comes before, and this is refused, or after, and finds the key
      const { count } = await tx.account.updateMany({ where: { id: accountId, admin: true, activated: true }, data: { admin: true } })
      if (count === 0) throw new AppError(403, 'admin_required', 'Only active administrators have API keys.')
      const made = await tx.apiKey.create({
        data: { accountId, keyHash: hashToken(key), createdAt: new Date(deps.clock.now()) },
        select: { id: true },
      })
      await audit(deps, tx, caller, 'createApiKey', accountId)
      await tell(tx, 'apiKeyCreated')
      return made.id
    }),
  )
  return { id, key }
}

/** Makes a key for who has proven the account. @returns 40 of `[A-Za-z0-9]` @throws AppError 401 unauthenticated, 403 account_not_activated */
export async function createOwnKey(deps: With<'limits' | 'outbound'>, account: Proven, caller: Caller): Promise<string> {
  const key = randomApiKey(deps.clock.random)
  await setPersonalKey(deps, account.id, key, caller, (tx) => requireProof(tx, account))
  return key
}

/**
 * Makes the one key that an account has for itself, in place of the former one, and tells its owner by mail.
 * @param key 40 of `[A-Za-z0-9]`
 * @param check whether it may be made, in the transaction that makes it, which has taken the account
 * @throws AppError 403 account_not_activated, or what `check` throws
 */
export async function setPersonalKey(
  deps: With<'limits' | 'outbound'>,
  accountId: number,
  key: string,
  caller: Caller,
  check: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const keyHash = hashToken(key)
  await notify(deps, accountId, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      const { count } = await tx.account.updateMany({ where: { id: accountId, activated: true }, data: { activated: true } })
      // one that is gone is found out by the key, which has no owner
      if (count === 0 && (await tx.account.count({ where: { id: accountId } })) > 0)
        throw new AppError(403, 'account_not_activated', 'This account is not activated yet.')
      await check(tx)
      await tx.apiKey.deleteMany({ where: { accountId, personal: true } })
      await tx.apiKey.create({ data: { accountId, keyHash, personal: true, createdAt: new Date(deps.clock.now()) }, select: { id: true } })
      await audit(deps, tx, caller, 'createApiKey', accountId)
      await tell(tx, 'apiKeyCreated')
    }),
  )
}

/** Ends the key that an account has for itself: with its password. */
export async function revokePersonalKey(tx: Transaction, accountId: number): Promise<void> {
  await tx.apiKey.deleteMany({ where: { accountId, personal: true } })
}

export const listApiKeys = (deps: Pick<Platform, 'db'>, accountId: number): Promise<KeyFacts[]> =>
  deps.db.prisma.apiKey.findMany({ where: { accountId }, orderBy: { id: 'asc' }, select: { id: true, createdAt: true, lastUsedAt: true } })

/** The keys of an account that another one asks about. @throws AppError 404 when there is no such account */
export async function listKeysOf(deps: Pick<Platform, 'db'>, accountId: number): Promise<KeyFacts[]> {
  const keys = await listApiKeys(deps, accountId)
  if (keys.length > 0) return keys
  if (await deps.db.prisma.account.findUnique({ where: { id: accountId }, select: { id: true } })) return []
  throw noSuchAccount()
}

/** @throws AppError 404 when the account has no such key */
export async function revokeApiKey(deps: Platform, accountId: number, id: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.apiKey.deleteMany({ where: { id, accountId } })
    if (count === 0) throw notFound('This account has no such key.')
    await audit(deps, tx, caller, 'revokeApiKey', accountId)
  })
}

/** Ends all keys of an account, with an entry in the audit log for each. To be called when the transaction has the account's row. */
export async function revokeAllKeys(deps: Platform, tx: Transaction, accountId: number, caller: Caller): Promise<void> {
  if ((await auditKeys(deps, tx, caller, accountId)) > 0) await tx.apiKey.deleteMany({ where: { accountId } })
}

/** The key's owner, read from the database at every request: a revoked key is refused on its next one. */
export async function findKeyOwner(deps: With<'accounts' | 'credentials'>, key: string, caller: Caller): Promise<KeyOwner | undefined> {
  const owner = await deps.accounts.byKeyHash(hashToken(key))
  if (!owner || isIdle(deps, owner)) return undefined
  await noteUse(deps, owner)
  await noteAddress(deps, owner, caller)
  return owner
}

/** A personal key that nobody has used for API_KEY_IDLE is good no more. */
const isIdle = ({ config, clock }: Pick<Platform, 'config' | 'clock'>, { personal, lastUsedAt, createdAt }: KeyOwner): boolean =>
  personal && config.apiKeyIdle > 0 && clock.now() - (lastUsedAt ?? createdAt).getTime() >= config.apiKeyIdle * 1000

/** The first use of a key from somewhere is in the audit log. Of an address that this process knows already nothing is asked. */
async function noteAddress(deps: With<'credentials'>, { keyId, account }: KeyOwner, caller: Caller): Promise<void> {
  if (!(await deps.credentials.known.isFirst(`${addressBlock(caller.ip)}\nkey ${keyId}`))) return
  await audit(deps, deps.db.prisma, callerWith(caller, { actor: actorOf(account) }), 'useApiKey', account.id)
}

async function noteUse(deps: Pick<Platform, 'db' | 'clock'>, { keyId, lastUsedAt }: KeyOwner): Promise<void> {
  if (lastUsedAt && deps.clock.now() - lastUsedAt.getTime() < LAST_USE_PRECISION) return
  await deps.db.prisma.apiKey.updateMany({ where: { id: keyId, lastUsedAt }, data: { lastUsedAt: new Date(deps.clock.now()) } })
}
