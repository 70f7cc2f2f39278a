import { setImmediate as turn } from 'node:timers/promises'
import type { operations } from '../../../generated/openapi.js'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { invalidField } from '../../domain/errors.js'
import type { Platform } from '../platform.js'
import { type AccountRecord, wholeAccount } from './record.js'

export type AccountQuery = NonNullable<operations['listAccounts']['parameters']['query']>

export interface AccountListPage {
  accounts: AccountRecord[]
  page: number
  perPage: number
  total: number
}

/** Ids that SQLite looks through at once: about 10 ms. */
const STEP = 10_000

/** One page by number. Counting and skipping cost more the more accounts there are: to read them all, use `listAccountsAfter`. */
export async function listAccounts(deps: Pick<Platform, 'db'>, query: AccountQuery): Promise<AccountListPage> {
  const { page = 1, per_page: perPage = 20 } = query
  const where = conditions(deps, query)
  const offset = (page - 1) * perPage
  if (where && deps.db.provider === 'sqlite') {
    const ids: number[] = []
    let total = 0
    for await (const id of matches(deps, where)) if (total++ >= offset && ids.length < perPage) ids.push(id)
    return { accounts: await read(deps, ids), page, perPage, total }
  }
  const all = where ?? Prisma.sql`1 = 1`
  const [counted] = await deps.db.query<{ total: number | bigint | string }>(
    Prisma.sql`select count(*) as total from accounts where ${all}`,
  )
  const ids = await idsWhere(deps, Prisma.sql`${all} order by id limit ${perPage} offset ${offset}`)
  return { accounts: await read(deps, ids), page, perPage, total: Number(counted!.total) }
}

/**
 * The page after a cursor ('' to start), in the order of ids: an account that exists throughout a walk is met exactly once, and the last
 * page costs what the first does.
 */
export async function listAccountsAfter(deps: Pick<Platform, 'db'>, query: AccountQuery, cursor: string) {
  const perPage = query.per_page ?? 20
  const where = conditions(deps, query)
  const after = readCursor(cursor)
  let ids: number[] = []
  if (where && deps.db.provider === 'sqlite') {
    for await (const id of matches(deps, where, after)) if (ids.push(id) > perPage) break
  } else ids = await idsWhere(deps, Prisma.sql`id > ${after} and ${where ?? Prisma.sql`1 = 1`} order by id limit ${perPage + 1}`)
  const accounts = await read(deps, ids.slice(0, perPage))
  return { accounts, perPage, nextCursor: ids.length > perPage ? writeCursor(ids[perPage - 1]!) : null }
}

/**
 * Ids in their order, looked for in steps with a turn of the event loop in between: SQLite works in our own process, and a search through a million
 * accounts at once would keep everybody else waiting for most of a second.
 */
async function* matches(deps: Pick<Platform, 'db'>, where: Prisma.Sql, after = 0): AsyncGenerator<number> {
  const [{ last } = { last: null }] = await deps.db.query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  for (let from = after; from < (last ?? 0); from += STEP) {
    yield* await idsWhere(deps, Prisma.sql`id > ${from} and id <= ${from + STEP} and ${where} order by id`)
    await turn()
  }
}

async function idsWhere({ db }: Pick<Platform, 'db'>, where: Prisma.Sql): Promise<number[]> {
  return (await db.query<{ id: number }>(Prisma.sql`select id from accounts where ${where}`)).map(({ id }) => id)
}

async function read({ db: { prisma } }: Pick<Platform, 'db'>, ids: number[]): Promise<AccountRecord[]> {
  return prisma.account.findMany({ where: { id: { in: ids } }, orderBy: { id: 'asc' }, include: wholeAccount })
}

/** What an account must meet, if anything. Raw because Prisma's `contains` knows no escape on SQLite (`_` would match anything) and minds case on PostgreSQL alone. */
function conditions({ db }: Pick<Platform, 'db'>, { search, domain, activated, admin }: AccountQuery): Prisma.Sql | undefined {
  const text = search?.trim().toLowerCase()
  const position = Prisma.raw(db.provider === 'sqlite' ? 'instr' : 'strpos')
  const all: Prisma.Sql[] = []
  if (domain !== undefined) all.push(Prisma.sql`domain = ${domain.toLowerCase()}`)
  if (activated !== undefined) all.push(Prisma.sql`activated = ${activated}`)
  if (admin !== undefined) all.push(Prisma.sql`admin = ${admin}`)
  if (text)
    all.push(
      Prisma.sql`(${position}(lower(username), ${text}) > 0 or ${position}(lower(email), ${text}) > 0 or ${position}(phone, ${text}) > 0)`,
    )
  return all.length > 0 ? Prisma.join(all, ' and ') : undefined
}

const writeCursor = (id: number): string => Buffer.from(`a${id}`).toString('base64url')

function readCursor(cursor: string): number {
  if (cursor === '') return 0
  const id = /^a(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (id === undefined || Number(id) > 2_147_483_647)
    throw invalidField('cursor', 'This is no cursor of ours. Start again with an empty one.')
  return Number(id)
}
