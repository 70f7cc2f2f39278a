import { insertInto } from './flexiapi.js'
import { DOMAIN, hash, OTHER, passwordRow } from './flexiapiImport.js'
import type { Age } from './flexiapiTables.js'

export const KEYS = { own: 'p'.repeat(40), named: 'n'.repeat(40), idle: 'i'.repeat(40), bound: 'b'.repeat(40) }
const CARD = 'BEGIN:VCARD\nVERSION:4.0\nFN:Zoë\nUID:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6\nEND:VCARD\n'
const sqlTime = (ago: number) => new Date(Date.now() - ago).toISOString().slice(0, 19).replace('T', ' ')
const MINUTE = 60_000
const DAY = 1440 * MINUTE

const account = (id: number, username: string, more: Record<string, string | number | null> = {}) => ({
  ...{ id, username, domain: DOMAIN, email: null, activated: 1, ip_address: '192.0.2.7', user_agent: 'My Space', blocked: 0, admin: 0 },
  ...{ phone: null, display_name: null, dtmf_protocol: null, created_at: '2024-05-06 07:08:09', ...more },
})
const sha = (id: number, account_id: number, username: string, password: string, domain = DOMAIN) =>
  passwordRow(id, account_id, 'SHA-256', hash('SHA-256', username, password, domain))

/** People of a FlexiAPI of an age with all that belongs to them, and with what cannot be taken. */
export function world(age: Age): string[] {
  const named: Record<string, null> = age === '1.6' ? {} : { name: null, expires_after_last_used_minutes: null }
  const key = (id: number, account_id: number, text: string, more: Record<string, string | number | null> = {}) => ({
    ...{
      id,
      account_id,
      key: text,
      ip: null,
      requests: 3,
      last_used_at: sqlTime(MINUTE),
      created_at: '2024-05-06 07:08:09',
      ...named,
      ...more,
    },
  })
  const list = (id: number, title: string, space_id: number) => ({
    id,
    title,
    description: 'Our people',
    ...(age === '2.1' && { space_id }),
  })
  return [
    ...spaces(age),
    ...insertInto(
      'accounts',
      account(1, 'alice', {
        admin: 1,
        email: 'alice@example.org',
        phone: '+33687654301',
        display_name: 'Alice A.',
        dtmf_protocol: 'sipinfo',
      }),
      account(2, 'bob', { phone: '+33687654302', expire_time: '2024-12-31 23:59:59' }),
      account(3, 'carol', { blocked: 1 }),
      account(4, 'dan', { blocked: 1, activated: 0 }),
      account(5, 'erin', { domain: OTHER }),
      account(6, 'frank', { domain: OTHER }),
      account(7, 'gina', { activated: 0 }),
      account(8, 'harry', { domain: 'elsewhere.example.net' }),
      account(9, 'ida', { dtmf_protocol: 'morse' }),
    ),
    ...insertInto(
      'passwords',
      ...[sha(1, 1, 'alice', 'wonder-1'), sha(2, 2, 'bob', 'builder-1'), sha(3, 3, 'carol', 'blocked-1'), sha(4, 4, 'dan', 'blocked-1')],
      passwordRow(5, 5, 'MD5', hash('MD5', 'erin', 'erin-1', OTHER)),
      ...[sha(6, 6, 'frank', 'frank-1', OTHER), sha(7, 7, 'gina', 'gina-1'), passwordRow(8, 9, 'CLRTXT', 'clear-1')],
    ),
    ...insertInto('api_keys', key(1, 1, KEYS.own), key(2, 2, KEYS.bound, { ip: '198.51.100.9' })),
    ...(age === '1.6'
      ? []
      : insertInto(
          'api_keys',
          key(3, 1, KEYS.named, { name: 'Flexisip', last_used_at: sqlTime(2 * DAY) }),
          key(4, 1, KEYS.idle, { name: 'Old script', last_used_at: sqlTime(DAY), expires_after_last_used_minutes: 60 }),
        )),
    ...insertInto(
      'account_dictionary_entries',
      ...[
        { id: 1, account_id: 1, key: 'room', value: '12' },
        { id: 2, account_id: 1, key: '__proto__', value: 'x' },
        { id: 3, account_id: 8, key: 'room', value: '13' },
      ],
    ),
    ...insertInto('account_types', { id: 1, key: 'door' }, { id: 2, key: 'phone' }, { id: 3, key: 'unused' }),
    ...insertInto(
      'account_account_type',
      ...[
        { account_id: 1, account_type_id: 1 },
        { account_id: 5, account_type_id: 1 },
        { account_id: 5, account_type_id: 2 },
      ],
    ),
    ...insertInto(
      'account_actions',
      { id: 1, account_id: 1, key: 'open-door', code: '1234' },
      { id: 2, account_id: 1, key: 'Open Door', code: '1' },
    ),
    ...insertInto(
      'contacts',
      ...[
        { account_id: 1, contact_id: 2 },
        { account_id: 2, contact_id: 1 },
        { account_id: 1, contact_id: 5 },
        { account_id: 1, contact_id: 8 },
        { account_id: 5, contact_id: 6 },
      ],
    ),
    ...insertInto('contacts_lists', list(1, 'Team', 1), list(2, 'Nobody', 1)),
    ...insertInto('contacts_list_contact', { contacts_list_id: 1, contact_id: 2 }, { contacts_list_id: 1, contact_id: 6 }),
    ...insertInto('account_contacts_list', { account_id: 1, contacts_list_id: 1 }, { account_id: 5, contacts_list_id: 1 }),
    ...insertInto(
      'vcards_storage',
      {
        ...{ id: 1, account_id: 1, uuid: `${age === '2.0' ? '' : 'urn:uuid:'}f81d4fae-7dec-11d0-a765-00a0c91e6bf6`, vcard: CARD },
        created_at: '2024-05-06 07:08:09',
      },
      { id: 2, account_id: 2, uuid: 'urn:uuid:2', vcard: 'no card', created_at: null },
    ),
    ...insertInto(
      'accounts_tombstones',
      { id: 1, username: 'gone', domain: DOMAIN, created_at: sqlTime(DAY) },
      { id: 2, username: 'long.gone', domain: DOMAIN, created_at: sqlTime(400 * DAY) },
    ),
    ...insertInto('account_creation_tokens', { id: 1, token: 'x', used: 1, account_id: 7 }),
    ...insertInto('provisioning_tokens', { id: 1, account_id: 1, token: 'secret', used: 0 }),
    ...insertInto(
      'phone_countries',
      { code: 'FR', country_code: '33', activated: 1 },
      { code: 'DE', country_code: '49', activated: 0 },
      { code: 'XX', country_code: '0', activated: 1 },
    ),
    ...insertInto('statistics_calls', { id: 'a', from_username: 'alice' }),
    ...insertInto('migrations', { id: 1, migration: 'x' }),
    ...(age === '1.6' ? [] : external()),
    ...(age === '2.1'
      ? [...insertInto('call_forwardings', { id: 1, account_id: 1, type: 'busy', forward_to: 'sip_uri' }), ...files()]
      : []),
  ]
}

const files = () => insertInto('account_files', { id: 'f', account_id: 1, content_type: 'audio/wav' })

function spaces(age: Age): string[] {
  const domains = [DOMAIN, OTHER, 'elsewhere.example.net']
  if (age === '1.6') return insertInto('sip_domains', ...domains.map((domain, i) => ({ id: i + 1, domain })))
  const rows = domains.map((domain, i) => ({ id: i + 1, domain, host: domain, name: domain }))
  const set = { max_accounts: 100, copyright_text: 'Not to be shown' }
  return [
    ...insertInto('spaces', { ...rows[0]!, ...set }, ...rows.slice(1)),
    ...(age === '2.1'
      ? insertInto(
          'space_digest_authentication_configurations',
          ...domains.map((realm, i) => ({ id: i + 1, space_id: i + 1, realm, default_password_algorithm: 'SHA-256' })),
        )
      : []),
    ...insertInto('space_email_servers', { id: 1, space_id: 1, host: 'mail.example.org', port: 25, password: 'smtp-s3cret' }),
  ]
}

const external = () =>
  insertInto(
    'external_accounts',
    {
      ...{ id: 1, account_id: 1, username: 'alice.out', domain: 'Provider.example.com', password: 'A'.repeat(32), algorithm: 'MD5' },
      ...{ realm: null, registrar: 'sip.provider.example.com', outbound_proxy: null, protocol: 'TLS' },
    },
    {
      ...{ id: 2, account_id: 2, username: 'bob.out', domain: 'provider.example.com', password: 'no hash', algorithm: 'MD5' },
      ...{ realm: null, registrar: null, outbound_proxy: null, protocol: 'UDP' },
    },
  )
