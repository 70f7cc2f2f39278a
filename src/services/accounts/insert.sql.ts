import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { AUDIT_COLUMNS, auditAll, auditEach, stampValues } from '../audit/audit.sql.js'
import { type Audited, sameAuthor } from '../audit/stamp.js'
import { PURPOSE } from '../provisioning/newLink.js'
import { spaceIdOf } from '../spaces/spaces.sql.js'
import type { NewAccountRow } from './record.js'

/** What the database made of a row. Those that a unique index refused are not among them. */
export interface InsertedAccount {
  id: number
  username: string
  domain: string
  space_id: number
}

const COLUMNS =
  Prisma.raw(`username, domain, space_id, email, phone, activated, blocked, activated_before_block, admin, ip_address, user_agent, created_at,
  confirmation_key, confirmation_key_expires, deactivated_at, display_name, dtmf_protocol, self_made, token_made`)

/** The values of `COLUMNS`. */
const valuesOf = (r: NewAccountRow): Prisma.Sql =>
  Prisma.sql`${r.username}, ${r.domain}, ${spaceIdOf(r.domain)}, ${r.email}, ${r.phone}, ${r.activated && !r.blocked}, ${r.blocked ?? false}, ${r.activated && (r.blocked ?? false)}, ${r.admin}, ${r.ipAddress}, ${r.userAgent},
    ${r.createdAt}, ${r.confirmationKey}, ${r.confirmationKeyExpires}, ${r.deactivatedAt ?? null},
    ${r.displayName ?? null}, ${r.dtmfProtocol ?? null}, ${r.selfMade ?? false}, ${r.tokenMade ?? false}`

const MADE = Prisma.raw('on conflict do nothing returning id, username, domain, space_id')

const insertRows = (rows: readonly NewAccountRow[]): Prisma.Sql =>
  Prisma.sql`insert into accounts (${COLUMNS}) values ${Prisma.join(rows.map((row) => Prisma.sql`(${valuesOf(row)})`))} ${MADE}`

/** A request that was done before, with an account that is gone. */
const RENEWED = Prisma.raw('on conflict (id) do update set account_id = excluded.account_id, expires_at = excluded.expires_at')

const LINK_COLUMNS = Prisma.raw('account_id, purpose, token_hash, sealed, created_at, expires_at')

/**
 * Accounts, their passwords and their entries in the audit log in one statement, and so in one round trip: PostgreSQL alone. No name or number
 * may occur twice among the rows.
 */
export const insertAtOnce = (tx: RawStatements, rows: readonly NewAccountRow[]): Promise<InsertedAccount[]> =>
  tx.$queryRaw<InsertedAccount[]>`with made as (${insertRows(rows)})${writtenWith(rows)} select id, username, domain, space_id from made`

/**
 * Inserts accounts of those of the rows that fit: a part of a statement of PostgreSQL.
 * @param condition of `v`, which has the columns of accounts, and `key`
 */
export const insertWhere = (rows: readonly { row: NewAccountRow; key: string }[], condition: Prisma.Sql): Prisma.Sql => {
  const values = Prisma.join(rows.map(({ row, key }) => Prisma.sql`(${valuesOf(row)}, ${key})`))
  return Prisma.sql`insert into accounts (${COLUMNS})
    select username, domain, space_id, email, phone, activated::boolean, blocked::boolean, activated_before_block::boolean, admin::boolean, ip_address, user_agent,
      created_at::timestamp, confirmation_key, confirmation_key_expires::timestamp, deactivated_at::timestamp, display_name, dtmf_protocol, self_made::boolean,
      token_made::boolean
    from (values ${values}) as v (${COLUMNS}, key) where ${condition} ${MADE}`
}

/** What is written with the accounts of the table `made`: parts of one statement of PostgreSQL, each after a comma. */
export function writtenWith(rows: readonly NewAccountRow[]): Prisma.Sql {
  const hashes = rows.flatMap(({ username, domain, passwords }) =>
    passwords.map((p) => Prisma.sql`(${username}, ${domain}, ${p.algorithm}, ${p.password})`),
  )
  const written =
    hashes.length === 0
      ? Prisma.empty
      : Prisma.sql`, written as (insert into passwords (account_id, algorithm, password)
          select made.id, h.algorithm, h.password from made join (values ${Prisma.join(hashes)}) as h (username, domain, algorithm, password)
          using (username, domain))`
  const entries = rows.flatMap(({ username, domain, dictionary = {} }) =>
    Object.entries(dictionary).map(([key, value]) => Prisma.sql`(${username}, ${domain}, ${key}, ${value})`),
  )
  const kept =
    entries.length === 0
      ? Prisma.empty
      : Prisma.sql`, kept as (insert into account_dictionary_entries (account_id, key, value)
          select made.id, k.key, k.value from made join (values ${Prisma.join(entries)}) as k (username, domain, key, value)
          using (username, domain))`
  const requests = rows.flatMap(({ username, domain, done }) =>
    done ? [Prisma.sql`(${username}, ${domain}, ${done.id}, ${done.expiresAt})`] : [],
  )
  const done =
    requests.length === 0
      ? Prisma.empty
      : Prisma.sql`, done as (insert into done_requests (id, account_id, expires_at)
          select d.id, made.id, d.expires_at::timestamp from made join (values ${Prisma.join(requests)}) as d (username, domain, id, expires_at)
          using (username, domain) ${RENEWED})`
  const links = rows.flatMap(({ username, domain, link }) =>
    link ? [Prisma.sql`(${username}, ${domain}, ${link.tokenHash}, ${link.sealed}, ${link.createdAt}, ${link.expiresAt})`] : [],
  )
  const linked =
    links.length === 0
      ? Prisma.empty
      : Prisma.sql`, linked as (insert into one_time_links (${LINK_COLUMNS})
          select made.id, ${PURPOSE}, l.token_hash, l.sealed, l.created_at::timestamp, l.expires_at::timestamp
          from made join (values ${Prisma.join(links)}) as l (username, domain, token_hash, sealed, created_at, expires_at)
          using (username, domain))`
  const actions = rows.flatMap(({ username, domain, admin, stamp }) =>
    (admin ? ['createAccount', 'grantAdmin'] : ['createAccount']).map(
      (action) => Prisma.sql`(${username}, ${domain}, ${action}, ${stampValues(stamp)})`,
    ),
  )
  return Prisma.sql`${written}${kept}${done}${linked}, noted as (insert into audit_log (${AUDIT_COLUMNS})
      select e.created_at::timestamp, e.expires_at::timestamp, e.actor_kind, e.actor_id::int, e.actor_address, e.request_id, e.action,
        made.id, username || '@' || domain
      from made join (values ${Prisma.join(actions)}) as e (username, domain, action, created_at, expires_at, actor_kind, actor_id, actor_address,
        request_id) using (username, domain))`
}

/** The same in several statements, within a transaction. */
export async function insertInSteps(tx: RawStatements, rows: readonly NewAccountRow[]): Promise<InsertedAccount[]> {
  const inserted = await tx.$queryRaw<InsertedAccount[]>(insertRows(rows))
  const ids = new Map(inserted.map(({ id, username, domain }) => [addressOf({ username, domain }), id]))
  const made = rows.flatMap((row) => {
    const id = ids.get(addressOf(row))
    return id === undefined ? [] : [{ row, account: { id, username: row.username, domain: row.domain } }]
  })
  const hashes = made.flatMap(({ row, account }) => row.passwords.map((p) => Prisma.sql`(${account.id}, ${p.algorithm}, ${p.password})`))
  if (hashes.length > 0) await tx.$executeRaw`insert into passwords (account_id, algorithm, password) values ${Prisma.join(hashes)}`
  const entries = made.flatMap(({ row: { dictionary = {} }, account }) =>
    Object.entries(dictionary).map(([key, value]) => Prisma.sql`(${account.id}, ${key}, ${value})`),
  )
  if (entries.length > 0)
    await tx.$executeRaw`insert into account_dictionary_entries (account_id, key, value) values ${Prisma.join(entries)}`
  const done = made.flatMap(({ row, account }) => (row.done ? [Prisma.sql`(${row.done.id}, ${account.id}, ${row.done.expiresAt})`] : []))
  if (done.length > 0) await tx.$executeRaw`insert into done_requests (id, account_id, expires_at) values ${Prisma.join(done)} ${RENEWED}`
  const links = made.flatMap(({ row: { link }, account }) =>
    link ? [Prisma.sql`(${account.id}, ${PURPOSE}, ${link.tokenHash}, ${link.sealed}, ${link.createdAt}, ${link.expiresAt})`] : [],
  )
  if (links.length > 0) await tx.$executeRaw`insert into one_time_links (${LINK_COLUMNS}) values ${Prisma.join(links)}`
  await auditCreation(tx, made)
  return inserted
}

/** An entry for each account that was made, and one more for each administrator. */
async function auditCreation(tx: RawStatements, made: { row: NewAccountRow; account: Audited['account'] }[]): Promise<void> {
  const entry = (action: Audited['action'], { row, account }: (typeof made)[number]): Audited => ({ stamp: row.stamp, action, account })
  const admins = made.filter(({ row }) => row.admin).map((one) => entry('grantAdmin', one))
  const [first] = made
  if (first && made.length > 1 && made.every(({ row }) => sameAuthor(row.stamp, first.row.stamp))) {
    await auditEach(
      tx,
      first.row.stamp,
      'createAccount',
      made.map(({ account }) => account.id),
    )
    await auditAll(tx, admins)
  } else await auditAll(tx, [...made.map((one) => entry('createAccount', one)), ...admins])
}

/** Which of the rows' accounts (`user@domain`) and phone numbers exist. */
export async function takenKeys(tx: RawStatements, rows: readonly NewAccountRow[]): Promise<Set<string>> {
  const taken = new Set<string>()
  for (const domain of new Set(rows.map((row) => row.domain))) {
    const usernames = rows.filter((row) => row.domain === domain).map((row) => row.username)
    const found = await tx.$queryRaw<
      Aor[]
    >`select username, domain from accounts where domain = ${domain} and username in (${Prisma.join(usernames)})`
    for (const account of found) taken.add(addressOf(account))
  }
  const phones = rows.flatMap(({ phone }) => phone ?? [])
  if (phones.length === 0) return taken
  const owners = await tx.$queryRaw<{ phone: string }[]>`select phone from accounts where phone in (${Prisma.join(phones)})`
  for (const { phone } of owners) taken.add(phone)
  return taken
}
