import type pg from 'pg'
import { ACCOUNT_STATE, ACCOUNT_TEXT } from '../accountExpressions.js'
import { type INDEX_NAMES, IS_WHOLE, SEARCH_INDEX } from './indexNames.js'

// Indexes of PostgreSQL by which lists, searches and the audit log are fast. They are no part of a migration: of many rows they are made without keeping writers
// waiting, which no transaction can, and one takes an extension that the database may get later.

/** Rows of which an index is made at once. */
const FEW = 10_000
/** What is on which table, by the name of the index. */
const INDEXES: Readonly<Record<Exclude<(typeof INDEX_NAMES)[number], typeof SEARCH_INDEX>, string>> = {
  accounts_state_idx: `accounts (${ACCOUNT_STATE.postgresql}, id)`,
  accounts_domain_state_idx: `accounts (domain, ${ACCOUNT_STATE.postgresql}, id)`,
  audit_log_actor_id_created_at_id_idx: 'audit_log (actor_id, created_at, id)',
  audit_log_action_created_at_id_idx: 'audit_log (action, created_at, id)',
  audit_log_created_at_id_idx: 'audit_log (created_at, id)',
}

/** Makes the indexes that are missing as long as there are few rows, within a transaction. */
export async function makeIndexes(client: pg.Client): Promise<void> {
  const missing = await missingIndexes(client)
  if (missing.length === 0) return
  for (const table of ['accounts', 'audit_log']) {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::integer as count from (select 1 from ${table} limit ${FEW + 1}) few`,
    )
    if (rows[0]!.count > FEW) return
  }
  for (const { name, definition } of missing) await client.query(`create index ${name} on ${definition}`)
}

/** Those that are not there, or not whole. */
export async function missingIndexes(client: pg.Client): Promise<{ name: string; definition: string }[]> {
  const schema = await trigrams(client)
  const wanted: Record<string, string> = { ...INDEXES }
  if (schema !== undefined) wanted[SEARCH_INDEX] = `accounts using gin (${ACCOUNT_TEXT} ${client.escapeIdentifier(schema)}.gin_trgm_ops)`
  const { rows } = await client.query<{ name: string }>(`select name from unnest($1::text[]) name where ${IS_WHOLE}`, [Object.keys(wanted)])
  const found = new Set(rows.map(({ name }) => name))
  return Object.entries(wanted).flatMap(([name, definition]) => (found.has(name) ? [] : [{ name, definition }]))
}

/** The schema of the extension, which is made if it may be. @returns undefined where the database has none */
async function trigrams(client: pg.Client): Promise<string | undefined> {
  // a block of its own: what it may not do leaves the transaction as it was
  await client.query(`do $$ begin
      if not exists (select 1 from pg_extension where extname = 'pg_trgm') then create extension if not exists pg_trgm with schema public; end if;
    exception when insufficient_privilege or undefined_file or feature_not_supported or invalid_schema_name or unique_violation or duplicate_object then null; end $$`)
  const { rows } = await client.query<{ name: string }>(
    "select n.nspname as name from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'pg_trgm'",
  )
  return rows[0]?.name
}
