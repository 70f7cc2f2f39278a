// The rows of a FlexiAPI 2.1 with so many accounts: each with a password, a type, an action, two entries, three contacts, an external account and a vCard, half of them with a number,
// and lists whose members and holders are three for each account.
import { createHash } from 'node:crypto'

export const DOMAIN = 'sip.example.org'
/** Rows of one statement. */
const BATCH = 500
const LISTS = 500
const TIME = '2024-05-06 07:08:09'

type Value = string | number | null
type Row = Record<string, Value>

export const usernameOf = (id: number): string => `user.${id}`
export const passwordOf = (id: number): string => `secret-${id}`

/** Statements that fill the tables, in one transaction. */
export function* rowsOf(accounts: number): Generator<string> {
  const ids = Array.from({ length: accounts }, (_, i) => i + 1)
  const next = (id: number, step: number) => ((id - 1 + step) % accounts) + 1
  yield 'begin'
  yield* inserts('spaces', [{ id: 1, domain: DOMAIN, host: DOMAIN, name: DOMAIN, created_at: TIME }])
  yield* inserts('space_digest_authentication_configurations', [
    { id: 1, space_id: 1, realm: DOMAIN, default_password_algorithm: 'SHA-256' },
  ])
  yield* inserts('account_types', [{ id: 1, key: 'phone' }])
  yield* inserts('accounts', ids.map(accountOf))
  yield* inserts(
    'passwords',
    ids.map((id) => ({ id, account_id: id, algorithm: 'SHA-256', password: sha256(`${usernameOf(id)}:${DOMAIN}:${passwordOf(id)}`) })),
  )
  yield* inserts(
    'account_account_type',
    ids.map((id) => ({ account_id: id, account_type_id: 1 })),
  )
  yield* inserts(
    'account_actions',
    ids.map((id) => ({ id, account_id: id, key: 'open-door', code: '1234' })),
  )
  yield* inserts(
    'account_dictionary_entries',
    ids.flatMap((id) => ['room', 'floor'].map((key, i) => ({ id: 2 * id + i, account_id: id, key, value: `${id}` }))),
  )
  yield* inserts(
    'contacts',
    ids.flatMap((id) => [1, 2, 3].map((step) => ({ account_id: id, contact_id: next(id, step) }))),
  )
  yield* inserts('external_accounts', ids.map(externalOf))
  yield* inserts('vcards_storage', ids.map(cardOf))
  const lists = Math.min(LISTS, accounts)
  yield* inserts(
    'contacts_lists',
    Array.from({ length: lists }, (_, i) => ({ id: i + 1, title: `List ${i + 1}`, description: 'Our people', space_id: 1 })),
  )
  yield* inserts(
    'contacts_list_contact',
    ids.flatMap((id) => [...new Set([id % lists, (id * 7) % lists])].map((list) => ({ contacts_list_id: list + 1, contact_id: id }))),
  )
  yield* inserts(
    'account_contacts_list',
    ids.map((id) => ({ account_id: id, contacts_list_id: ((id * 3) % lists) + 1 })),
  )
  yield 'commit'
}

const accountOf = (id: number): Row => ({
  ...{ id, username: usernameOf(id), domain: DOMAIN, email: `user.${id}@example.org`, activated: 1, ip_address: '192.0.2.7' },
  ...{ user_agent: 'LinphoneAndroid/5.2', phone: id % 2 ? `+336${String(10_000_000 + id)}` : null, display_name: `User ${id}` },
  ...{ dtmf_protocol: 'sipinfo', created_at: TIME },
})

const externalOf = (id: number): Row => ({
  ...{ id, account_id: id, username: `out.${id}`, domain: 'provider.example.com', password: sha256(`${id}`), algorithm: 'SHA-256' },
  ...{ realm: null, registrar: 'sip.provider.example.com', outbound_proxy: null, protocol: 'TLS' },
})

function cardOf(id: number): Row {
  const uuid = `urn:uuid:00000000-0000-4000-8000-${String(id).padStart(12, '0')}`
  const vcard = `BEGIN:VCARD\nVERSION:4.0\nFN:Friend of ${id}\nIMPP:sip:friend.${id}@${DOMAIN}\nUID:${uuid}\nEND:VCARD\n`
  return { id, account_id: id, uuid, vcard, created_at: TIME }
}

/** All rows of a table have the same columns. */
function* inserts(table: string, rows: Row[]): Generator<string> {
  const columns = Object.keys(rows[0]!).map((name) => `\`${name}\``)
  for (let from = 0; from < rows.length; from += BATCH) {
    const values = rows.slice(from, from + BATCH).map((row) => `(${Object.values(row).map(literal)})`)
    yield `insert into ${table} (${columns}) values ${values}`
  }
}

const literal = (value: Value): string => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value))
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
