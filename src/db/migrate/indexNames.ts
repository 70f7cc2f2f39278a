/** The index of PostgreSQL that takes an extension. */
export const SEARCH_INDEX = 'accounts_search_idx'

/** All indexes of PostgreSQL that are made beside the migrations (`indexes.ts`). */
export const INDEX_NAMES = [
  'accounts_state_idx',
  'accounts_domain_state_idx',
  'audit_log_actor_id_created_at_id_idx',
  'audit_log_action_created_at_id_idx',
  'audit_log_created_at_id_idx',
  SEARCH_INDEX,
] as const

/** One of an earlier version, which another does the work of: it is dropped, also when a process of that version has made it again. */
export const REPLACED_INDEX = 'audit_log_action_id_idx'

/** Whether the index `name` is there and whole: one whose making ended in between is not. */
export const IS_WHOLE = 'exists (select 1 from pg_index where indexrelid = to_regclass(name) and indisvalid)'
