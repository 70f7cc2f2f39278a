import type { operations } from '../../generated/openapi.js'
import { Prisma } from '../../generated/prisma/sqlite/client.js'
import { invalidField } from '../domain/errors.js'
import { type AccountRecord, wholeAccount } from './accountRecord.js'
import type { Deps } from './deps.js'

export type AccountQuery = NonNullable<operations['listAccounts']['parameters']['query']>

export interface AccountListPage {
  accounts: AccountRecord[]
  page: number
  perPage: number
  total: number
}

/** One page by number. Counting and skipping cost more the more accounts there are: to read them all, use `listAccountsAfter`. */
export async function listAccounts(deps: Deps, query: AccountQuery): Promise<AccountListPage> {
  const { page = 1, per_page: perPage = 20 } = query
  const where = conditions(deps, query)
  const [counted] = await deps.db.prisma.$queryRaw<{ total: number | bigint }[]>`select count(*) as total from accounts where ${where}`
  const accounts = await read(deps, Prisma.sql`${where} order by id limit ${perPage} offset ${(page - 1) * perPage}`)
  return { accounts, page, perPage, total: Number(counted!.total) }
}

/**
 * The page after a cursor ('' to start), in the order of ids: an account that exists throughout a walk is met exactly once, and the last
 * page costs what the first does.
 */
export async function listAccountsAfter(deps: Deps, query: AccountQuery, cursor: string) {
  const perPage = query.per_page ?? 20
  const where = Prisma.sql`id > ${readCursor(cursor)} and ${conditions(deps, query)}`
  const found = await read(deps, Prisma.sql`${where} order by id limit ${perPage + 1}`)
  const accounts = found.slice(0, perPage)
  return { accounts, perPage, nextCursor: found.length > perPage ? writeCursor(accounts.at(-1)!.id) : null }
}

async function read({ db: { prisma } }: Deps, where: Prisma.Sql): Promise<AccountRecord[]> {
  const ids = await prisma.$queryRaw<{ id: number }[]>`select id from accounts where ${where}`
  return prisma.account.findMany({ where: { id: { in: ids.map((row) => row.id) } }, orderBy: { id: 'asc' }, include: wholeAccount })
}

/** Raw because Prisma's `contains` knows no escape on SQLite (`_` would match anything) and minds case on PostgreSQL alone. */
function conditions({ db }: Deps, { search, domain, activated, admin }: AccountQuery): Prisma.Sql {
  const text = search?.trim().toLowerCase()
  const position = Prisma.raw(db.provider === 'sqlite' ? 'instr' : 'strpos')
  const all = [Prisma.sql`1 = 1`]
  if (domain !== undefined) all.push(Prisma.sql`domain = ${domain.toLowerCase()}`)
  if (activated !== undefined) all.push(Prisma.sql`activated = ${activated}`)
  if (admin !== undefined) all.push(Prisma.sql`admin = ${admin}`)
  if (text)
    all.push(
      Prisma.sql`(${position}(lower(username), ${text}) > 0 or ${position}(lower(email), ${text}) > 0 or ${position}(phone, ${text}) > 0)`,
    )
  return Prisma.join(all, ' and ')
}

const writeCursor = (id: number): string => Buffer.from(`a${id}`).toString('base64url')

function readCursor(cursor: string): number {
  if (cursor === '') return 0
  const id = /^a(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (id === undefined || Number(id) > 2_147_483_647)
    throw invalidField('cursor', 'This is no cursor of ours. Start again with an empty one.')
  return Number(id)
}
