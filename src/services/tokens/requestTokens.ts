import { keyedRandom } from '../../auth/secretBox.js'
import { hashToken, randomToken } from '../../domain/codes.js'
import { AppError, invalidField } from '../../domain/errors.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { type MadeToken, storeToken } from './creationTokens.js'
import { readRequestToken } from './reads.sql.js'

/** How long a request token waits for its page to be opened, and for its creation token to be fetched. Milliseconds. */
const LIFETIME_MS = 3_600_000

/** Makes a request token, and the address of the page where a person validates it. */
export async function createRequestToken(deps: With<'metrics'>): Promise<{ token: string; validationUrl: string }> {
  const token = randomToken(deps.clock.random)
  const now = deps.clock.now()
  await deps.db.prisma.requestToken.create({
    data: { tokenHash: hashToken(token), createdAt: new Date(now), expiresAt: new Date(now + LIFETIME_MS) },
  })
  deps.metrics.token('request', 'made')
  return { token, validationUrl: `${deps.config.publicUrl}/creation_token/check/${token}` }
}

/** Where a request token stands: it waits for its page, was validated, or is of no use any more. */
export type RequestTokenState = 'pending' | 'validated' | 'used' | 'expired'

/** @returns undefined when there is no such token, or none any more */
export async function findRequestToken(deps: Platform, token: string): Promise<{ state: RequestTokenState; createdAt: Date } | undefined> {
  const row = await readRequestToken(deps.db, hashToken(token))
  if (!row) return undefined
  const { createdAt, expiresAt, isUsed, isValidated } = row
  if (isUsed) return { state: 'used', createdAt }
  if (expiresAt.getTime() <= deps.clock.now()) return { state: 'expired', createdAt }
  return { state: isValidated ? 'validated' : 'pending', createdAt }
}

/** Notes that a person has opened the page of a request token, and has passed there. @returns whether the token was still good */
export async function validateRequestToken(deps: With<'metrics'>, token: string): Promise<boolean> {
  const now = new Date(deps.clock.now())
  const { count } = await deps.db.prisma.requestToken.updateMany({
    where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now } },
    data: { validatedAt: now },
  })
  if (count === 1) deps.metrics.token('request', 'validated')
  return count === 1
}

/**
 * The creation token of a request token. It follows from the request token and a key of ours, so that a repetition gets the same one and nothing is kept in clear.
 * @throws AppError 404 token_pending, 422 invalid_token
 */
export async function createTokenFromRequest(deps: With<'metrics'>, requestToken: string): Promise<MadeToken> {
  const { prisma } = deps.db
  // most who ask wait for a person still: they cost one read, and no lock
  if ((await findRequestToken(deps, requestToken))?.state === 'pending') throw pending()
  const now = new Date(deps.clock.now())
  const tokenHash = hashToken(requestToken)
  const token = derivedToken(deps, requestToken)
  const made = await prisma.$transaction(async (tx) => {
    const { count } = await tx.requestToken.updateMany({
      where: { tokenHash, validatedAt: { not: null }, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    return count === 1 ? storeToken(deps, tx, token) : undefined
  })
  if (made) {
    deps.metrics.token('request', 'used')
    deps.metrics.token('creation', 'made')
    return made
  }
  const state = (await findRequestToken(deps, requestToken))?.state
  const unused =
    state === 'used' && (await prisma.token.findFirst({ where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now } } }))
  if (!unused)
    throw invalidField('account_creation_request_token', 'This request is unknown, used or expired. Ask for a new one.', 'invalid_token')
  return { token, expiresAt: unused.expiresAt }
}

const pending = (): AppError => new AppError(404, 'token_pending', 'Nobody has validated this request yet. Open its page, then ask again.')

function derivedToken({ keys }: Pick<Platform, 'keys'>, requestToken: string): string {
  return randomToken(keyedRandom(keys.repeats, 'creation token', requestToken))
}
