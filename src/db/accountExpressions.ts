/**
 * A number that stands for the state of an account: 1 if it is activated, as it is shown (a blocked one is what it will be once it is unblocked, decision 31),
 * 2 blocked, 4 deactivated, 8 an administrator, 16 with an e-mail address, 32 with a phone number. Indexes and triggers have the same expression: both
 * databases compare expressions by their form.
 */
export const ACCOUNT_STATE = {
  sqlite: `((case when "blocked" then "activated_before_block" else "activated" end) + "blocked" * 2 + ("deactivated_at" is not null) * 4 + "admin" * 8
    + ("email" is not null) * 16 + ("phone" is not null) * 32)`,
  postgresql: `((case when "blocked" then "activated_before_block" else "activated" end)::integer + "blocked"::integer * 2
    + ("deactivated_at" is not null)::integer * 4 + "admin"::integer * 8 + ("email" is not null)::integer * 16 + ("phone" is not null)::integer * 32)`,
} as const

/** What an account is searched by on PostgreSQL, a line for each field. After a user name comes @, by which its end is found. */
export const ACCOUNT_TEXT = `(E'\\n' || lower("username") || E'@\\n' || coalesce(lower("email"), '') || E'\\n' || coalesce("phone", '')
  || E'\\n' || coalesce(lower("display_name"), ''))`
