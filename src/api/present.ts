import type { components } from '../../generated/openapi.js'
import type { Config } from '../config/config.js'
import { toIsoDate, toSqlDate } from '../domain/dates.js'
import type { RegisteredDevice } from '../registrar/registrar.js'
import type { RowOutcome } from '../services/accounts/bulk.js'
import type { AccountListPage } from '../services/accounts/list.js'
import { type AccountRecord, realmOf } from '../services/accounts/record.js'
import type { AuditRecord } from '../services/audit/list.js'

// Rows into the contract's shapes. Every field is listed: what is not named here does not leave the service.

type Schemas = components['schemas']

/** The account as its owner sees it. Before activation the addresses are those that wait for their code. */
export function presentAccount(config: Config, account: AccountRecord): Schemas['Account'] {
  const email = account.codes.find((c) => c.channel === 'email')
  const phone = account.activated ? undefined : account.codes.find((c) => c.channel === 'phone')
  return {
    id: account.id,
    username: account.username,
    domain: account.domain,
    email: account.email ?? (account.activated ? null : (email?.target ?? null)),
    phone: account.phone ?? phone?.target ?? null,
    activated: account.activated,
    admin: account.admin,
    realm: realmOf(config, account.domain),
    ip_address: account.ipAddress,
    user_agent: account.userAgent,
    creation_time: toSqlDate(account.createdAt),
    confirmation_key_expires: account.confirmationKeyExpires && toSqlDate(account.confirmationKeyExpires),
    passwords: account.passwords.map(({ algorithm }) => ({ algorithm: algorithm as Schemas['StoredAlgorithm'] })),
    email_changed: account.activated && email ? { new_email: email.target, created_at: toSqlDate(email.createdAt) } : null,
  }
}

/** The account as an administrator sees it. */
export const presentAdminAccount = (config: Config, account: AccountRecord): Schemas['AdminAccount'] => ({
  ...presentAccount(config, account),
  confirmation_key: account.confirmationKey,
})

/** What became of the rows of a bulk request; `rows` are as they were sent. */
export function presentBulk(rows: readonly unknown[], outcomes: RowOutcome[]): Schemas['BulkResult'] {
  const count = (status: RowOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
  return {
    created: count('created'),
    would_create: count('would_create'),
    refused: count('refused'),
    skipped: count('skipped'),
    results: outcomes.map((outcome, index) => presentRow(index, rows[index], outcome)),
  }
}

function presentRow(index: number, row: unknown, outcome: RowOutcome): Schemas['BulkRowResult'] {
  if (outcome.status === 'refused') {
    const { code, message, errors } = outcome.error
    const given = (row ?? {}) as Record<string, unknown>
    const text = (value: unknown) => (typeof value === 'string' ? value : null)
    const named = { username: text(given.username), domain: text(given.domain) }
    return { index, status: 'refused', id: null, ...named, confirmation_key: null, code, message, ...(errors && { errors }) }
  }
  const { username, domain } = outcome.status === 'created' ? outcome.account : outcome.row
  const made = outcome.status === 'created' ? outcome.account : undefined
  return { index, status: outcome.status, id: made?.id ?? null, username, domain, confirmation_key: made?.confirmationKey ?? null }
}

export const presentAuditEntry = (entry: AuditRecord): Schemas['AuditEntry'] => ({
  id: entry.id,
  created_at: toIsoDate(entry.createdAt),
  action: entry.action as Schemas['AuditAction'],
  account_id: entry.accountId,
  account: entry.account,
  actor_kind: entry.actorKind as Schemas['AuditActorKind'],
  actor_id: entry.actorId,
  actor_address: entry.actorAddress,
  request_id: entry.requestId,
})

export const presentDevice = (device: RegisteredDevice): Schemas['Device'] => ({
  uuid: device.uuid,
  expires_at: toIsoDate(device.expiresAt),
  update_time: toIsoDate(device.updateTime),
  user_agent: device.userAgent,
})

/** A page by number, with the links of the paginator that deployed clients know. `query` is what the links keep beside the page. */
export function presentPage(
  config: Config,
  { accounts, page, perPage, total }: AccountListPage,
  query: Record<string, unknown>,
): Schemas['AccountPage'] {
  const path = `${config.publicUrl}/api/accounts`
  const last = Math.max(1, Math.ceil(total / perPage))
  const url = (number: number): string => {
    const kept = Object.entries(query).filter(([name, value]) => name !== 'page' && value !== undefined)
    return `${path}?${new URLSearchParams([...kept.map(([name, value]): [string, string] => [name, String(value)]), ['page', String(number)]])}`
  }
  const urlIf = (exists: boolean, number: number): string | null => (exists ? url(number) : null)
  const previous = urlIf(page > 1, page - 1)
  const next = urlIf(page < last, page + 1)
  const link = (label: string, target: string | null, active = false) => ({ url: target, label, active })
  const from = accounts.length === 0 ? null : (page - 1) * perPage + 1
  return {
    current_page: page,
    data: accounts.map((account) => presentAccount(config, account)),
    first_page_url: url(1),
    from,
    last_page: last,
    last_page_url: url(last),
    links: [
      link('Previous', previous),
      ...pageNumbers(page, last).map((n) => (n === null ? link('...', null) : link(String(n), url(n), n === page))),
      link('Next', next),
    ],
    next_page_url: next,
    path,
    per_page: perPage,
    prev_page_url: previous,
    to: from === null ? null : from + accounts.length - 1,
    total,
  }
}

/** The first two, the last two, and three on each side of the current one; null stands for those left out. */
function pageNumbers(page: number, last: number): (number | null)[] {
  const shown = new Set([1, 2, last - 1, last])
  for (let n = page - 3; n <= page + 3; n++) shown.add(n)
  const sorted = [...shown].filter((n) => n >= 1 && n <= last).sort((a, b) => a - b)
  return sorted.flatMap((n, i) => (i > 0 && n > sorted[i - 1]! + 1 ? [null, n] : [n]))
}
