import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError } from '../../domain/errors.js'
import type { RegisteredDevice } from '../../registrar/registrar.js'
import { noSuchAccount } from '../accounts/fields.js'
import { audit } from '../audit/audit.sql.js'
import type { AuditRecord } from '../audit/list.js'
import type { With } from '../deps.js'
import { listDevices } from '../devices/devices.js'
import { cursors } from '../paging.js'
import type { Platform } from '../platform.js'
import { kept } from './kept.js'

/** Entries of the audit log in a document: what is held in memory. An account that had more gets the others by a cursor. */
const ENTRIES = 10_000
/** `e` is the audit log's own list. */
const CURSORS = cursors('x')

/** What the registrar says of an account, or why it says nothing. */
export type ExportedDevices =
  | { state: 'read'; devices: RegisteredDevice[] }
  | { state: 'no_registrar' | 'unavailable'; devices: readonly [] }

export interface AuditLogOfAccount {
  /** what was done to the account, and by it; the newest first */
  entries: AuditRecord[]
  nextCursor: string | null
}

/** All that is kept of an account, as it was at one moment, and its devices. No secret has been read with it. */
export interface AccountExport extends KeptOfAccount {
  exportedAt: Date
  devices: ExportedDevices
  auditLog: AuditLogOfAccount
}
export type KeptOfAccount = Awaited<ReturnType<typeof readKept>>

/**
 * Exports all that is known about an account. It is noted in the audit log first, so that nothing is read that is not noted.
 * @param cursor of entries of the audit log that a document before had no room for; empty or undefined: the newest
 * @throws AppError 404, 422 for what is no cursor
 */
export async function exportAccount(deps: With<'outbound'>, accountId: number, caller: Caller, cursor?: string): Promise<AccountExport> {
  const before = cursor ? CURSORS.read(cursor) : undefined
  if ((await audit(deps, deps.db.prisma, caller, 'exportAccount', accountId)) === 0) throw noSuchAccount()
  // one moment on both databases; the log, which is only ever added to, is read up to it, and holds nobody up
  const known = await deps.db.prisma.$transaction((tx) => readKept(tx, accountId), { isolationLevel: 'Serializable' })
  const [devices, auditLog] = await Promise.all([
    devicesOf(deps, known.account),
    auditLogOf(deps, accountId, Math.min(before ?? Number.POSITIVE_INFINITY, known.lastEntry + 1)),
  ])
  return { ...known, exportedAt: new Date(deps.clock.now()), devices, auditLog }
}

/** The same for the account itself. @throws AppError 401 when it was deleted meanwhile, 422 for what is no cursor */
export const exportOwnAccount = (...of: Parameters<typeof exportAccount>): Promise<AccountExport> =>
  exportAccount(...of).catch((error) => {
    if (error instanceof AppError && error.status === 404) throw new AppError(401, 'unauthenticated', 'The account has just been deleted.')
    throw error
  })

async function auditLogOf({ db }: Pick<Platform, 'db'>, accountId: number, before: number): Promise<AuditLogOfAccount> {
  const page = (of: Prisma.AuditEntryWhereInput): Promise<AuditRecord[]> =>
    db.prisma.auditEntry.findMany({ where: { ...of, id: { lt: before } }, orderBy: { id: 'desc' }, take: ENTRIES + 1 })
  // each by its index, however long the log is
  const [about, by] = await Promise.all([page({ accountId }), page({ actorId: accountId })])
  const found = new Map([...about, ...by].map((entry) => [entry.id, entry]))
  const newest = [...found.values()].sort((one, other) => other.id - one.id)
  const entries = newest.slice(0, ENTRIES)
  return { entries, nextCursor: newest.length > ENTRIES ? CURSORS.write(entries.at(-1)!.id) : null }
}

/** The entries of the audit log from a cursor on, for who writes a document in one piece. */
export const olderEntries = (deps: Pick<Platform, 'db'>, accountId: number, cursor: string): Promise<AuditLogOfAccount> =>
  auditLogOf(deps, accountId, CURSORS.read(cursor))

/** @throws AppError 404 when the account was deleted meanwhile */
async function readKept(tx: Transaction, accountId: number) {
  const account = await tx.account.findUnique({ where: { id: accountId }, select: kept })
  if (!account) throw noSuchAccount()
  const { username, domain } = account
  // tokens have no index by account: they go when they expire, and are few
  const [creationTokens, b2buaNotices, removal, contactOf, last] = [
    await tx.token.findMany({
      where: { accountId },
      select: { createdAt: true, usedAt: true, expiresAt: true },
      orderBy: { createdAt: 'asc' },
    }),
    await tx.b2buaNotice.findMany({ where: { accountId }, orderBy: { id: 'asc' } }),
    await tx.registrationRemoval.findUnique({ where: { username_domain: { username, domain } } }),
    await tx.contact.count({ where: { contactId: accountId } }),
    await tx.auditEntry.aggregate({ _max: { id: true } }),
  ]
  return { account, creationTokens, b2buaNotices, removalSince: removal?.createdAt ?? null, contactOf, lastEntry: last._max.id ?? 0 }
}

/** A registrar that is down or hangs has its own time limit, and spoils no document. */
async function devicesOf(deps: With<'outbound'>, account: KeptOfAccount['account']): Promise<ExportedDevices> {
  if (!deps.outbound.registrar) return { state: 'no_registrar', devices: [] }
  try {
    return { state: 'read', devices: await listDevices(deps, account) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { state: 'unavailable', devices: [] }
  }
}
