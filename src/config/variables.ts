import { join } from 'node:path'
import { repositoryUrl } from '../lib/packageRoot.js'
import {
  absolutePath,
  baseUrl,
  countries,
  domain,
  folder,
  integer,
  list,
  oneOf,
  onOff,
  origin,
  realm,
  secret,
  text,
  url,
} from './parsers.js'
import { optional, required } from './variable.js'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const COUNT = integer(1, 1_000_000)

/**
 * Everything that an operator can set. From this table come the type `Config`, `.env.example`, the handbook's page of variables and `cli config`. The
 * order is that of the documentation; a fallback sees the variables above it.
 */
export const VARIABLES = {
  host: required({ name: 'HOST', group: 'server', doc: 'Address to listen on.', parse: text, fallback: '127.0.0.1' }),
  port: required({
    name: 'PORT',
    group: 'server',
    doc: 'Port to listen on; 0 lets the system choose.',
    parse: integer(0, 65_535),
    fallback: '8080',
  }),
  publicUrl: required({
    name: 'PUBLIC_URL',
    group: 'server',
    doc: 'Base of the links in mails and of page URLs.',
    parse: baseUrl,
    fallback: ({ port }) => `http://localhost:${port}`,
    fallbackText: 'http://localhost:PORT',
  }),
  workers: required({
    name: 'WORKERS',
    group: 'server',
    doc: 'Processes that serve on this machine.',
    parse: integer(1, 64),
    fallback: '1',
  }),
  trustProxy: required({
    name: 'TRUST_PROXY',
    group: 'server',
    doc: 'Reverse proxies that stand before the service; only then is `X-Forwarded-For` believed.',
    parse: integer(0, 16),
    fallback: '0',
  }),
  sourceUrl: required({
    name: 'SOURCE_URL',
    group: 'server',
    doc: 'Source code of the program as it runs here, linked on every page (AGPL section 13). Set it when you have changed the program.',
    parse: url('http://', 'https://'),
    fallback: () => repositoryUrl(),
    fallbackText: 'the repository',
  }),

  dataDir: required({
    name: 'DATA_DIR',
    group: 'data',
    doc: 'Folder of the database, the generated secret and the development outbox.',
    parse: folder,
    fallback: './data',
  }),
  databaseUrl: required({
    name: 'DATABASE_URL',
    group: 'data',
    doc: '`file:…` for SQLite, or `postgresql://user:password@host/database?schema=accounts`.',
    parse: url('file:', 'postgresql://', 'postgres://'),
    fallback: ({ dataDir }) => `file:${join(String(dataDir), 'accounts.db')}`,
    fallbackText: 'file:DATA_DIR/accounts.db',
    secret: true,
  }),
  redisUrl: optional({
    name: 'REDIS_URL',
    group: 'data',
    doc: 'Redis that keeps used nonces and limits for several processes or machines; without it the database does.',
    parse: url('redis://', 'rediss://'),
    secret: true,
  }),
  secret: optional({
    name: 'SECRET',
    group: 'data',
    doc: 'Keys nonces, codes and sessions; the same on all machines that share a database.',
    parse: secret,
    fallbackText: 'made once in DATA_DIR/secret',
    secret: true,
  }),

  sipDomain: required({ name: 'SIP_DOMAIN', group: 'accounts', doc: 'The default domain.', parse: domain, fallback: 'sip.example.org' }),
  sipDomains: required({
    name: 'SIP_DOMAINS',
    group: 'accounts',
    doc: 'All domains that accounts may have, comma separated.',
    parse: list(domain),
    fallback: ({ sipDomain }) => String(sipDomain),
    fallbackText: 'SIP_DOMAIN',
  }),
  sipRealm: optional({
    name: 'SIP_REALM',
    group: 'accounts',
    doc: 'One realm for all accounts. Passwords are stored as hashes over the realm, so a change over existing accounts stops the start.',
    parse: realm,
    fallbackText: "each account's domain",
  }),
  openRegistration: required({
    name: 'OPEN_REGISTRATION',
    group: 'accounts',
    doc: '`on` lets anyone make an account in the panel, with an e-mail address that a code proves.',
    parse: onOff,
    fallback: 'off',
  }),
  tokenTtl: required({
    name: 'TOKEN_TTL',
    group: 'accounts',
    doc: 'Seconds that a push token is good.',
    parse: integer(1, 31_536_000),
    fallback: '3600',
  }),
  nonceTtl: required({
    name: 'NONCE_TTL',
    group: 'accounts',
    doc: 'Seconds that a nonce is good.',
    parse: integer(1, 86_400),
    fallback: '300',
  }),
  codeTtl: required({
    name: 'CODE_TTL',
    group: 'accounts',
    doc: 'Seconds that a code or PIN is good.',
    parse: integer(1, 604_800),
    fallback: '600',
  }),
  tokensPerDevice: required({
    name: 'TOKENS_PER_DEVICE',
    group: 'accounts',
    doc: 'Push tokens that one device may have, ever.',
    parse: COUNT,
    fallback: '4',
  }),

  mailUrl: optional({
    name: 'MAIL_URL',
    group: 'mail',
    doc: '`smtp://` or `smtps://user:password@host:port`.',
    parse: url('smtp://', 'smtps://'),
    fallbackText: 'the outbox folder',
    secret: true,
  }),
  mailFrom: required({
    name: 'MAIL_FROM',
    group: 'mail',
    doc: 'Sender of mails.',
    parse: text,
    fallback: ({ sipDomain }) => `no-reply@${sipDomain}`,
    fallbackText: 'no-reply@SIP_DOMAIN',
  }),

  smsUrls: required({
    name: 'SMS_URL',
    group: 'sms',
    doc: '`https://:SECRET@host/path`, `ovh://…`, `twilio://…`, or a comma list that is tried in order.',
    parse: list(url('https://', 'ovh://', 'twilio://')),
    fallback: '',
    fallbackText: 'the outbox folder',
    secret: true,
  }),
  smsCountries: required({
    name: 'SMS_COUNTRIES',
    group: 'sms',
    doc: 'Countries that SMS are sent to, as `FR,DE`.',
    parse: countries,
    fallback: '',
    fallbackText: 'all',
  }),

  pusherPath: optional({
    name: 'FLEXISIP_PUSHER_PATH',
    group: 'push',
    doc: 'Absolute path of flexisip_pusher, used for every push.',
    parse: absolutePath,
  }),
  apnsKeyFile: optional({
    name: 'APNS_KEY_FILE',
    group: 'push',
    doc: 'Push to Apple directly: a `.p8` key. Set all three APNS variables.',
    parse: text,
  }),
  apnsKeyId: optional({ name: 'APNS_KEY_ID', group: 'push', doc: "The key's id.", parse: text }),
  apnsTeamId: optional({ name: 'APNS_TEAM_ID', group: 'push', doc: "The team's id.", parse: text }),
  fcmCredentialsFile: optional({
    name: 'FCM_CREDENTIALS_FILE',
    group: 'push',
    doc: "Push to Firebase directly: a service account's JSON file.",
    parse: text,
  }),
  vapidPublicKey: optional({ name: 'VAPID_PUBLIC_KEY', group: 'push', doc: 'Web Push. Set all three VAPID variables.', parse: text }),
  vapidPrivateKey: optional({ name: 'VAPID_PRIVATE_KEY', group: 'push', doc: 'The private key of Web Push.', parse: text, secret: true }),
  vapidSubject: optional({
    name: 'VAPID_SUBJECT',
    group: 'push',
    doc: 'Whom push services may write to: `mailto:…` or `https://…`.',
    parse: text,
  }),

  registrarUrl: optional({
    name: 'REGISTRAR_URL',
    group: 'devices',
    doc: 'Where Flexisip keeps registrations: `redis://…`, `unix:/tmp/flexisip-proxy-123` or `flexisip-pid:/var/run/flexisip-proxy.pid`.',
    parse: url('redis://', 'rediss://', 'unix:/', 'flexisip-pid:/'),
    fallbackText: 'devices are unknown',
    secret: true,
  }),

  rateLimit: required({
    name: 'RATE_LIMIT',
    group: 'limits',
    doc: '`off` counts no requests: for load tests alone. Wrong passwords, wrong codes and SMS stay limited.',
    parse: onOff,
    fallback: 'on',
  }),
  smsPerNumber: required({
    name: 'SMS_DAILY_PER_NUMBER',
    group: 'limits',
    doc: 'SMS to one number in 24 hours.',
    parse: COUNT,
    fallback: '5',
  }),
  smsPerRange: required({
    name: 'SMS_DAILY_PER_RANGE',
    group: 'limits',
    doc: 'SMS to one range of numbers (country code and three digits) in 24 hours.',
    parse: COUNT,
    fallback: '300',
  }),
  smsPerAddress: required({
    name: 'SMS_DAILY_PER_ADDRESS',
    group: 'limits',
    doc: "SMS for one client's address in 24 hours.",
    parse: COUNT,
    fallback: '100',
  }),
  smsTotal: required({
    name: 'SMS_DAILY_LIMIT',
    group: 'limits',
    doc: 'SMS in all in 24 hours.',
    parse: integer(1, 100_000_000),
    fallback: '1000',
  }),

  logLevel: required({
    name: 'LOG_LEVEL',
    group: 'operation',
    doc: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`; one JSON line per request at `info`.',
    parse: oneOf(...LOG_LEVELS),
    fallback: 'info',
  }),
  auditDays: required({
    name: 'AUDIT_DAYS',
    group: 'operation',
    doc: 'Days that the audit log is kept; 0 for ever.',
    parse: integer(0, 36_500),
    fallback: '365',
  }),
  metricsPort: optional({
    name: 'METRICS_PORT',
    group: 'operation',
    doc: 'Port of the metrics for Prometheus, at `http://HOST:METRICS_PORT/metrics`.',
    parse: integer(0, 65_535),
    fallbackText: 'no metrics',
  }),
  stopDelay: required({
    name: 'STOP_DELAY',
    group: 'operation',
    doc: 'Seconds that the service serves on at SIGTERM, while `health/ready` says 503: what a load balancer needs to notice.',
    parse: integer(0, 300),
    fallback: '0',
  }),

  corsOrigins: required({
    name: 'CORS_ORIGINS',
    group: 'browsers',
    doc: 'Origins whose browser apps may call the API, comma separated.',
    parse: list(origin),
    fallback: '',
    fallbackText: 'none',
  }),
} as const
