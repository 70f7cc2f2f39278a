import type { LegacyDatabase } from '../../../db/transfer/legacyDatabase.js'

const TIMES = ['created_at', 'updated_at']

/**
 * The tables that decide who logs in, with all columns that they have had from 2021 to 2.1. One that is not among them may say what must not be overlooked, as `blocked`
 * does since 1.5.
 */
const DECISIVE: Record<string, readonly string[]> = {
  accounts: [
    ...['id', 'username', 'domain', 'email', 'activated', 'confirmation_key', 'ip_address', 'user_agent', 'creation_time', 'expire_time'],
    ...['phone', 'display_name', 'dtmf_protocol', 'blocked', 'admin', 'provisioning_token', 'recovery_code', ...TIMES],
  ],
  passwords: ['id', 'account_id', 'password', 'algorithm', ...TIMES],
  aliases: ['id', 'account_id', 'alias', 'domain', ...TIMES],
  admins: ['id', 'account_id', ...TIMES],
  api_keys: ['id', 'account_id', 'key', 'name', 'ip', 'requests', 'last_used_at', 'expires_after_last_used_minutes', ...TIMES],
  activation_expirations: ['id', 'account_id', 'expires', ...TIMES],
}

/** What an account has in tables of its own, which are read with it. */
export const OF_ACCOUNTS = [
  ...['passwords', 'aliases', 'admins', 'api_keys', 'activation_expirations'],
  ...['account_dictionary_entries', 'account_actions', 'account_account_type', 'external_accounts'],
] as const
export type TableOfAccounts = (typeof OF_ACCOUNTS)[number]

/** The other tables that are read. */
const READ = [
  ...['accounts', 'spaces', 'sip_domains', 'account_types', 'vcards_storage', 'accounts_tombstones'],
  ...['space_digest_authentication_configurations', 'phone_countries'],
  ...['contacts', 'contacts_lists', 'contacts_list_contact', 'account_contacts_list'],
]

/** Tables of what ends by itself: whoever waits for a code or a link asks for a new one. */
const SHORT_LIVED = [
  ...['account_creation_tokens', 'account_recovery_tokens', 'account_creation_request_tokens', 'tokens', 'phone_changed', 'email_changed'],
  ...['phone_change_codes', 'email_change_codes', 'recovery_codes', 'provisioning_tokens', 'auth_tokens', 'reset_password_email_tokens'],
  ...['wizards', 'opaques'],
]

/** Laravel's own tables. */
const OF_THE_FRAMEWORK = [
  ...['migrations', 'failed_jobs', 'jobs', 'job_batches', 'cache', 'cache_locks', 'password_resets', 'password_reset_tokens', 'users'],
  ...['nonces', 'digest_nonces', 'sessions', 'configuration'],
]

/** Which FlexiAPI a database is of, as its tables tell. Only for people: what is read follows from each table and column. */
export function ageOf({ tables }: LegacyDatabase): string {
  if (tables.has('space_digest_authentication_configurations')) return '2.1'
  if (tables.has('spaces')) return '2.0'
  return tables.get('accounts')?.has('blocked') || tables.has('sip_domains') ? '1.6' : '2021'
}

/** Columns that decide who logs in, and that are not known here. */
export const unknownColumns = ({ tables }: LegacyDatabase): string[] =>
  Object.entries(DECISIVE).flatMap(([table, known]) =>
    [...(tables.get(table) ?? [])].filter((column) => !known.includes(column)).map((column) => `${table}.${column}`),
  )

/** Why a table that is not read is left; undefined: it is read, or the framework's. */
export function whyLeft(table: string): 'short_lived' | 'no_place' | undefined {
  if (READ.includes(table) || OF_THE_FRAMEWORK.includes(table) || OF_ACCOUNTS.includes(table as TableOfAccounts)) return undefined
  return SHORT_LIVED.includes(table) ? 'short_lived' : 'no_place'
}
