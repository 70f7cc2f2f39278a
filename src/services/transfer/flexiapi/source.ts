import type { LegacyDatabase, LegacyRow } from '../../../db/transfer/legacyDatabase.js'
import { ageOf, OF_ACCOUNTS, type TableOfAccounts, unknownColumns, whyLeft } from './schema.js'

/** An account of FlexiAPI with all that is taken of it, as it is stored there. */
export interface FlexiapiAccount {
  id: number
  username: string
  domain: string
  email: string | null
  activated: boolean
  blocked: boolean
  admin: boolean
  displayName: string | null
  dtmfProtocol: string | null
  confirmationKey: string | null
  /** `Y-m-d H:i:s`, UTC */
  keyExpires: string | null
  ipAddress: string | null
  userAgent: string | null
  /** `Y-m-d H:i:s`, UTC */
  createdAt: string | null
  /** when it was to end: nothing here ends an account */
  expires: string | null
  /** its owner made it with a creation token */
  tokenMade: boolean
  passwords: { algorithm: string; password: string }[]
  /** the oldest first */
  phones: string[]
  /** its rows in other tables, the oldest first */
  rows: Record<TableOfAccounts, LegacyRow[]>
  /** how many vCards it has, which are read apart */
  vcards: number
}

/** The tables that have rows of an account, and how many. */
export const rowCounts = ({ rows, vcards }: FlexiapiAccount): [table: string, count: number][] =>
  OF_ACCOUNTS.map((table): [string, number] => [table, rows[table].length])
    .concat([[VCARDS, vcards]])
    .filter(([, count]) => count > 0)

const VCARDS = 'vcards_storage'
const PAGE = 1_000
/** Rows of two ids each. */
const PAIRS = 5_000
/** vCards at a time: each may have 64 KiB. */
const CARDS = 100

/** FlexiAPI keeps accounts, passwords and aliases in one database (`remote`), and the rest in the same or another one (`local`). */
export class FlexiapiSource {
  /** @throws Error when a table is missing, or has a column that may say what must not be overlooked */
  constructor(
    private readonly remote: LegacyDatabase,
    private readonly local: LegacyDatabase,
  ) {
    const columns = remote.tables.get('accounts')
    if (!columns || !remote.tables.has('passwords'))
      throw new Error('This is no database of FlexiAPI: it has no tables accounts and passwords.')
    const unknown = [...new Set([...unknownColumns(remote), ...unknownColumns(local)])]
    if (unknown.length > 0)
      throw new Error(
        `This is a FlexiAPI of an age that is not known here: databases from 2021 to 2.1 can be taken over. This one has columns that may say what must not get lost, that an account is blocked for example: ${unknown.join(', ')}. Nothing was taken.`,
      )
    if (!columns.has('admin') && !local.tables.has('admins'))
      throw new Error('The table admins is missing. FlexiAPI keeps it in its local database: name that one by --local.')
  }

  get age(): string {
    return ageOf(this.remote)
  }

  /** Whether a table is there, or has a column. */
  has(table: string, column?: string): boolean {
    const columns = this.holder(table).tables.get(table)
    return columns !== undefined && (column === undefined || columns.has(column))
  }

  /** User names that are there more than once in their domain, as `user@domain`. Old databases have no index that forbids it. */
  async repeated(): Promise<Set<string>> {
    const rows = await this.remote.read('select username, domain from accounts group by username, domain having count(*) > 1')
    return new Set(rows.map((row) => `${row.username}@${row.domain}`))
  }

  /** Pages of accounts in the order of their ids. */
  async *accounts(): AsyncGenerator<FlexiapiAccount[]> {
    for (let last = -1; ; ) {
      const rows = await this.remote.read(`select * from accounts where id > ? order by id limit ${PAGE}`, [last])
      if (rows.length === 0) return
      yield await this.complete(rows)
      last = Number(rows.at(-1)!.id)
    }
  }

  /** Whether a domain has passwords that are hashed over a realm. */
  async hasHashes(domain: string): Promise<boolean> {
    const sql = `select 1 from accounts a join passwords p on p.account_id = a.id where a.domain = ? and p.algorithm <> 'CLRTXT' limit 1`
    return (await this.remote.read(sql, [domain])).length > 0
  }

  /** All rows of a table that is small; none when there is no such table. */
  async all(table: string): Promise<LegacyRow[]> {
    return this.has(table) ? this.holder(table).read(`select * from ${table}`) : []
  }

  /** Pages of a table in the order of its ids. */
  async *byId(table: string): AsyncGenerator<LegacyRow[]> {
    if (!this.has(table)) return
    for (let last = -1; ; ) {
      const rows = await this.holder(table).read(`select * from ${table} where id > ? order by id limit ${PAGE}`, [last])
      if (rows.length === 0) return
      yield rows
      last = Number(rows.at(-1)!.id)
    }
  }

  /** Pages of a table whose rows join two things, as pairs of ids, each once. */
  async *pairs(table: string, [one, other]: readonly [string, string]): AsyncGenerator<[number, number][]> {
    if (!this.has(table)) return
    const sql = `select distinct ${one} as a, ${other} as b from ${table} where ${one} > ? or (${one} = ? and ${other} > ?) order by ${one}, ${other} limit ${PAIRS}`
    for (let [a, b] = [-1, -1]; ; ) {
      const rows = await this.holder(table).read(sql, [a, a, b])
      if (rows.length === 0) return
      const pairs = rows.map((row): [number, number] => [Number(row.a), Number(row.b)])
      yield pairs
      ;[a, b] = pairs.at(-1)!
    }
  }

  /** `user@domain` of accounts, by their ids. */
  async addresses(ids: readonly number[]): Promise<Map<number, string>> {
    const rows = await this.remote.read(`select id, username, domain from accounts where id in (${marks(ids)})`, ids)
    return new Map(rows.map((row) => [Number(row.id), `${row.username}@${row.domain}`]))
  }

  /** The vCards of accounts, some at a time. */
  async *vcards(accountIds: readonly number[]): AsyncGenerator<LegacyRow[]> {
    if (accountIds.length === 0 || !this.has(VCARDS)) return
    const sql = `select * from ${VCARDS} where id > ? and account_id in (${marks(accountIds)}) order by id limit ${CARDS}`
    for (let last = -1; ; ) {
      const rows = await this.holder(VCARDS).read(sql, [last, ...accountIds])
      if (rows.length > 0) yield rows
      if (rows.length < CARDS) return
      last = Number(rows.at(-1)!.id)
    }
  }

  /** Tables with rows that are not read, with how many there are and why. */
  async leftBehind(): Promise<{ table: string; count: number; why: 'short_lived' | 'no_place' }[]> {
    const left: { table: string; count: number; why: 'short_lived' | 'no_place' }[] = []
    for (const database of new Set([this.remote, this.local])) {
      for (const table of database.tables.keys()) {
        const why = whyLeft(table)
        if (!why) continue
        const [counted] = await database.read(`select count(*) as n from \`${table.replaceAll('`', '``')}\``)
        if (Number(counted!.n) > 0) left.push({ table, count: Number(counted!.n), why })
      }
    }
    return left
  }

  /** The database that has a table of FlexiAPI's own. */
  private holder(table: string): LegacyDatabase {
    if (table === 'accounts' || table === 'passwords' || table === 'aliases') return this.remote
    return this.local.tables.has(table) ? this.local : this.remote
  }

  private async complete(rows: LegacyRow[]): Promise<FlexiapiAccount[]> {
    const ids = rows.map((row) => Number(row.id))
    const tables = new Map<TableOfAccounts, Map<number, LegacyRow[]>>()
    for (const table of OF_ACCOUNTS) tables.set(table, await this.belongings(table, ids))
    const tokens = await this.usedTokens(ids)
    const cards = await this.vcardCounts(ids)
    return rows.map((row) => {
      const id = Number(row.id)
      const of = (table: TableOfAccounts): LegacyRow[] => tables.get(table)!.get(id) ?? []
      return {
        ...{ id, username: String(row.username), domain: String(row.domain), email: text(row.email) },
        activated: Number(row.activated) === 1,
        blocked: Number(row.blocked ?? 0) !== 0,
        admin: Number(row.admin ?? 0) !== 0 || of('admins').length > 0,
        displayName: text(row.display_name),
        dtmfProtocol: text(row.dtmf_protocol),
        confirmationKey: text(row.confirmation_key),
        keyExpires: text(of('activation_expirations').at(-1)?.expires),
        ipAddress: text(row.ip_address),
        userAgent: text(row.user_agent),
        createdAt: text(row.creation_time ?? row.created_at),
        expires: text(row.expire_time),
        tokenMade: tokens.has(id),
        passwords: of('passwords').map((one) => ({ algorithm: String(one.algorithm), password: String(one.password) })),
        phones: [text(row.phone) ?? [], of('aliases').map(({ alias }) => String(alias))].flat(),
        rows: Object.fromEntries(OF_ACCOUNTS.map((table) => [table, of(table)])) as FlexiapiAccount['rows'],
        vcards: cards.get(id) ?? 0,
      }
    })
  }

  /** The rows of these accounts in a table that may be missing, the oldest first. */
  private async belongings(table: TableOfAccounts, ids: number[]): Promise<Map<number, LegacyRow[]>> {
    const all = new Map<number, LegacyRow[]>()
    if (!this.has(table)) return all
    const order = this.has(table, 'id') ? ' order by id' : ''
    const rows = await this.holder(table).read(`select * from ${table} where account_id in (${marks(ids)})${order}`, ids)
    for (const row of rows) {
      const of = all.get(Number(row.account_id))
      if (of) of.push(row)
      else all.set(Number(row.account_id), [row])
    }
    return all
  }

  private async vcardCounts(ids: number[]): Promise<Map<number, number>> {
    if (!this.has(VCARDS)) return new Map()
    const sql = `select account_id, count(*) as n from ${VCARDS} where account_id in (${marks(ids)}) group by account_id`
    const rows = await this.holder(VCARDS).read(sql, ids)
    return new Map(rows.map(({ account_id, n }) => [Number(account_id), Number(n)]))
  }

  /** Which accounts have used a creation token. */
  private async usedTokens(ids: number[]): Promise<Set<number>> {
    const table = 'account_creation_tokens'
    if (!this.has(table, 'account_id')) return new Set()
    const rows = await this.holder(table).read(`select account_id from ${table} where used = 1 and account_id in (${marks(ids)})`, ids)
    return new Set(rows.map(({ account_id }) => Number(account_id)))
  }
}

const marks = (ids: readonly number[]): string => ids.map(() => '?').join(', ')

const text = (value: string | number | null | undefined): string | null => (value == null || value === '' ? null : String(value))
