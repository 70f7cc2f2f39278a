import { cursors } from '../paging.js'
import type { Platform } from '../platform.js'
import { type AccountQuery, conditions, countMatches, matchesAfter, matchesInSteps, matchesOnPage } from './list.sql.js'
import { type AccountRecord, wholeAccount } from './record.js'

const CURSORS = cursors('a')

export interface AccountListPage {
  accounts: AccountRecord[]
  page: number
  perPage: number
  total: number
}

/** One page by number. Counting and skipping cost more the more accounts there are: to read them all, use `listAccountsAfter`. */
export async function listAccounts(deps: Pick<Platform, 'db'>, query: AccountQuery): Promise<AccountListPage> {
  const { page = 1, per_page: perPage = 20 } = query
  const where = conditions(deps.db, query)
  const offset = (page - 1) * perPage
  if (where && deps.db.provider === 'sqlite') {
    const ids: number[] = []
    let total = 0
    for await (const id of matchesInSteps(deps.db, where)) if (total++ >= offset && ids.length < perPage) ids.push(id)
    return { accounts: await read(deps, ids), page, perPage, total }
  }
  const total = await countMatches(deps.db, where)
  const ids = await matchesOnPage(deps.db, where, perPage, offset)
  return { accounts: await read(deps, ids), page, perPage, total }
}

/**
 * The page after a cursor ('' to start), in the order of ids: an account that exists throughout a walk is met exactly once, and the last
 * page costs what the first does.
 */
export async function listAccountsAfter(deps: Pick<Platform, 'db'>, query: AccountQuery, cursor: string) {
  const perPage = query.per_page ?? 20
  const where = conditions(deps.db, query)
  const after = cursor === '' ? 0 : CURSORS.read(cursor)
  let ids: number[] = []
  if (where && deps.db.provider === 'sqlite') {
    for await (const id of matchesInSteps(deps.db, where, after)) if (ids.push(id) > perPage) break
  } else ids = await matchesAfter(deps.db, where, after, perPage + 1)
  const accounts = await read(deps, ids.slice(0, perPage))
  return { accounts, perPage, nextCursor: ids.length > perPage ? CURSORS.write(ids[perPage - 1]!) : null }
}

async function read({ db: { prisma } }: Pick<Platform, 'db'>, ids: number[]): Promise<AccountRecord[]> {
  return prisma.account.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' }, include: wholeAccount })
}
