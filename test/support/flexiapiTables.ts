/** FlexiAPI's `external` connection of 2021, which Flexisip reads. */
export const REMOTE = [
  `create table accounts (id integer not null primary key, username varchar(64) not null, domain varchar(64) not null, email varchar(64),
    activated boolean not null default false, confirmation_key varchar(14), ip_address varchar(39) not null, user_agent varchar(256) not null,
    creation_time datetime not null, expire_time datetime, created_at timestamp null, updated_at timestamp null)`,
  `create table passwords (id integer not null primary key, account_id integer not null, password varchar(255) not null,
    algorithm varchar(10) not null default 'MD5', created_at timestamp null, updated_at timestamp null)`,
  'create table aliases (id integer not null primary key, account_id integer not null, alias varchar(64) not null, domain varchar(64) not null)',
]
/** Its `local` one. */
export const LOCAL = [
  'create table admins (id integer not null primary key, account_id integer not null, created_at timestamp null, updated_at timestamp null)',
  'create table api_keys (id integer not null primary key, account_id integer not null, `key` varchar(160) not null, created_at timestamp null)',
  'create table activation_expirations (id integer not null primary key, account_id integer not null, expires datetime not null)',
  'create table email_changed (id integer not null primary key, account_id integer not null, new_email varchar(255) not null, hash varchar(255) not null)',
  'create table migrations (id integer not null primary key, migration varchar(255) not null)',
]

export type Age = '1.6' | '2.0' | '2.1'

const ID = 'id integer not null primary key'
const TIMES = 'created_at timestamp null, updated_at timestamp null'
const table = (name: string, ...columns: string[]): string => `create table ${name} (${columns.join(', ')})`
const pair = (name: string, one: string, other: string): string =>
  table(name, `${one} integer not null`, `${other} integer not null`, TIMES, `unique (${one}, ${other})`)
const FLAGS = ['super', 'web_panel', 'public_registration', 'phone_registration', 'intercom_features'].map(
  (name) => `${name} boolean not null default false`,
)

/** The tables that a FlexiAPI of an age has, as far as an import can meet them. */
export function tablesOfAge(age: Age): string[] {
  const of16 = age === '1.6'
  return [
    table(
      ...(['accounts', ID, 'username varchar(64) not null', 'domain varchar(64) not null', 'email varchar(64)'] as const),
      ...['activated boolean not null default false', 'ip_address varchar(39) not null', 'user_agent varchar(256) not null'],
      ...['expire_time datetime', 'display_name varchar(255)', 'dtmf_protocol varchar(255)', 'blocked boolean not null default false'],
      ...['admin boolean not null default false', 'phone varchar(64)', TIMES],
      ...(of16 ? ['confirmation_key varchar(14)'] : []),
      'unique (username, domain)',
    ),
    table(
      ...(['passwords', ID, 'account_id integer not null', 'password varchar(255) not null', 'algorithm varchar(10) not null'] as const),
      'unique (account_id, algorithm)',
    ),
    table(
      ...(['api_keys', ID, 'account_id integer not null', '`key` varchar(160) not null unique', 'ip varchar(255)'] as const),
      ...['requests integer not null default 0', 'last_used_at timestamp null', TIMES],
      ...(of16 ? [] : ['name varchar(255)', 'expires_after_last_used_minutes integer']),
    ),
    table(
      'account_dictionary_entries',
      ID,
      'account_id integer not null',
      '`key` varchar(255) not null',
      'value varchar(255) not null',
      TIMES,
    ),
    table('account_types', ID, '`key` varchar(64) not null unique', TIMES),
    pair('account_account_type', 'account_id', 'account_type_id'),
    table('account_actions', ID, 'account_id integer not null', '`key` varchar(255) not null', 'code varchar(255) not null', TIMES),
    pair('contacts', 'account_id', 'contact_id'),
    table(
      ...(['contacts_lists', ID, 'title varchar(255) not null unique', 'description text', TIMES] as const),
      ...(age === '2.1' ? ['space_id integer not null'] : []),
    ),
    pair('contacts_list_contact', 'contacts_list_id', 'contact_id'),
    pair('account_contacts_list', 'account_id', 'contacts_list_id'),
    table('vcards_storage', ID, 'account_id integer not null', 'uuid varchar(45) not null', 'vcard text not null', TIMES),
    table('accounts_tombstones', ID, 'username varchar(64) not null', 'domain varchar(64) not null', TIMES),
    table('account_creation_tokens', ID, 'token varchar(16) not null', 'used boolean not null', 'account_id integer', TIMES),
    table('provisioning_tokens', ID, 'account_id integer not null', 'token varchar(16)', 'used boolean not null', TIMES),
    table('phone_countries', 'code varchar(2) not null primary key', 'country_code varchar(3) not null', 'activated boolean not null'),
    table('statistics_calls', 'id varchar(64) not null primary key', 'from_username varchar(64) not null'),
    table('migrations', ID, 'migration varchar(255) not null'),
    ...(of16 ? [table('sip_domains', ID, 'domain varchar(64) not null unique', ...FLAGS, TIMES)] : since20(age)),
  ]
}

function since20(age: Age): string[] {
  const realm = age === '2.0' ? ['account_realm varchar(255)'] : []
  const space = [ID, 'domain varchar(64) not null unique', 'host varchar(255) not null unique', 'name varchar(255) not null unique']
  return [
    table('spaces', ...space, ...FLAGS, 'max_accounts integer not null default 0', 'copyright_text text', ...realm, TIMES),
    table(
      'space_email_servers',
      ID,
      'space_id integer not null unique',
      'host varchar(64) not null',
      'port integer not null',
      'password varchar(255)',
    ),
    table(
      ...([
        'external_accounts',
        ID,
        'account_id integer not null',
        'username varchar(64) not null',
        'domain varchar(64) not null',
      ] as const),
      ...['password varchar(255) not null', 'algorithm varchar(10) not null', 'realm varchar(255)', 'registrar varchar(255)'],
      ...['outbound_proxy varchar(255)', 'protocol varchar(4) not null', TIMES, 'unique (username, domain)'],
    ),
    ...(age === '2.1' ? OF_21 : []),
  ]
}

const OF_21 = [
  table(
    ...(['space_digest_authentication_configurations', ID, 'space_id integer not null', 'realm varchar(255) not null'] as const),
    'default_password_algorithm varchar(10) not null',
  ),
  table('call_forwardings', ID, 'account_id integer not null', 'type varchar(16) not null', 'forward_to varchar(16) not null'),
  table('account_files', 'id varchar(36) not null primary key', 'account_id integer', 'content_type varchar(64) not null'),
]
