import type { operations } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { invalidField } from '../../domain/errors.js'
import { LARGEST_ID } from '../../domain/ids.js'
import { type Aor, addressOf, parseAor } from '../../domain/sip.js'
import type { With } from '../deps.js'
import { cursors, LAST_MS, type Moment, momentCursors } from '../paging.js'
import type { Platform } from '../platform.js'
import { type AuditFilter, findEntries, inOrderOfTime } from './find.sql.js'

export type AuditQuery = NonNullable<operations['listAuditEntries']['parameters']['query']>
export type AuditRecord = Prisma.AuditEntryGetPayload<object>

/** In the order of ids, and in that of times. */
const CURSORS = cursors('e')
const TIMED = momentCursors('t')

export interface AuditListPage {
  entries: AuditRecord[]
  perPage: number
  nextCursor: string | null
}

/** The newest entries first, those before a cursor if it is not empty. @throws AppError 422 */
export async function listAuditEntries(deps: With<'accounts'>, query: AuditQuery): Promise<AuditListPage> {
  const perPage = query.per_page ?? 20
  const filter = await filterOf(deps, query)
  const timed = inOrderOfTime(filter)
  const behind = query.cursor ? (timed ? TIMED.read(query.cursor) : { id: CURSORS.read(query.cursor) }) : undefined
  const found = await findEntries(deps.db, filter, behind, perPage + 1)
  const page = found.slice(0, perPage)
  const entries = await entriesAt(deps.db, page)
  const last = page.at(-1)
  if (found.length <= perPage || !last) return { entries, perPage, nextCursor: null }
  return { entries, perPage, nextCursor: timed ? TIMED.write(last) : CURSORS.write(last.id) }
}

/** In that order, without those that have gone since they were found. */
async function entriesAt({ prisma }: Pick<Platform['db'], 'prisma'>, places: readonly Moment[]): Promise<AuditRecord[]> {
  const entries = await prisma.auditEntry.findMany({ where: { id: { in: places.map(({ id }) => id) } } })
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return places.flatMap(({ id }) => byId.get(id) ?? [])
}

/** The names (`user@domain`) of the accounts that entries tell of, by id, of those that are there still. */
export async function namesIn({ db }: Pick<Platform, 'db'>, entries: readonly AuditRecord[]): Promise<Map<number, string>> {
  const ids = new Set(entries.flatMap(({ actorId, accountId }) => [actorId, accountId]).filter((id) => id !== null))
  const accounts = await db.prisma.account.findMany({ where: { id: { in: [...ids] } }, select: { id: true, username: true, domain: true } })
  return new Map(accounts.map((account) => [account.id, addressOf(account)]))
}

async function filterOf(deps: With<'accounts'>, { account, actor, action, since, until }: AuditQuery): Promise<AuditFilter> {
  const who = account === undefined ? undefined : idOrAor('account', account)
  return {
    ...(who !== undefined && (typeof who === 'number' ? { accountId: who } : { account: addressOf(who) })),
    ...(actor !== undefined && { actorId: await actorId(deps, actor) }),
    ...(action !== undefined && { action }),
    ...(since !== undefined && { since: time('since', since) }),
    ...(until !== undefined && { until: time('until', until) }),
  }
}

/** Before 1970 and after 9999 there is nothing, and no database need know such times. @throws AppError 422 */
export function time(field: string, text: string): Date {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalidField(field, 'There is no such time.') // a leap second, say
  return new Date(Math.min(Math.max(0, ms), LAST_MS))
}

/** No account has the id 0: an actor that does not exist has done nothing. */
async function actorId(deps: With<'accounts'>, text: string): Promise<number> {
  const who = idOrAor('actor', text)
  return typeof who === 'number' ? who : ((await deps.accounts.byAor(who))?.id ?? 0)
}

/** What names an account in a query. @throws AppError 422 */
export function idOrAor(field: string, text: string): number | Aor {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_ID) return Number(text)
  const aor = parseAor(text)
  if (!aor) throw invalidField(field, 'This is neither the id of an account nor a SIP address.')
  return aor
}
