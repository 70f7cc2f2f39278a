import type { operations } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { invalidField } from '../../domain/errors.js'
import { LARGEST_ID } from '../../domain/ids.js'
import { type Aor, addressOf, parseAor } from '../../domain/sip.js'
import type { With } from '../deps.js'
import { cursors, momentCursors } from '../paging.js'
import type { Platform } from '../platform.js'

export type AuditQuery = NonNullable<operations['listAuditEntries']['parameters']['query']>
export type AuditRecord = Prisma.AuditEntryGetPayload<object>

const CURSORS = cursors('e')
/** With `since` or `until`. */
const TIMED = momentCursors('t')

export interface AuditListPage {
  entries: AuditRecord[]
  perPage: number
  nextCursor: string | null
}

/** The newest entries first, those before a cursor if it is not empty. @throws AppError 422 */
export async function listAuditEntries(deps: With<'accounts'>, query: AuditQuery): Promise<AuditListPage> {
  const perPage = query.per_page ?? 20
  const found = await deps.db.prisma.auditEntry.findMany({
    where: { AND: [await conditions(deps, query), behind(query)] },
    // of a time by the index of times: those of long ago are not behind all that came later
    orderBy: isOfTime(query) ? [{ createdAt: 'desc' }, { id: 'desc' }] : { id: 'desc' },
    take: perPage + 1,
  })
  const entries = found.slice(0, perPage)
  if (found.length <= perPage) return { entries, perPage, nextCursor: null }
  const last = entries.at(-1)!
  return { entries, perPage, nextCursor: isOfTime(query) ? TIMED.write(last) : CURSORS.write(last.id) }
}

/** The names (`user@domain`) of the accounts that entries tell of, by id, of those that are there still. */
export async function namesIn({ db }: Pick<Platform, 'db'>, entries: readonly AuditRecord[]): Promise<Map<number, string>> {
  const ids = new Set(entries.flatMap(({ actorId, accountId }) => [actorId, accountId]).filter((id) => id !== null))
  const accounts = await db.prisma.account.findMany({ where: { id: { in: [...ids] } }, select: { id: true, username: true, domain: true } })
  return new Map(accounts.map((account) => [account.id, addressOf(account)]))
}

async function conditions(
  deps: With<'accounts'>,
  { account, actor, action, since, until }: AuditQuery,
): Promise<Prisma.AuditEntryWhereInput> {
  const who = account === undefined ? undefined : idOrAor('account', account)
  return {
    ...(who !== undefined && (typeof who === 'number' ? { accountId: who } : { account: addressOf(who) })),
    ...(actor !== undefined && { actorId: await actorId(deps, actor) }),
    ...(action !== undefined && { action }),
    ...(isOfTime({ since, until }) && {
      createdAt: { ...(since !== undefined && { gte: time('since', since) }), ...(until !== undefined && { lt: time('until', until) }) },
    }),
  }
}

const isOfTime = ({ since, until }: Pick<AuditQuery, 'since' | 'until'>): boolean => since !== undefined || until !== undefined

/** What comes behind the entry of a cursor. @throws AppError 422 for one of another list or order */
function behind(query: AuditQuery): Prisma.AuditEntryWhereInput {
  if (!query.cursor) return {}
  if (!isOfTime(query)) return { id: { lt: CURSORS.read(query.cursor) } }
  const { createdAt, id } = TIMED.read(query.cursor)
  return { createdAt: { lte: createdAt }, NOT: { createdAt, id: { gte: id } } }
}

/** Before 1970 there is nothing, and no database need know such times. @throws AppError 422 */
export function time(field: string, text: string): Date {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalidField(field, 'There is no such time.') // a leap second, say
  return new Date(Math.max(0, ms))
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
