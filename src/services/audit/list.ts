import type { operations } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { invalidField } from '../../domain/errors.js'
import { type Aor, addressOf, parseAor } from '../../domain/sip.js'
import type { With } from '../deps.js'

export type AuditQuery = NonNullable<operations['listAuditEntries']['parameters']['query']>
export type AuditRecord = Prisma.AuditEntryGetPayload<object>

export interface AuditListPage {
  entries: AuditRecord[]
  perPage: number
  nextCursor: string | null
}

/** The newest entries first, those before a cursor if it is not empty. @throws AppError 422 */
export async function listAuditEntries(deps: With<'accounts'>, query: AuditQuery): Promise<AuditListPage> {
  const perPage = query.per_page ?? 20
  const found = await deps.db.prisma.auditEntry.findMany({
    where: await conditions(deps, query),
    orderBy: { id: 'desc' },
    take: perPage + 1,
  })
  const entries = found.slice(0, perPage)
  return { entries, perPage, nextCursor: found.length > perPage ? writeCursor(entries.at(-1)!.id) : null }
}

async function conditions(
  deps: With<'accounts'>,
  { account, actor, action, since, until, cursor }: AuditQuery,
): Promise<Prisma.AuditEntryWhereInput> {
  const who = account === undefined ? undefined : idOrAor('account', account)
  return {
    ...(cursor && { id: { lt: readCursor(cursor) } }),
    ...(who !== undefined && (typeof who === 'number' ? { accountId: who } : { account: addressOf(who) })),
    ...(actor !== undefined && { actorId: await actorId(deps, actor) }),
    ...(action !== undefined && { action }),
    ...((since !== undefined || until !== undefined) && {
      createdAt: { ...(since !== undefined && { gte: time('since', since) }), ...(until !== undefined && { lt: time('until', until) }) },
    }),
  }
}

/** Before 1970 there is nothing, and no database need know such times. */
function time(field: string, text: string): Date {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw invalidField(field, 'There is no such time.') // a leap second, say
  return new Date(Math.max(0, ms))
}

/** Nobody has the id 0: what an account did that does not exist is nothing. */
async function actorId(deps: With<'accounts'>, text: string): Promise<number> {
  const who = idOrAor('actor', text)
  return typeof who === 'number' ? who : ((await deps.accounts.byAor(who))?.id ?? 0)
}

/** The largest id that a database gives. */
const LARGEST_ID = 2_147_483_647

function idOrAor(field: string, text: string): number | Aor {
  if (/^\d{1,10}$/.test(text) && Number(text) <= LARGEST_ID) return Number(text)
  const aor = parseAor(text)
  if (!aor) throw invalidField(field, 'This is neither the id of an account nor a SIP address.')
  return aor
}

const writeCursor = (id: number): string => Buffer.from(`e${id}`).toString('base64url')

function readCursor(cursor: string): number {
  const id = /^e(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (id === undefined || Number(id) > LARGEST_ID) throw invalidField('cursor', 'This is no cursor of ours. Start again with an empty one.')
  return Number(id)
}
