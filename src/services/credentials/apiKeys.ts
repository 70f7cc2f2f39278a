import type { Caller } from '../../caller.js'
import { hashToken, randomApiKey } from '../../domain/codes.js'
import { notFound } from '../../domain/errors.js'
import type { KeyOwner } from '../accounts/reads.sql.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'

/** Last use is kept to the minute: a write per request would be the dearest part of it. Milliseconds. */
const LAST_USE_PRECISION = 60_000

/** Makes a key for an account. Only its hash is stored: what is returned is seen this once. */
export async function createApiKey(deps: Platform, accountId: number, caller: Caller): Promise<{ id: number; key: string }> {
  const { prisma } = deps.db
  const key = randomApiKey(deps.clock.random)
  const [{ id }] = await prisma.$transaction([
    prisma.apiKey.create({ data: { accountId, keyHash: hashToken(key), createdAt: new Date(deps.clock.now()) } }),
    audit(deps, prisma, caller, 'createApiKey', accountId),
  ])
  return { id, key }
}

export const listApiKeys = (deps: Pick<Platform, 'db'>, accountId: number) =>
  deps.db.prisma.apiKey.findMany({ where: { accountId }, orderBy: { id: 'asc' }, select: { id: true, createdAt: true, lastUsedAt: true } })

/** @throws AppError 404 when the account has no such key */
export async function revokeApiKey(deps: Platform, accountId: number, id: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.apiKey.deleteMany({ where: { id, accountId } })
    if (count === 0) throw notFound('This account has no such key.')
    await audit(deps, tx, caller, 'revokeApiKey', accountId)
  })
}

/** The key's owner, read from the database at every request: a revoked key is refused on its next one. */
export async function findKeyOwner(deps: With<'accounts'>, key: string): Promise<KeyOwner | undefined> {
  const owner = await deps.accounts.byKeyHash(hashToken(key))
  if (owner) await noteUse(deps, owner)
  return owner
}

async function noteUse(deps: Pick<Platform, 'db' | 'clock'>, { keyId, lastUsedAt }: KeyOwner): Promise<void> {
  if (lastUsedAt && deps.clock.now() - lastUsedAt.getTime() < LAST_USE_PRECISION) return
  await deps.db.prisma.apiKey.updateMany({ where: { id: keyId, lastUsedAt }, data: { lastUsedAt: new Date(deps.clock.now()) } })
}
