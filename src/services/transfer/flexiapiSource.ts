import type { LegacyDatabase, LegacyRow } from '../../db/transfer/legacyDatabase.js'

/** An account of FlexiAPI with all that is taken of it, as it is stored there. */
export interface FlexiapiAccount {
  id: number
  username: string
  domain: string
  email: string | null
  activated: boolean
  admin: boolean
  confirmationKey: string | null
  /** `Y-m-d H:i:s`, UTC */
  keyExpires: string | null
  ipAddress: string | null
  userAgent: string | null
  /** `Y-m-d H:i:s`, UTC */
  createdAt: string | null
  passwords: { algorithm: string; password: string }[]
  /** phone numbers, the oldest first */
  aliases: string[]
  apiKeys: string[]
}

const TIMES = ['created_at', 'updated_at']
/** The tables that are read, with all columns that they had in 2021; what else has rows is reported as left behind. */
const KNOWN: Record<string, readonly string[]> = {
  accounts: [
    ...['id', 'username', 'domain', 'email', 'activated', 'confirmation_key', 'ip_address', 'user_agent', 'creation_time', 'expire_time'],
    ...TIMES,
  ],
  passwords: ['id', 'account_id', 'password', 'algorithm', ...TIMES],
  aliases: ['id', 'account_id', 'alias', 'domain', ...TIMES],
  admins: ['id', 'account_id', ...TIMES],
  api_keys: ['id', 'account_id', 'key', ...TIMES],
  activation_expirations: ['id', 'account_id', 'expires', ...TIMES],
}
/** Laravel's own tables. */
const OF_THE_FRAMEWORK = [
  'migrations',
  'failed_jobs',
  'jobs',
  'password_resets',
  'users',
  'nonces',
  'digest_nonces',
  'sessions',
  'configuration',
]

const PAGE = 1_000

/** FlexiAPI keeps accounts, passwords and aliases in one database (`remote`), and the rest in the same or another one (`local`). */
export class FlexiapiSource {
  /** @throws Error when a table is missing, or has a column that may say what must not be overlooked: `blocked`, say */
  constructor(
    private readonly remote: LegacyDatabase,
    private readonly local: LegacyDatabase,
  ) {
    if (!remote.tables.has('accounts') || !remote.tables.has('passwords'))
      throw new Error('This is no database of FlexiAPI: it has no tables accounts and passwords.')
    const unknown = [...new Set([...unknownColumns(remote), ...unknownColumns(local)])]
    if (unknown.length > 0)
      throw new Error(
        `This is a newer FlexiAPI: only databases of 2021 can be taken over. This one has columns that are not known here, and may say that an account is blocked: ${unknown.join(', ')}. Nothing was taken.`,
      )
    if (!local.tables.has('admins'))
      throw new Error('The table admins is missing. FlexiAPI keeps it in its local database: name that one by --local.')
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

  /** Rows in tables that are not read, by table. */
  async leftBehind(): Promise<Record<string, number>> {
    const left: Record<string, number> = {}
    for (const database of new Set([this.remote, this.local])) {
      for (const table of database.tables.keys()) {
        if (table in KNOWN || OF_THE_FRAMEWORK.includes(table)) continue
        const [counted] = await database.read(`select count(*) as n from \`${table.replaceAll('`', '``')}\``)
        if (Number(counted!.n) > 0) left[table] = Number(counted!.n)
      }
    }
    return left
  }

  private async complete(rows: LegacyRow[]): Promise<FlexiapiAccount[]> {
    const ids = rows.map((row) => Number(row.id))
    const passwords = await belongings(this.remote, 'passwords', ids)
    const aliases = await belongings(this.remote, 'aliases', ids)
    const admins = await belongings(this.local, 'admins', ids)
    const apiKeys = await belongings(this.local, 'api_keys', ids)
    const expirations = await belongings(this.local, 'activation_expirations', ids)
    return rows.map((row) => {
      const id = Number(row.id)
      const of = (all: Map<number, LegacyRow[]>) => all.get(id) ?? []
      return {
        id,
        username: String(row.username),
        domain: String(row.domain),
        email: text(row.email),
        activated: Number(row.activated) === 1,
        admin: of(admins).length > 0,
        confirmationKey: text(row.confirmation_key),
        keyExpires: text(of(expirations).at(-1)?.expires),
        ipAddress: text(row.ip_address),
        userAgent: text(row.user_agent),
        createdAt: text(row.creation_time ?? row.created_at),
        passwords: of(passwords).map((one) => ({ algorithm: String(one.algorithm), password: String(one.password) })),
        aliases: of(aliases).map(({ alias }) => String(alias)),
        apiKeys: of(apiKeys).map(({ key }) => String(key)),
      }
    })
  }
}

const unknownColumns = ({ tables }: LegacyDatabase): string[] =>
  Object.entries(KNOWN).flatMap(([table, known]) =>
    [...(tables.get(table) ?? [])].filter((column) => !known.includes(column)).map((column) => `${table}.${column}`),
  )

const text = (value: string | number | null | undefined): string | null => (value == null || value === '' ? null : String(value))

/** The rows of these accounts in a table that may be missing, the oldest first. */
async function belongings(database: LegacyDatabase, table: string, ids: number[]): Promise<Map<number, LegacyRow[]>> {
  const all = new Map<number, LegacyRow[]>()
  if (!database.tables.has(table)) return all
  const rows = await database.read(`select * from ${table} where account_id in (${ids.map(() => '?').join(', ')}) order by id`, ids)
  for (const row of rows) {
    const id = Number(row.account_id)
    all.set(id, [...(all.get(id) ?? []), row])
  }
  return all
}
