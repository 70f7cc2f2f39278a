import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { Caller } from '../../caller.js'
import { toSqlDate } from '../../domain/dates.js'
import { notFound } from '../../domain/errors.js'
import { isActivated } from '../accounts/change/state.js'
import { type AccountQuery, countAccounts, listAccountsAfter } from '../accounts/list/list.js'
import type { AccountRecord } from '../accounts/record.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { reading } from '../reading.js'
import { actorId, slices } from './bulk.js'
import { openRow } from './sealed.js'

/** Accounts at a time. */
const PAGE = 500

/**
 * Commas and a byte order mark: Excel in any language opens that by "Data, from text", and by a double click where commas separate. A cell that begins like a formula gets an apostrophe, so that no
 * spreadsheet runs it.
 */
const FORM = { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows' } as const
const COLUMNS = ['id', 'username', 'domain', 'display name', 'email', 'phone', 'role', 'status', 'created']

/**
 * All accounts that a search finds, or some, as CSV, a page at a time, without anything secret. It is noted in the audit log before anything is read.
 * @returns a stream of text
 */
export async function exportList(
  deps: With<'accounts' | 'limits'>,
  chosen: { ids: readonly number[] } | { query: AccountQuery },
  caller: Caller,
): Promise<Readable> {
  const count = 'ids' in chosen ? chosen.ids.length : await reading(deps, (from) => countAccounts(from, chosen.query))
  await auditNobody(deps, deps.db.prisma, caller, 'exportAccounts', String(count))
  const text = stringify({ ...FORM, columns: COLUMNS })
  const rows = 'ids' in chosen ? some(deps, chosen.ids) : found(deps, chosen.query)
  // what goes wrong ends the file, and so the answer
  pipeline(Readable.from(rows), text, () => undefined)
  return text
}

async function* found(deps: With<'accounts' | 'limits'>, query: AccountQuery): AsyncGenerator<object> {
  const sort = query.sort === 'newest' ? 'newest' : 'oldest'
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listAccountsAfter>> = await reading(deps, (from) =>
      listAccountsAfter(from, { ...query, sort, per_page: PAGE }, cursor!),
    )
    for (const account of page.accounts) yield line(account)
    cursor = page.nextCursor
  }
}

async function* some({ db: { prisma } }: Platform, ids: readonly number[]): AsyncGenerator<object> {
  for (const page of slices(ids, PAGE)) for (const account of await accountsOf(prisma, page)) yield line(account)
}

const accountsOf = (prisma: Platform['db']['prisma'], ids: readonly number[]) =>
  prisma.account.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'asc' } })

type Line = Pick<AccountRecord, 'id' | 'username' | 'domain' | 'displayName' | 'email' | 'phone' | 'admin' | 'createdAt'>

function line(account: Line & Parameters<typeof isActivated>[0]): Record<string, string | number> {
  const { id, username, domain, displayName, email, phone, admin, createdAt, blocked } = account
  return {
    ...{ id, username, domain, 'display name': displayName ?? '', email: email ?? '', phone: phone ?? '' },
    role: admin ? 'admin' : 'user',
    status: blocked ? 'blocked' : isActivated(account) ? 'active' : 'inactive',
    created: toSqlDate(createdAt),
  }
}

/**
 * The passwords that an import has made, as CSV, for who had it done: once, and within an hour of its end.
 * @throws AppError 404 when there are none, any more
 */
export async function takePasswords(deps: Platform, workId: number, caller: Caller): Promise<string> {
  const now = new Date(deps.clock.now())
  const rows = await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.bulkWork.updateMany({
      where: { id: workId, actorId: actorId(caller), endedAt: { not: null }, sealedUntil: { gt: now } },
      data: { sealedUntil: now },
    })
    if (count === 0) return []
    const found = await tx.bulkItem.findMany({
      where: { workId, outcome: 'done', sealed: { not: null } },
      orderBy: { number: 'asc' },
      select: { sealed: true },
    })
    if (found.length > 0) await auditNobody(deps, tx, caller, 'exportAccounts', `passwords of import ${workId}`)
    return found
  })
  const made = rows.flatMap(({ sealed }) => openRow(deps, sealed) ?? []).filter((row) => row.made)
  if (made.length === 0) throw notFound('There are no passwords to be fetched.')
  const text = stringify(
    made.map(({ account: { username, domain, password } }) => ({ username, domain, password })),
    { ...FORM, columns: ['username', 'domain', 'password'] },
  )
  return (await text.toArray()).join('')
}

/** How many passwords that were made wait to be fetched. */
export async function waitingPasswords(
  { db: { prisma }, clock }: Platform,
  work: { id: number; sealedUntil: Date | null; endedAt: Date | null },
): Promise<number> {
  if (!work.endedAt || !work.sealedUntil || work.sealedUntil.getTime() <= clock.now()) return 0
  return prisma.bulkItem.count({ where: { workId: work.id, outcome: 'done', sealed: { not: null } } })
}
