import { keyedHash, open, seal } from '../auth/secretBox.js'
import { AppError } from '../domain/errors.js'
import type { Platform } from './platform.js'

type IdempotencyDeps = Pick<Platform, 'db' | 'clock' | 'keys'>

/** How long an answer is kept for who sends its request again. Milliseconds. */
const KEPT_MS = 86_400_000
/** How long a request counts as being done, if nothing is heard of it: its process may have died. Milliseconds. */
const LOCK_MS = 120_000
/** When to ask again about a request that is being done. Seconds. */
const ASK_AGAIN = 2

/** Answers that are kept for an account that is no administrator: anybody can have one, and an answer may have 64 KiB. The oldest go. */
const MOST_KEPT = 50

/** A request with the key that its sender has given it. */
export interface KeyedRequest {
  accountId: number
  /** whether that is an administrator, for whom all answers are kept */
  admin: boolean
  key: string
  /** all that makes it another request: the method, the path and the body */
  content: string
}

/** What the row of a key is called. */
const idempotencyId = ({ keys }: Pick<Platform, 'keys'>, { accountId, key }: Pick<KeyedRequest, 'accountId' | 'key'>): string =>
  keyedHash(keys.idempotency, 'key', String(accountId), key)

/**
 * Does a request once: who sends it again with its key within a day gets the first answer. One that is refused leaves the key free, as nothing was done. A process that dies
 * between the work and its note leaves the key taken for two minutes; after that the request is done again, so work of its own should bear that.
 * @param work gives the answer, which JSON can hold
 * @throws AppError 409 idempotency_key_in_use, 422 idempotency_key_reused for another request, and what `work` throws
 */
export async function doOnce<T>(deps: IdempotencyDeps, request: KeyedRequest, work: () => Promise<T>): Promise<T> {
  const id = idempotencyId(deps, request)
  const lockedUntil = new Date(deps.clock.now() + LOCK_MS)
  const done = await claim(deps, id, request, lockedUntil)
  if (done !== undefined) return JSON.parse(done) as T
  const mine = { id, lockedUntil }
  const { idempotencyKey } = deps.db.prisma
  let answer: T
  try {
    answer = await work()
  } catch (error) {
    await idempotencyKey.deleteMany({ where: mine })
    throw error
  }
  await idempotencyKey.updateMany({ where: mine, data: { sealed: seal(deps.keys.idempotency, JSON.stringify(answer)) } })
  if (!request.admin) await forgetOldest(deps, request.accountId, id)
  return answer
}

const forgetOldest = ({ db }: IdempotencyDeps, accountId: number, newest: string): Promise<number> =>
  db.prisma
    .$executeRaw`delete from idempotency_keys where account_id = ${accountId} and sealed is not null and id <> ${newest} and id not in (
    select id from idempotency_keys where account_id = ${accountId} and sealed is not null and id <> ${newest}
    order by expires_at desc, id limit ${MOST_KEPT - 1})`

/** Takes the key. @returns the answer, when the request was done already */
async function claim(deps: IdempotencyDeps, id: string, request: KeyedRequest, lockedUntil: Date): Promise<string | undefined> {
  const { prisma } = deps.db
  const now = new Date(deps.clock.now())
  const content = keyedHash(deps.keys.idempotency, 'content', request.content)
  const expiresAt = new Date(now.getTime() + KEPT_MS)
  await prisma.idempotencyKey.deleteMany({ where: { id, expiresAt: { lte: now } } })
  const made = await prisma.$executeRaw`insert into idempotency_keys (id, account_id, content, locked_until, expires_at)
    values (${id}, ${request.accountId}, ${content}, ${lockedUntil}, ${expiresAt}) on conflict do nothing`
  if (made > 0) return undefined
  const row = await prisma.idempotencyKey.findUnique({ where: { id } })
  if (!row) throw inUse() // it was refused just now
  if (row.content !== content)
    throw new AppError(
      422,
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another request. Make a new one for each request.',
    )
  if (row.sealed !== null) return open(deps.keys.idempotency, row.sealed)
  if (row.lockedUntil > now) throw inUse()
  const { count } = await prisma.idempotencyKey.updateMany({
    where: { id, sealed: null, lockedUntil: row.lockedUntil },
    data: { lockedUntil },
  })
  if (count === 0) throw inUse()
  return undefined
}

const inUse = (): AppError =>
  new AppError(409, 'idempotency_key_in_use', 'The request with this Idempotency-Key is being done. Ask again in a moment.', {
    headers: { 'Retry-After': String(ASK_AGAIN) },
  })
