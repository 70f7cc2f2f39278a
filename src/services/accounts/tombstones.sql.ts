import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { Aor } from '../../domain/sip.js'
import { AUDIT_COLUMNS, stampValues } from '../audit/audit.sql.js'
import { auditStamp } from '../audit/stamp.js'
import type { Platform } from '../platform.js'
import { usernameTaken } from './fields.js'

// A tombstone keeps the name of a deleted account from sign-up for TOMBSTONE_DAYS. It counts while no account has the name: when an
// administrator gives the name to another one, that one's deletion writes it anew, or removes it.

const DAY_MS = 86_400_000

/** What a deletion must know of an account. */
export interface Deleted extends Aor {
  activated: boolean
  deactivatedAt: Date | null
}

/** Keeps the names of accounts that this transaction deletes. One that was never activated was nobody's address: its name is free. */
export async function bury(deps: Pick<Platform, 'config' | 'clock'>, tx: RawStatements, accounts: readonly Deleted[]): Promise<void> {
  const { tombstoneDays } = deps.config
  const isKept = ({ activated, deactivatedAt }: Deleted): boolean => tombstoneDays > 0 && (activated || deactivatedAt !== null)
  const [kept, free] = [accounts.filter(isKept), accounts.filter((account) => !isKept(account))]
  if (free.length > 0) await tx.$executeRaw`delete from tombstones where (username, domain) in (values ${namesOf(free)})`
  if (kept.length === 0) return
  const freeAt = new Date(deps.clock.now() + tombstoneDays * DAY_MS)
  const rows = kept.map(({ username, domain }) => Prisma.sql`(${username}, ${domain}, ${freeAt})`)
  await tx.$executeRaw`insert into tombstones (username, domain, free_at) values ${Prisma.join(rows)}
    on conflict (username, domain) do update set free_at = excluded.free_at`
}

const namesOf = (accounts: readonly Aor[]): Prisma.Sql =>
  Prisma.join(accounts.map(({ username, domain }) => Prisma.sql`(${username}, ${domain})`))

/** Whether sign-up may not have the name, though no account has it. */
export async function isReserved(deps: Platform, { username, domain }: Aor): Promise<boolean> {
  if (deps.config.tombstoneDays === 0) return false
  const where = { username, domain, freeAt: { gt: new Date(deps.clock.now()) } }
  return (await deps.db.prisma.tombstone.findFirst({ where, select: { username: true } })) !== null
}

/**
 * Notes that somebody has signed up, and looks for a tombstone in the same statement. To be called after the insert: where a deletion was at work
 * at the same time the insert has waited for it, and this sees what it wrote.
 * @throws AppError 422 username_taken, which has to end the transaction
 */
export async function auditSignUp(deps: Pick<Platform, 'config' | 'clock'>, tx: Transaction, caller: Caller, id: number): Promise<void> {
  const now = new Date(deps.clock.now())
  const count = await tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS})
    select ${stampValues(auditStamp(deps, caller))}, 'createAccount', a.id, a.username || '@' || a.domain from accounts a
    where a.id = ${id} and (${deps.config.tombstoneDays === 0} or not exists (
      select 1 from tombstones t where t.username = a.username and t.domain = a.domain and t.free_at > ${now}))`
  if (count === 0) throw usernameTaken()
}
