import { keyedRandom } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import { hashToken, randomApiKey, randomAuthToken } from '../../domain/codes.js'
import { notFound } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import { setPersonalKey } from '../credentials/apiKeys.js'
import { holdPasswords, type Proven, requireProof } from '../credentials/proof.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { findDone, noteDone, noteFirst, type RepeatKey } from '../repeats.js'

// A device that is to be logged in shows a token, most often as a QR code. A device that is logged in attaches its account to it. Then the first one takes
// what it needs: an API key, or the provisioning of the account.

/** How long a token is good. Milliseconds. */
const TTL_MS = 300_000

/** A token, as it is told once. */
export interface AuthToken {
  token: string
  ip: string
  userAgent: string | null
  createdAt: Date
  expiresAt: Date
}

/**
 * Makes a token for a device that wants to be logged in. What comes of it goes to the network address that asked for it, and to no other: a token on a screen
 * can be read by others.
 */
export async function createAuthToken(
  { db, clock, metrics }: Pick<With<'metrics'>, 'db' | 'clock' | 'metrics'>,
  caller: Caller,
): Promise<AuthToken> {
  const token = randomAuthToken(clock.random)
  const createdAt = new Date(clock.now())
  const expiresAt = new Date(clock.now() + TTL_MS)
  const from = { ipAddress: caller.ip, userAgent: caller.userAgent ?? null }
  await db.prisma.authToken.create({ data: { tokenHash: hashToken(token), createdAt, expiresAt, ...from } })
  metrics.token('login', 'made')
  return { token, ip: caller.ip, userAgent: from.userAgent, createdAt, expiresAt }
}

/** A device that wants to be logged in. */
export interface WaitingDevice {
  ipAddress: string
  userAgent: string | null
  createdAt: Date
}

/** Who wants to be logged in with a token: undefined when it is unknown, has expired, or has an account already. */
export async function findOpenAuthToken({ db, clock }: Pick<Platform, 'db' | 'clock'>, token: string): Promise<WaitingDevice | undefined> {
  const row = await db.prisma.authToken.findUnique({ where: { tokenHash: hashToken(token) } })
  if (!row || row.accountId !== null || row.expiresAt.getTime() <= clock.now()) return undefined
  const { ipAddress, userAgent, createdAt } = row
  return { ipAddress, userAgent, createdAt }
}

/**
 * Attaches an account to a token: whoever shows it is let into the account. The same again is answered alike.
 * @param account as it was proven
 * @throws AppError 401 when its password was changed since, 404
 */
export async function attachAuthToken(deps: With<'metrics'>, token: string, account: Proven, caller: Caller): Promise<void> {
  const tokenHash = hashToken(token)
  const accountId = account.id
  const now = new Date(deps.clock.now())
  const attached = await deps.db.prisma.$transaction(async (tx) => {
    await requireProof(tx, account)
    const { count } = await tx.authToken.updateMany({
      where: { tokenHash, accountId: null, expiresAt: { gt: now } },
      data: { accountId, attachedAt: now },
    })
    if (count === 1) {
      await audit(deps, tx, caller, 'attachDevice', accountId)
      return true
    }
    const row = await tx.authToken.findUnique({ where: { tokenHash } })
    if (row?.accountId !== accountId || row.expiresAt <= now) throw noSuchToken()
    return false
  })
  if (attached) deps.metrics.token('login', 'attached')
}

/** The account that was attached to a token, for the device that asked for the token. @throws AppError 404 while there is none, and for everybody else */
export async function accountOfAuthToken(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  token: string,
  caller: Caller,
): Promise<AccountRecord> {
  const where = { tokenHash: hashToken(token) }
  const row = await db.prisma.authToken.findUnique({ where, include: { account: { include: wholeAccount } } })
  const good = row?.account?.activated && row.expiresAt.getTime() > clock.now()
  if (!good || addressBlock(row.ipAddress) !== addressBlock(caller.ip)) throw noSuchToken()
  // token and passwords are read one after the other: a change of the password between has ended the token
  if (!(await db.prisma.authToken.findUnique({ where, select: { accountId: true } }))) throw noSuchToken()
  return row.account!
}

/** How long after the first time the document of a token is given once more: to an app that has lost the answer, which asks again by itself. Milliseconds. */
const DOCUMENT_REPEAT_MS = 60_000

/**
 * The account of a token for the document that sets an app up, with the hash of the password in it: once, and again to who has lost the answer.
 * @throws AppError 404 also when the document was given
 */
export async function takeDocumentAccount(
  deps: Pick<Platform, 'db' | 'clock' | 'keys'>,
  token: string,
  caller: Caller,
): Promise<AccountRecord> {
  const account = await accountOfAuthToken(deps, token, caller)
  const since = await noteFirst(deps, ['authDocument', token], account.id)
  if (since === undefined) return account
  const again = since < DOCUMENT_REPEAT_MS && (await noteFirst(deps, ['authDocument', token, 'again'], account.id)) === undefined
  if (!again) throw noSuchToken()
  return account
}

/**
 * The API key that a token was attached for. It follows from the token, so that a device which lost the answer gets the same one.
 * @throws AppError 404
 */
export async function takeApiKey(deps: With<'limits' | 'outbound' | 'metrics'>, token: string, caller: Caller): Promise<string> {
  const account = await accountOfAuthToken(deps, token, caller)
  const key = randomApiKey(keyedRandom(deps.keys.repeats, 'apiKey', token))
  const known = await deps.db.prisma.apiKey.findUnique({ where: { keyHash: hashToken(key) }, select: { id: true } })
  if (known) return key
  // one that was taken and has ended since, does not come back
  const taken: RepeatKey = ['takeApiKey', token]
  if ((await findDone(deps, taken)) !== undefined) throw noSuchToken()
  await setPersonalKey(deps, account.id, key, caller, async (tx) => {
    await holdPasswords(tx, account.id, account.passwords)
    // a change of the password has ended it
    const { count } = await tx.authToken.updateMany({
      where: { tokenHash: hashToken(token), accountId: account.id },
      data: { accountId: account.id },
    })
    if (count === 0) throw noSuchToken()
    await noteDone(deps, tx, taken, account.id)
  })
  deps.metrics.token('login', 'used')
  return key
}

/** Uses a token up, for what is given once: of several at once one does. */
export async function forgetAuthToken({ db }: Pick<Platform, 'db'>, token: string): Promise<boolean> {
  return (await db.prisma.authToken.deleteMany({ where: { tokenHash: hashToken(token) } })).count === 1
}

const noSuchToken = () => notFound('This token is unknown or has expired, or no account is attached to it yet.')
