import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { AccountSearch } from '../../domain/accountSearch.js'

/** What a list is in the order of. Names: user names, those of a name by domain. */
export type AccountOrder = 'oldest' | 'newest' | 'name'

/** What an account must meet to be listed. */
export interface AccountFilter {
  search?: AccountSearch | undefined
  domain?: string | undefined
  activated?: boolean | undefined
  blocked?: boolean | undefined
  /** by an administrator, other than one that was never activated */
  deactivated?: boolean | undefined
  admin?: boolean | undefined
  hasEmail?: boolean | undefined
  hasPhone?: boolean | undefined
  /** the first moment of creation that counts, and the first one that does not */
  createdSince?: Date | undefined
  createdBefore?: Date | undefined
}

/** Ids that SQLite looks through at once: about 10 ms. */
const STEP = 10_000
const ALL = Prisma.sql`1 = 1`
const ORDER: Readonly<Record<AccountOrder, Prisma.Sql>> = {
  oldest: Prisma.sql`id`,
  newest: Prisma.sql`id desc`,
  name: Prisma.sql`username, domain`,
}

/** What an account must meet, if anything. Raw because Prisma's `contains` knows no escape on SQLite (`_` would match anything) and minds case on PostgreSQL alone. */
export function conditions(
  db: Database,
  { search, domain, createdSince, createdBefore, ...filter }: AccountFilter,
): Prisma.Sql | undefined {
  const all = [...ofState(filter), ...ofAddresses(db, filter)]
  if (domain !== undefined) all.unshift(Prisma.sql`domain = ${domain.toLowerCase()}`)
  if (createdSince !== undefined) all.push(Prisma.sql`created_at >= ${createdSince}`)
  if (createdBefore !== undefined) all.push(Prisma.sql`created_at < ${createdBefore}`)
  if (search) all.push(found(db, search))
  return all.length > 0 ? Prisma.join(all, ' and ') : undefined
}

function ofState({ activated, blocked, deactivated, admin }: AccountFilter): Prisma.Sql[] {
  const all: Prisma.Sql[] = []
  // as it is shown: a blocked account is what it will be once it is unblocked (decision 31)
  if (activated !== undefined) all.push(Prisma.sql`case when blocked then activated_before_block else activated end = ${activated}`)
  if (blocked !== undefined) all.push(Prisma.sql`blocked = ${blocked}`)
  if (deactivated !== undefined) all.push(deactivated ? Prisma.sql`deactivated_at is not null` : Prisma.sql`deactivated_at is null`)
  if (admin !== undefined) all.push(Prisma.sql`admin = ${admin}`)
  return all
}

function ofAddresses({ provider }: Database, { hasEmail, hasPhone }: AccountFilter): Prisma.Sql[] {
  const all: Prisma.Sql[] = []
  // SQLite takes those without one for a few, and would look for them by their index in each step: `+` keeps it off
  const column = (name: string) => Prisma.raw(provider === 'sqlite' ? `+${name}` : name)
  if (hasEmail !== undefined) all.push(hasEmail ? Prisma.sql`email is not null` : Prisma.sql`${column('email')} is null`)
  if (hasPhone !== undefined) all.push(hasPhone ? Prisma.sql`phone is not null` : Prisma.sql`${column('phone')} is null`)
  return all
}

/** The accounts that a search finds: what it names, and what has it as a part. */
function found(db: Database, search: AccountSearch): Prisma.Sql {
  const position = Prisma.raw(db.provider === 'sqlite' ? 'instr' : 'strpos')
  const has = (column: Prisma.Sql, part: string) => Prisma.sql`${position}(${column}, ${part}) > 0`
  const username = Prisma.sql`lower(username)`
  const phone = Prisma.sql`phone`
  const any = search.parts.flatMap((part) => [
    has(username, part),
    has(Prisma.sql`lower(email)`, part),
    has(phone, part),
    ...(part.includes('@') ? [has(Prisma.sql`lower(username) || '@' || domain`, part)] : []),
  ])
  any.push(...search.shown.map((part) => has(Prisma.sql`lower(display_name)`, part)))
  if (search.digits !== undefined && !search.parts.includes(search.digits))
    any.push(has(phone, search.digits), has(username, search.digits))
  return Prisma.sql`(${Prisma.join([...any, ...named(beyondParts(search))], ' or ')})`
}

/** What a search names and none of its parts finds: every condition costs, in a search through all accounts. */
function beyondParts({ exact, parts, digits, ...search }: AccountSearch): AccountSearch {
  const isNew = (name: string) => ![...parts, ...(digits === undefined ? [] : [digits])].some((part) => name.toLowerCase().includes(part))
  const { id, usernames, phones } = exact
  const names = { id, usernames: usernames.filter(isNew), phones: phones.filter(isNew), address: undefined, emails: [] }
  return { ...search, parts, digits, exact: names }
}

/** Each has an index, so that all are found without looking through the accounts. */
function named({ exact: { id, address, usernames, emails, phones } }: AccountSearch): Prisma.Sql[] {
  const any: Prisma.Sql[] = []
  if (id !== undefined) any.push(Prisma.sql`id = ${id}`)
  if (address) {
    const names = [...new Set([address.username, address.username.toLowerCase()])]
    any.push(Prisma.sql`(username in (${Prisma.join(names)}) and domain = ${address.domain})`)
  }
  if (usernames.length > 0) any.push(Prisma.sql`username in (${Prisma.join(usernames)})`)
  if (emails.length > 0) any.push(Prisma.sql`email in (${Prisma.join(emails)})`)
  if (phones.length > 0) any.push(Prisma.sql`phone in (${Prisma.join(phones)})`)
  return any
}

/** The ids of the oldest accounts that a search names by id, address, user name or number and that meet the conditions. */
export async function namedMatches(db: Database, search: AccountSearch, where = ALL, count: number): Promise<number[]> {
  const any = named(search)
  return any.length === 0 ? [] : idsWhere(db, Prisma.sql`(${Prisma.join(any, ' or ')}) and ${where}`, Prisma.sql`id limit ${count}`)
}

/** The conditions, without accounts that are listed already. */
export const without = (ids: readonly number[], where = ALL): Prisma.Sql => Prisma.sql`id not in (${Prisma.join([...ids])}) and ${where}`

/** How many accounts meet the conditions. */
export async function countMatches(db: Database, where = ALL): Promise<number> {
  const [counted] = await db.query<{ total: number | bigint | string }>(Prisma.sql`select count(*) as total from accounts where ${where}`)
  return Number(counted!.total)
}

/** The ids of a page by number. */
export const matchesOnPage = (db: Database, where = ALL, order: AccountOrder, count: number, offset: number): Promise<number[]> =>
  idsWhere(db, where, Prisma.sql`${ORDER[order]} limit ${count} offset ${offset}`)

/** The ids behind one in the order of ids, or in the opposite one; as many as `count`. */
export const matchesAfter = (
  db: Database,
  where = ALL,
  order: 'oldest' | 'newest',
  after: number | undefined,
  count: number,
): Promise<number[]> => idsWhere(db, Prisma.sql`${beyond(order, after)} and ${where}`, Prisma.sql`${ORDER[order]} limit ${count}`)

function beyond(order: 'oldest' | 'newest', id: number | undefined): Prisma.Sql {
  if (id === undefined) return ALL
  return order === 'newest' ? Prisma.sql`id < ${id}` : Prisma.sql`id > ${id}`
}

/**
 * Ids in their order, looked for in steps with a turn of the event loop in between: SQLite works in our own process, and a search through a million
 * accounts at once would keep all other requests waiting for most of a second.
 * @param after the id that they come behind, in this order; not for that of names
 */
export async function* matchesInSteps(db: Database, where: Prisma.Sql, order: AccountOrder, after?: number): AsyncGenerator<number> {
  if (order === 'name') return yield* matchesByName(db, where)
  const [{ last } = { last: null }] = await db.query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  const [low, high] = order === 'newest' ? [0, Math.min(last ?? 0, (after ?? Number.POSITIVE_INFINITY) - 1)] : [after ?? 0, last ?? 0]
  for (let done = 0; low + done < high; done += STEP) {
    const [from, to] = order === 'newest' ? [Math.max(low, high - done - STEP), high - done] : [low + done, low + done + STEP]
    yield* await idsWhere(db, Prisma.sql`id > ${from} and id <= ${to} and ${where}`, ORDER[order])
    await turn()
  }
}

/** The same by name. A step goes to the name that is so many places on, which the index of names knows. */
async function* matchesByName(db: Database, where: Prisma.Sql): AsyncGenerator<number> {
  for (let from = ALL; ; ) {
    const [end] = await db.query<{ username: string; domain: string }>(
      Prisma.sql`select username, domain from accounts where ${from} order by ${ORDER.name} limit 1 offset ${STEP - 1}`,
    )
    const to = end ? Prisma.sql`(username, domain) <= (${end.username}, ${end.domain})` : ALL
    yield* await idsWhere(db, Prisma.sql`${from} and ${to} and ${where}`, ORDER.name)
    if (!end) return
    from = Prisma.sql`(username, domain) > (${end.username}, ${end.domain})`
    await turn()
  }
}

async function idsWhere(db: Database, where: Prisma.Sql, order: Prisma.Sql): Promise<number[]> {
  return (await db.query<{ id: number }>(Prisma.sql`select id from accounts where ${where} order by ${order}`)).map(({ id }) => id)
}
