import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { parseCountries } from '../domain/phoneCountry.js'
import { repositoryUrl } from '../lib/packageRoot.js'

/** Everything an operator can set, checked. README, "Configuration", says what each variable means. */
export interface Config {
  readonly host: string
  readonly port: number
  /** base of links in mails and of page URLs, without a slash at the end */
  readonly publicUrl: string
  /** where users find the source of the program that runs here (AGPL-3.0, section 13) */
  readonly sourceUrl: string
  readonly dataDir: string
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  /** where Flexisip keeps its registrations; undefined: devices are unknown */
  readonly registrarUrl: string | undefined
  /** smtp:// or smtps://; undefined: mail goes to the development outbox */
  readonly mailUrl: string | undefined
  readonly mailFrom: string
  /** gateways, tried in this order; none: SMS go to the development outbox */
  readonly smsUrls: readonly string[]
  /** ISO 3166 codes of the countries that SMS are sent to; none: all */
  readonly smsCountries: readonly string[]
  readonly push: PushConfig
  readonly workers: number
  readonly sipDomain: string
  readonly sipDomains: readonly string[]
  /** one realm for all accounts; undefined: each account's domain */
  readonly sipRealm: string | undefined
  readonly secret: string
  /** seconds */
  readonly tokenTtl: number
  /** seconds */
  readonly nonceTtl: number
  /** seconds */
  readonly codeTtl: number
  readonly tokensPerDevice: number
  /** how long entries of the audit log are kept; 0: for ever */
  readonly auditDays: number
  /** anyone may make an account on the panel, with an e-mail address that a code proves */
  readonly openRegistration: boolean
  readonly logLevel: LogLevel
  /** where Prometheus finds metrics; undefined: nowhere, and nothing is counted */
  readonly metricsPort: number | undefined
  /** seconds that the service goes on serving at a stop, while it says that it is not ready */
  readonly stopDelay: number
  /** how many reverse proxies stand before the service: 0 trusts no X-Forwarded-For */
  readonly trustProxy: number
  /** false counts no requests, for load tests: wrong passwords, wrong codes and SMS stay limited */
  readonly rateLimit: boolean
  /** SMS in 24 hours at most */
  readonly smsDaily: { perNumber: number; perRange: number; perAddress: number; total: number }
  /** origins whose browser apps may call the API, as browsers write them */
  readonly corsOrigins: readonly string[]
}

/** How push notifications are sent; with nothing set they go to the development outbox. */
export interface PushConfig {
  /** flexisip_pusher, for every provider */
  readonly pusherPath: string | undefined
  readonly apns: { keyFile: string; keyId: string; teamId: string } | undefined
  readonly fcm: { credentialsFile: string } | undefined
  readonly vapid: { publicKey: string; privateKey: string; subject: string } | undefined
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** All faults of a configuration at once, one line each. */
export class ConfigError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    )
  }
}

/** Reads `.env` of the working directory, if there is one, below the real environment. */
export function readEnvironment(): NodeJS.ProcessEnv {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return process.env
}

/**
 * Turns variables into a configuration. Makes DATA_DIR, and SECRET inside it when none is given.
 * @throws ConfigError that names every fault
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const faults: string[] = []
  const text = (name: string, fallback: string): string => env[name]?.trim() || fallback
  const optional = (name: string): string | undefined => env[name]?.trim() || undefined
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name, String(fallback))
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= min && number <= max) return number
    faults.push(`${name}: '${value}' is not a whole number from ${min} to ${max}`)
    return fallback
  }
  const onOff = (name: string, fallback: boolean): boolean => {
    const value = text(name, fallback ? 'on' : 'off').toLowerCase()
    if (value !== 'on' && value !== 'off') faults.push(`${name}: '${value}' is neither on nor off`)
    return value !== 'off'
  }
  const url = (name: string, value: string | undefined, ...protocols: string[]): string | undefined => {
    if (value === undefined) return undefined
    if (!protocols.some((p) => value.startsWith(p)) || (!value.startsWith('file:') && !URL.canParse(value))) {
      faults.push(`${name}: expected a URL that starts with ${protocols.join(' or ')}`)
    }
    return value
  }
  const absolute = (name: string, value: string | undefined): string | undefined => {
    if (value !== undefined && !isAbsolute(value)) faults.push(`${name}: '${value}' is not an absolute path`)
    return value
  }
  const countries = (name: string): string[] => {
    try {
      return parseCountries(text(name, ''))
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`)
      return []
    }
  }
  /** Three variables that mean something only together. */
  const together = <T>(a: string, b: string, c: string, make: (a: string, b: string, c: string) => T): T | undefined => {
    const [x, y, z] = [optional(a), optional(b), optional(c)]
    if (x !== undefined && y !== undefined && z !== undefined) return make(x, y, z)
    if (x ?? y ?? z) faults.push(`${a}, ${b}, ${c}: set all three, or none`)
    return undefined
  }
  const domain = (name: string, value: string): string => {
    const lower = value.toLowerCase()
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(lower) || lower.length > 253) faults.push(`${name}: '${value}' is not a domain name`)
    return lower
  }
  const list = (name: string): string[] => [
    ...new Set(
      text(name, '')
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    ),
  ]
  const origin = (name: string, value: string): string => {
    // apps in a web view have origins such as capacitor://localhost, of which URL says 'null'
    const inApp = /^(?!https?:|file:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/.test(value)
    const exact = inApp ? value : URL.canParse(value) ? new URL(value).origin : 'null'
    if (exact === 'null' || (value !== exact && value !== `${exact}/`))
      faults.push(`${name}: '${value}' is not an origin, such as https://phone.example.org`)
    return exact
  }

  const port = integer('PORT', 8080, 0, 65535)
  const metricsPort = optional('METRICS_PORT') === undefined ? undefined : integer('METRICS_PORT', 0, 0, 65535)
  if (metricsPort === port && port !== 0) faults.push('METRICS_PORT: must not be PORT')
  const dataDir = resolve(text('DATA_DIR', './data'))
  const sipDomain = domain('SIP_DOMAIN', text('SIP_DOMAIN', 'sip.example.org'))
  const listed = text('SIP_DOMAINS', sipDomain)
    .split(',')
    .map((d) => d.trim())
    .filter(Boolean)
  const sipDomains = [...new Set(listed.map((d) => domain('SIP_DOMAINS', d)))]
  if (!sipDomains.includes(sipDomain)) faults.push(`SIP_DOMAINS: must contain SIP_DOMAIN (${sipDomain})`)
  const sipRealm = optional('SIP_REALM')
  if (sipRealm && !/^[\x20-\x7e]{1,255}$/.test(sipRealm)) faults.push('SIP_REALM: only printable ASCII, at most 255 characters')
  const logLevel = text('LOG_LEVEL', 'info') as LogLevel
  if (!LOG_LEVELS.includes(logLevel)) faults.push(`LOG_LEVEL: '${logLevel}' is none of ${LOG_LEVELS.join(', ')}`)
  const secret = optional('SECRET')
  if (secret && secret.length < 16) faults.push('SECRET: at least 16 characters; `openssl rand -hex 32` makes a good one')

  const config: Omit<Config, 'secret'> = {
    host: text('HOST', '127.0.0.1'),
    port,
    publicUrl: (url('PUBLIC_URL', text('PUBLIC_URL', `http://localhost:${port}`), 'http://', 'https://') ?? '').replace(/\/+$/, ''),
    sourceUrl: url('SOURCE_URL', text('SOURCE_URL', repositoryUrl()), 'http://', 'https://') ?? '',
    dataDir,
    databaseUrl:
      url('DATABASE_URL', text('DATABASE_URL', `file:${join(dataDir, 'accounts.db')}`), 'file:', 'postgresql://', 'postgres://') ?? '',
    redisUrl: url('REDIS_URL', optional('REDIS_URL'), 'redis://', 'rediss://'),
    registrarUrl: url('REGISTRAR_URL', optional('REGISTRAR_URL'), 'redis://', 'rediss://', 'unix:/', 'flexisip-pid:/'),
    mailUrl: url('MAIL_URL', optional('MAIL_URL'), 'smtp://', 'smtps://'),
    mailFrom: text('MAIL_FROM', `no-reply@${sipDomain}`),
    smsUrls: list('SMS_URL').map((value) => url('SMS_URL', value, 'https://', 'ovh://', 'twilio://')!),
    smsCountries: countries('SMS_COUNTRIES'),
    push: {
      pusherPath: absolute('FLEXISIP_PUSHER_PATH', optional('FLEXISIP_PUSHER_PATH')),
      apns: together('APNS_KEY_FILE', 'APNS_KEY_ID', 'APNS_TEAM_ID', (keyFile, keyId, teamId) => ({ keyFile, keyId, teamId })),
      fcm: optional('FCM_CREDENTIALS_FILE') === undefined ? undefined : { credentialsFile: optional('FCM_CREDENTIALS_FILE')! },
      vapid: together('VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT', (publicKey, privateKey, subject) => ({
        publicKey,
        privateKey,
        subject,
      })),
    },
    workers: integer('WORKERS', 1, 1, 64),
    sipDomain,
    sipDomains,
    sipRealm,
    tokenTtl: integer('TOKEN_TTL', 3600, 1, 31_536_000),
    nonceTtl: integer('NONCE_TTL', 300, 1, 86_400),
    codeTtl: integer('CODE_TTL', 600, 1, 604_800),
    tokensPerDevice: integer('TOKENS_PER_DEVICE', 4, 1, 1_000_000),
    auditDays: integer('AUDIT_DAYS', 365, 0, 36_500),
    openRegistration: onOff('OPEN_REGISTRATION', false),
    logLevel,
    metricsPort,
    stopDelay: integer('STOP_DELAY', 0, 0, 300),
    trustProxy: integer('TRUST_PROXY', 0, 0, 16),
    rateLimit: onOff('RATE_LIMIT', true),
    smsDaily: {
      perNumber: integer('SMS_DAILY_PER_NUMBER', 5, 1, 1_000_000),
      perRange: integer('SMS_DAILY_PER_RANGE', 300, 1, 1_000_000),
      perAddress: integer('SMS_DAILY_PER_ADDRESS', 100, 1, 1_000_000),
      total: integer('SMS_DAILY_LIMIT', 1_000, 1, 100_000_000),
    },
    corsOrigins: list('CORS_ORIGINS').map((value) => origin('CORS_ORIGINS', value)),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return Object.freeze({ ...config, secret: secret ?? storedSecret(dataDir) })
}

/** The secret made at the first start: whole or not at all, and by one process only when several start at once (link fails if it exists). */
function storedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
    try {
      linkSync(draft, file)
    } finally {
      rmSync(draft)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new ConfigError([
        `DATA_DIR: ${file} cannot be written (${(error as Error).message}); set SECRET, or DATA_DIR to a writable folder`,
      ])
    }
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 16)
    throw new ConfigError([`SECRET: ${file} is damaged; restore it from a backup (a new one voids codes and sessions under way)`])
  return secret
}
