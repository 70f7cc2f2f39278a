import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import { batchPerTurn } from '../../db/raw/batchPerTurn.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import type { AccountRecord } from './record.js'

/** An API key found, with the account that it belongs to. */
export interface KeyOwner {
  keyId: number
  lastUsedAt: Date | null
  createdAt: Date
  personal: boolean
  /** null: of before keys had scopes */
  scope: string | null
  /** separated by commas */
  networks: string | null
  idleMinutes: number | null
  account: AccountRecord
}

/**
 * The reads that authenticated requests begin with, and that of an administrator who looks at one account, raw because they are the hottest: one statement
 * for all that arrive in one turn of the event loop. Nothing is remembered between turns, so a write is seen by the next request.
 */
export interface AccountReads {
  byAor(aor: Aor): Promise<AccountRecord | undefined>
  byId(id: number): Promise<AccountRecord | undefined>
  byKeyHash(hash: string): Promise<KeyOwner | undefined>
}

interface Row {
  id: number
  username: string
  domain: string
  space_id: number
  email: string | null
  phone: string | null
  activated: boolean | number
  admin: boolean | number
  ip_address: string | null
  user_agent: string | null
  created_at: Date | string
  updated_at: Date | string | null
  confirmation_key: string | null
  confirmation_key_expires: Date | string | null
  confirmation_key_tries: number
  self_made: boolean | number
  token_made: boolean | number
  blocked: boolean | number
  activated_before_block: boolean | number
  display_name: string | null
  dtmf_protocol: string | null
  algorithm: string | null
  password: string | null
  code_channel: string | null
  code_target: string | null
  code_created_at: Date | string | null
  link_sealed: string | null
  link_expires_at: Date | string | null
  has_belongings: boolean | number
}
interface KeyRow extends Row {
  key_id: number
  key_hash: string
  last_used_at: Date | string | null
  key_created_at: Date | string
  personal: boolean | number
  scope: string | null
  networks: string | null
  idle_minutes: number | null
}

const COLUMNS =
  Prisma.raw(`a.id, a.username, a.domain, a.space_id, a.email, a.phone, a.activated, a.admin, a.ip_address, a.user_agent, a.created_at, a.updated_at,
  a.confirmation_key, a.confirmation_key_expires, a.confirmation_key_tries, a.self_made, a.token_made, a.blocked,
  a.activated_before_block, a.display_name, a.dtmf_protocol, p.algorithm, p.password,
  c.channel as code_channel, c.target as code_target, c.created_at as code_created_at, l.sealed as link_sealed, l.expires_at as link_expires_at,
  exists (select 1 from account_dictionary_entries where account_id = a.id) or exists (select 1 from account_account_type where account_id = a.id)
    or exists (select 1 from account_actions where account_id = a.id) as has_belongings`)
const BELONGINGS = Prisma.raw(`left join passwords p on p.account_id = a.id left join codes c on c.account_id = a.id
  left join one_time_links l on l.account_id = a.id and l.purpose = 'provisioning'`)

export function accountReads({ query }: Pick<Database, 'query'>): AccountReads {
  const byAor = batchPerTurn(async (aors: Aor[]): Promise<(AccountRecord | undefined)[]> => {
    const wanted = Prisma.join(
      aors.map((aor) => Prisma.sql`(a.username = ${aor.username} and a.domain = ${aor.domain})`),
      ' or ',
    )
    const rows = await query<Row>(Prisma.sql`select ${COLUMNS} from accounts a ${BELONGINGS} where ${wanted}`)
    const found = new Map<string, AccountRecord>()
    for (const row of rows) collect(found, addressOf(row), row)
    return aors.map((aor) => found.get(addressOf(aor)))
  })
  const byId = batchPerTurn(async (ids: number[]): Promise<(AccountRecord | undefined)[]> => {
    const rows = await query<Row>(
      Prisma.sql`select ${COLUMNS} from accounts a ${BELONGINGS} where a.id in (${Prisma.join([...new Set(ids)])})`,
    )
    const found = new Map<string, AccountRecord>()
    for (const row of rows) collect(found, String(row.id), row)
    return ids.map((id) => found.get(String(id)))
  })
  const byKeyHash = batchPerTurn(async (hashes: string[]): Promise<(KeyOwner | undefined)[]> => {
    const rows =
      await query<KeyRow>(Prisma.sql`select k.id as key_id, k.key_hash, k.last_used_at, k.created_at as key_created_at, k.personal,
      k.scope, k.networks, k.idle_minutes, ${COLUMNS}
      from api_keys k join accounts a on a.id = k.account_id ${BELONGINGS} where k.key_hash in (${Prisma.join(hashes)})`)
    const accounts = new Map<string, AccountRecord>()
    const owners = new Map<string, KeyOwner>()
    for (const row of rows) {
      const account = collect(accounts, row.key_hash, row)
      if (owners.has(row.key_hash)) continue
      const facts = {
        keyId: row.key_id,
        lastUsedAt: date(row.last_used_at),
        createdAt: date(row.key_created_at),
        personal: Boolean(row.personal),
        scope: row.scope,
        networks: row.networks,
        idleMinutes: row.idle_minutes,
      }
      owners.set(row.key_hash, { ...facts, account })
    }
    return hashes.map((hash) => owners.get(hash))
  })
  return { byAor, byId, byKeyHash }
}

/** Adds a row of the join (account × password × code) to the record that it belongs to. */
function collect(found: Map<string, AccountRecord>, key: string, row: Row): AccountRecord {
  let account = found.get(key)
  if (!account) {
    account = {
      id: row.id,
      username: row.username,
      domain: row.domain,
      spaceId: row.space_id,
      email: row.email,
      phone: row.phone,
      activated: Boolean(row.activated),
      admin: Boolean(row.admin),
      ipAddress: row.ip_address,
      userAgent: row.user_agent,
      createdAt: date(row.created_at)!,
      updatedAt: date(row.updated_at),
      confirmationKey: row.confirmation_key,
      confirmationKeyExpires: date(row.confirmation_key_expires),
      confirmationKeyTries: row.confirmation_key_tries,
      selfMade: Boolean(row.self_made),
      tokenMade: Boolean(row.token_made),
      blocked: Boolean(row.blocked),
      activatedBeforeBlock: Boolean(row.activated_before_block),
      displayName: row.display_name,
      dtmfProtocol: row.dtmf_protocol,
      passwords: [],
      codes: [],
      provisioning: row.link_expires_at === null ? null : { sealed: row.link_sealed, expiresAt: date(row.link_expires_at) },
      hasBelongings: Boolean(row.has_belongings),
    }
    found.set(key, account)
  }
  const { passwords, codes } = account
  if (row.algorithm !== null && !passwords.some((p) => p.algorithm === row.algorithm)) {
    passwords.push({ accountId: row.id, algorithm: row.algorithm, password: row.password! })
    if (passwords.length > 1) passwords.sort((a, b) => (a.algorithm < b.algorithm ? -1 : 1))
  }
  if (row.code_channel !== null && !codes.some((c) => c.channel === row.code_channel)) {
    codes.push({ channel: row.code_channel, target: row.code_target!, createdAt: date(row.code_created_at)! })
  }
  return account
}

const date = <T extends Date | string | null>(value: T): T extends null ? null : Date =>
  (value === null || value instanceof Date ? value : new Date(value)) as T extends null ? null : Date
