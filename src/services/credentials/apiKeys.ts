import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { isUniqueViolation } from '../../db/errors.js'
import { hashToken, randomApiKey } from '../../domain/codes.js'
import { AppError, invalidField, notFound } from '../../domain/errors.js'
import { plainNetwork } from '../../domain/networks.js'
import { noSuchAccount } from '../accounts/fields.js'
import { auditKeys } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { factsOf, type KeyFacts, type KeyScope, type MadeKey, SHOWN } from './keyFacts.js'
import { type Proven, requireProof } from './proof.js'

/** As many keys as an account may have. */
const MOST_KEYS = 100

/** What a key is to be. What is left out restricts nothing. */
export interface NewKey {
  name?: string
  scope?: KeyScope
  /** in CIDR notation */
  networks?: readonly string[]
  idleMinutes?: number
}

/** What the contract asks of a network (`x-check: network`). @throws AppError 422 */
export function networkField(text: string): string {
  const network = plainNetwork(text)
  if (network !== undefined) return network
  throw invalidField('networks', 'This is no network. Write an address, or a network as in 192.0.2.0/24 or 2001:db8::/32.')
}

/**
 * Makes a key for an administrator, and tells its owner by mail. Only its hash is stored: what is returned is seen this once.
 * @throws AppError 403 admin_required when the account is no active administrator, 422 name_taken, too_many_keys
 */
export async function createApiKey(
  deps: With<'limits' | 'outbound'>,
  accountId: number,
  caller: Caller,
  { name, scope = 'admin', networks = [], idleMinutes }: NewKey = {},
): Promise<MadeKey> {
  const key = randomApiKey(deps.clock.random)
  const places = [...new Set(networks.map(networkField))]
  const data = {
    accountId,
    keyHash: hashToken(key),
    name: name ?? null,
    scope,
    networks: places.length > 0 ? places.join() : null,
    idleMinutes: idleMinutes ?? null,
    createdAt: new Date(deps.clock.now()),
  }
  const made = await notify(deps, accountId, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      // takes the row: a change that ends the account's keys comes before, and this is refused, or after, and finds the key
      const { count } = await tx.account.updateMany({ where: { id: accountId, admin: true, activated: true }, data: { admin: true } })
      if (count === 0) throw new AppError(403, 'admin_required', 'Only active administrators have API keys.')
      if ((await tx.apiKey.count({ where: { accountId } })) >= MOST_KEYS) throw tooManyKeys()
      const row = await tx.apiKey.create({ data, select: SHOWN })
      await auditKeys(deps, tx, caller, 'createApiKey', { accountId, id: row.id })
      await tell(tx, 'apiKeyCreated')
      return row
    }),
  ).catch((error) => {
    throw isUniqueViolation(error, 'name') ? nameTaken() : error
  })
  return { ...factsOf(deps, made), key }
}

/** The same for an account that an administrator names. @throws AppError 404 as well */
export async function createKeyFor(deps: With<'limits' | 'outbound'>, accountId: number, caller: Caller, wish: NewKey): Promise<MadeKey> {
  try {
    return await createApiKey(deps, accountId, caller, wish)
  } catch (error) {
    if (error instanceof AppError && error.code === 'admin_required') await requireAccount(deps, accountId)
    throw error
  }
}

const nameTaken = (): AppError => invalidField('name', 'This account has a key of this name. Choose another one.', 'name_taken')
const tooManyKeys = (): AppError =>
  new AppError(422, 'too_many_keys', `This account has ${MOST_KEYS} keys. Revoke one that nobody needs first.`)

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
      const data = { accountId, keyHash, personal: true, createdAt: new Date(deps.clock.now()) }
      const { id } = await tx.apiKey.create({ data, select: { id: true } })
      await auditKeys(deps, tx, caller, 'createApiKey', { accountId, id })
      await tell(tx, 'apiKeyCreated')
    }),
  )
}

/** Ends the key that an account has for itself: with its password. */
export async function revokePersonalKey(tx: Transaction, accountId: number): Promise<void> {
  await tx.apiKey.deleteMany({ where: { accountId, personal: true } })
}

export async function listApiKeys(deps: Pick<Platform, 'db' | 'config' | 'clock'>, accountId: number): Promise<KeyFacts[]> {
  const keys = await deps.db.prisma.apiKey.findMany({ where: { accountId }, orderBy: { id: 'asc' }, select: SHOWN })
  return keys.map((key) => factsOf(deps, key))
}

/** The keys of an account that another one asks about. @throws AppError 404 when there is no such account */
export async function listKeysOf(deps: Pick<Platform, 'db' | 'config' | 'clock'>, accountId: number): Promise<KeyFacts[]> {
  const keys = await listApiKeys(deps, accountId)
  if (keys.length === 0) await requireAccount(deps, accountId)
  return keys
}

/** @throws AppError 404 */
async function requireAccount({ db }: Pick<Platform, 'db'>, id: number): Promise<void> {
  if (!(await db.prisma.account.findUnique({ where: { id }, select: { id: true } }))) throw noSuchAccount()
}

/** @throws AppError 404 when the account has no such key */
export async function revokeApiKey(deps: Platform, accountId: number, id: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    await auditKeys(deps, tx, caller, 'revokeApiKey', { accountId, id })
    // of two at once, one finds it gone: the entry of the other stays
    const { count } = await tx.apiKey.deleteMany({ where: { id, accountId } })
    if (count === 0) throw notFound('This account has no such key.')
  })
}

/** Ends all keys of an account, with an entry in the audit log for each. To be called when the transaction has the account's row. */
export async function revokeAllKeys(deps: Platform, tx: Transaction, accountId: number, caller: Caller): Promise<void> {
  if ((await auditKeys(deps, tx, caller, 'revokeApiKey', { accountId })) > 0) await tx.apiKey.deleteMany({ where: { accountId } })
}
