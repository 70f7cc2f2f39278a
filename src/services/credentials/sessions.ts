import { randomBytes } from 'node:crypto'
import { actorOf, type Caller, callerWith } from '../../caller.js'
import type { Database, Transaction } from '../../db/client.js'
import { hashToken } from '../../domain/codes.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'
import { FACTORS, type Factor, hasFactor } from '../secondFactor/factors.js'
import { holdPasswords } from './proof.js'
import { endOldest } from './sessions.sql.js'

/** A session of the panel ends this long after the log-in, whatever happens. Milliseconds. */
const SESSION_MS = 12 * 3_600_000
/** And this long after its last request. Milliseconds. */
export const IDLE_MS = 3_600_000
/** The last request is kept to the minute: a write per page would be its dearest part. Milliseconds. */
const LAST_USE_PRECISION = 60_000

/** Sessions that an account may have: the next log-in ends the oldest. */
const SESSIONS = 20
/** What `hashToken` makes: PostgreSQL refuses other bytes than those of a text. */
const HASH = /^[\w-]{1,64}$/
/** How long a password that was entered vouches for who sits at the session. Milliseconds. */
const PROOF_MS = 600_000

/** A log-in to the panel. */
export interface Session {
  /** what the browser's cookie says, 43 characters of base64url */
  id: string
  /** what names it in the database */
  idHash: string
  /** read with it: as it is now */
  account: AccountRecord
  /** when the password was last entered in it; null: unknown */
  provenAt: Date | null
  /** the second factor of its log-in; null: none */
  factor: Factor | null
}

/** The second factor that a log-in came with. */
interface ProvenFactor {
  kind: Factor
  /** Takes it in the transaction of the log-in: of two at once with the same one, one does. @returns false: it is not good (any more) */
  take(tx: Transaction): Promise<boolean>
}

/** How somebody logs in. */
interface NewSession {
  /** with an entry in the audit log */
  audited: boolean
  /** whether the password was entered here: else another device vouches for who sits there */
  entered?: boolean
  factor?: ProvenFactor
}

/**
 * Begins a session after a right password, and after the second factor where the account has one.
 * @param proven the stored row that the password answered to
 * @returns undefined: that has been changed since, the factor is not good, or there is one that was not asked for
 */
export async function startSession(
  deps: Pick<Platform, 'config' | 'db' | 'clock'>,
  account: AccountRecord,
  proven: { algorithm: string; password: string },
  caller: Caller,
  { audited, entered = true, factor }: NewSession,
): Promise<Session | undefined> {
  const id = randomBytes(32).toString('base64url')
  const idHash = hashToken(id)
  const now = deps.clock.now()
  return deps.db.prisma.$transaction(async (tx) => {
    await takeAccount(tx, account.id) // before what belongs to it, as a deletion does
    if (!(await holdPasswords(tx, account.id, [proven]))) return undefined
    if (factor ? !(await factor.take(tx)) : await hasFactor(tx, account.id)) return undefined
    const begun = new Date(now)
    const provenAt = entered ? begun : null
    const times = { createdAt: begun, lastUsedAt: begun, expiresAt: new Date(now + SESSION_MS), provenAt }
    const from = { ipAddress: caller.ip, userAgent: caller.userAgent ?? null }
    const by = { factor: factor?.kind ?? null, byDevice: !entered }
    await tx.session.create({ data: { idHash, accountId: account.id, ...times, ...from, ...by } })
    await endOldest(tx, account.id, idHash, SESSIONS)
    if (audited) await audit(deps, tx, callerWith(caller, { actor: actorOf(account) }), 'logIn', account.id)
    return { id, idHash, account, provenAt, factor: by.factor }
  })
}

/** The session of this id; undefined when it has ended, or its account is not active any more. */
export async function findSession(deps: Pick<Platform, 'db' | 'clock'>, id: string): Promise<Session | undefined> {
  const { prisma } = deps.db
  const idHash = hashToken(id)
  const row = await prisma.session.findUnique({ where: { idHash }, include: { account: { include: wholeAccount } } })
  if (!row) return undefined
  const { account, lastUsedAt, expiresAt, provenAt } = row
  const now = deps.clock.now()
  if (expiresAt.getTime() <= now || lastUsedAt.getTime() + IDLE_MS <= now || !account.activated) {
    await endSession(deps.db, idHash)
    return undefined
  }
  if (now - lastUsedAt.getTime() >= LAST_USE_PRECISION) {
    await prisma.session.updateMany({ where: { idHash, lastUsedAt }, data: { lastUsedAt: new Date(now) } })
  }
  return { id, idHash, account, provenAt, factor: factorIn(row) }
}

const factorIn = ({ factor }: { factor: string | null }): Factor | null => FACTORS.find((one) => one === factor) ?? null

/** Whether the password was entered so lately that its owner still sits there. */
export const isProven = ({ clock }: Pick<Platform, 'clock'>, { provenAt }: Session): boolean =>
  provenAt !== null && clock.now() - provenAt.getTime() < PROOF_MS

/** Logs out. Nothing happens when the session has ended already. */
export async function endSession({ prisma }: Database, idHash: string): Promise<void> {
  await prisma.session.deleteMany({ where: { idHash } })
}

/** Logs an account out everywhere, but for one session if its hash is given. */
export async function endSessions(tx: Transaction, accountId: number, exceptIdHash?: string): Promise<void> {
  await tx.session.deleteMany({ where: { accountId, ...(exceptIdHash !== undefined && { idHash: { not: exceptIdHash } }) } })
}

/**
 * Ends all sessions of an account.
 * @returns how many there were
 * @throws AppError 404 when there is no such account
 */
export function logOutEverywhere(deps: Pick<Platform, 'config' | 'db' | 'clock'>, accountId: number, caller: Caller): Promise<number> {
  return deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { accountId } })
    if (count > 0) await audit(deps, tx, caller, 'endSessions', accountId)
    return count
  })
}

/** What a person recognises a session of theirs by. */
export interface SessionFacts {
  idHash: string
  createdAt: Date
  lastUsedAt: Date
  /** of the log-in; null for sessions from before this was kept */
  ipAddress: string | null
  userAgent: string | null
  /** the second factor of the log-in */
  factor: Factor | null
  /** another device vouched: no password was entered */
  byDevice: boolean
}

/** The sessions of an account that have not ended, the one used last first. */
export async function listSessions({ db, clock }: Pick<Platform, 'db' | 'clock'>, accountId: number): Promise<SessionFacts[]> {
  const now = clock.now()
  const rows = await db.prisma.session.findMany({
    where: { accountId, expiresAt: { gt: new Date(now) }, lastUsedAt: { gt: new Date(now - IDLE_MS) } },
    orderBy: [{ lastUsedAt: 'desc' }, { idHash: 'asc' }],
    select: { idHash: true, createdAt: true, lastUsedAt: true, ipAddress: true, userAgent: true, factor: true, byDevice: true },
  })
  return rows.map((row) => ({ ...row, factor: factorIn(row) }))
}

/** Ends one session of an account. @returns false when it had ended already, or is another account's */
export async function endSessionOf({ db }: Pick<Platform, 'db'>, accountId: number, idHash: string): Promise<boolean> {
  if (!HASH.test(idHash)) return false
  return (await db.prisma.session.deleteMany({ where: { accountId, idHash } })).count > 0
}

/** The same on an administrator's word, with an entry in the audit log. */
export async function endSessionFor(
  deps: Pick<Platform, 'config' | 'db' | 'clock'>,
  accountId: number,
  idHash: string,
  caller: Caller,
): Promise<boolean> {
  if (!HASH.test(idHash)) return false
  return deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { accountId, idHash } })
    if (count > 0) await audit(deps, tx, caller, 'endSession', accountId)
    return count > 0
  })
}
