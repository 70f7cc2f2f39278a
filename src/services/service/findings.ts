import type { Redis } from 'ioredis'
import type { Config } from '../../config/config.js'
import { proxyFault } from '../../config/proxies.js'
import { SEARCH_INDEX } from '../../db/migrate/indexNames.js'
import { pendingMigrations } from '../../db/migrate/migrate.js'
import { checkRedis } from '../../db/redis.js'
import { allCountries } from '../../domain/phoneCountry.js'
import { totalsAreRight } from '../accounts/list/recount.sql.js'
import type { Deps, With } from '../deps.js'
import { flexisipAlgorithms, flexisipDatabase } from '../devices/flexisipDatabase.sql.js'
import { checkEviction } from '../limits/eviction.js'
import { administratorsWithout } from '../secondFactor/factors.js'
import { relyingParty } from '../secondFactor/passkeys.js'
import { checkRealm } from '../spaces/checkRealm.js'
import { sharedRealm } from '../spaces/space.js'
import { missingIndexes } from './indexes.sql.js'
import { MOST_BEHIND_S, secondsBehind } from './replica.sql.js'

/** What was found of one part of the installation. */
export interface Finding {
  /** what was looked at: `mail`, `push by apns` */
  check: string
  /** `off`: it is not configured */
  status: 'ok' | 'failed' | 'off' | 'warning'
  detail: string
  /** the same for who reads another language, where the detail is not what a far end says */
  why?: Why
}

/** What can be found, with what its text is made from. */
export type Why =
  | { code: 'unknown' | 'search_index' }
  | { code: 'migrations' | 'without_factor'; count: number }
  | { code: 'evicts' | 'indexes'; what: string }
  | { code: 'given_up'; count: number; sent: number; last: string | null }
  | { code: 'nothing_arrives'; names: string[]; more: boolean }

/** Countries that one line has room for. */
const MOST_LISTED = 30
const DAY_MS = 86_400_000

/**
 * Looks at everything that is configured, and at what fails meanwhile. Nothing is sent, and nobody gets anything; far ends are called. Never throws.
 * @param ofMachine what the command has found itself, before the database had files of the moment. It may also read whole tables: a service that serves must not
 */
export async function examine(deps: Deps, ofMachine?: Finding[]): Promise<Finding[]> {
  const { config, redis } = deps
  const { registrar, farEnds } = deps.outbound
  const { email, sms, b2bua, authCache } = farEnds
  const base = await look('database', () => database(deps, ofMachine !== undefined))
  const lookInside = (check: string, examination: () => Promise<string>): Promise<Finding> =>
    look(check, base.status === 'failed' ? async () => Promise.reject(new Fault(UNKNOWN, { code: 'unknown' })) : examination)
  return [
    base,
    ...(ofMachine ?? []),
    await lookInside('realm', async () => {
      await checkRealm(deps.db, config)
      return sharedRealm(deps) ?? "each account's domain"
    }),
    config.readDatabaseUrl === undefined
      ? off('replica', 'READ_DATABASE_URL is not set: lists and exports come from DATABASE_URL')
      : await look('replica', () => replica(deps, config.readDatabaseUrl!)),
    redis ? await look('redis', () => redisState(config, redis)) : off('redis', 'REDIS_URL is not set'),
    await lookInside('indexes', () => indexes(deps)),
    await look('proxies', async () => proxies(config)),
    provisioning(config),
    turn(config),
    email ? await look('mail', () => email.check()) : off('mail', 'MAIL_URL is not set: e-mail goes to the outbox'),
    sms ? await look('sms', () => sms.check()) : off('sms', 'SMS_URL is not set: SMS go to the outbox'),
    await secondFactor(deps, base),
    await lookInside('sms-countries', () => smsCountries(deps)),
    ...(await farEnds.checkPush()),
    await lookInside('messages', () => messages(deps)),
    await lookInside('webhooks', () => webhooks(deps)),
    registrar ? await look('registrar', () => registrar.check()) : off('registrar', 'REGISTRAR_URL is not set: devices are unknown'),
    b2bua
      ? await look('b2bua', () => b2bua.check())
      : off('b2bua', 'no Redis is set: a B2BUA does not hear of changes of external accounts'),
    authCache
      ? await look('flexisip-cache', () => authCache.check())
      : off('flexisip-cache', 'no command socket is set: an old password works at Flexisip until cache-expire is over'),
    await lookInside('flexisip-database', () => flexisipDatabase(deps)),
    ...(ofMachine
      ? [await lookInside('flexisip-algorithms', () => flexisipAlgorithms(deps)), await lookInside('totals', () => totals(deps))]
      : []),
  ]
}

/** What does not work, as this service says itself. */
class Fault extends Error {
  constructor(
    message: string,
    readonly why: Why,
  ) {
    super(message)
  }
}

/** What works, but wants somebody's eye: a finding of its own, and no failure. */
class Warning extends Fault {}

const UNKNOWN = 'unknown, as the database cannot be used'

async function look(check: string, examination: () => Promise<string>): Promise<Finding> {
  try {
    return { check, status: 'ok', detail: await examination() }
  } catch (error) {
    const detail = (error as Error).message.trim().split('\n').at(-1)!
    return { check, status: error instanceof Warning ? 'warning' : 'failed', detail, ...(error instanceof Fault && { why: error.why }) }
  }
}

const off = (check: string, detail: string): Finding => ({ check, status: 'off', detail })

/** Those that PostgreSQL has beside the migrations; one takes an extension. */
async function indexes({ db }: Pick<Deps, 'db'>): Promise<string> {
  const missing = await missingIndexes(db)
  if (missing.length === 0) return 'all are there'
  const list = missing.join(', ')
  if (!missing.includes(SEARCH_INDEX)) throw new Warning(`being made, or run migrate: ${list}`, { code: 'indexes', what: list })
  throw new Warning(
    `missing: ${list}. Each search looks at every account: run CREATE EXTENSION pg_trgm in the database, which its owner may, then migrate`,
    { code: 'search_index' },
  )
}

async function totals({ db }: Pick<Deps, 'db'>): Promise<string> {
  if (await totalsAreRight(db)) return 'lists have as many accounts as they say'
  throw new Error('lists do not have as many accounts as they say: run migrate, which counts anew')
}

async function redisState({ redisUrl }: Config, connection: Redis): Promise<string> {
  await checkRedis(redisUrl!)
  const policy = await checkEviction(connection).catch((error: Error) => {
    const [, evicts] = /^maxmemory-policy is ([\w-]+)/.exec(error.message) ?? []
    throw evicts === undefined ? error : new Fault(error.message, { code: 'evicts', what: evicts })
  })
  return policy ? `answers, ${policy}` : 'answers'
}

/** A file with a fault has stopped the service, or the command, before. */
function provisioning({ provisioningFile }: Config): Finding {
  if (!provisioningFile)
    return off('provisioning', 'PROVISIONING_FILE is not set: apps get their account and what follows from the settings')
  const entries = provisioningFile.sections.flatMap((section) => section.entries).length
  return { check: 'provisioning', status: 'ok', detail: `${entries} entries in ${provisioningFile.path}` }
}

/** Nothing is sent there: what a TURN server takes shows in a call alone. */
function turn({ turnUris, turnTtl }: Config): Finding {
  if (turnUris.length === 0) return off('turn', 'TURN_URIS is not set: apps get no TURN credentials')
  return { check: 'turn', status: 'ok', detail: `credentials for ${turnUris.join(', ')}, good for ${turnTtl} s` }
}

/** Who administrates without one is asked for it at the next request, and can use the API by digest meanwhile. */
async function secondFactor(deps: Pick<Deps, 'config' | 'db'>, base: Finding): Promise<Finding> {
  const { config } = deps
  const check = 'second-factor'
  const passkeys = relyingParty(config) ? 'passkeys and apps' : 'apps alone: PUBLIC_URL is no https: address with a host name'
  if (config.secondFactor === 'optional') return { check, status: 'ok', detail: `optional, by ${passkeys}` }
  if (base.status === 'failed') return { check, status: 'failed', detail: UNKNOWN, why: { code: 'unknown' } }
  const without = await administratorsWithout(deps)
  if (without === 0) return { check, status: 'ok', detail: `asked of ${config.secondFactor}, by ${passkeys}` }
  const who = without === 1 ? 'one administrator has' : `${without} administrators have`
  const detail = `asked of ${config.secondFactor}, by ${passkeys}; ${who} none yet`
  return { check, status: 'warning', detail, why: { code: 'without_factor', count: without } }
}

async function smsCountries({ limits: { countries } }: With<'limits'>): Promise<string> {
  await countries.refresh()
  const activated = countries.activated()
  const all = allCountries().length
  if (activated.length === all) return 'all countries get SMS'
  return activated.length > MOST_LISTED
    ? `${activated.length} of ${all} countries get SMS`
    : `${activated.join(', ') || 'no country'} get SMS`
}

/** @throws Warning when messages of the last day were given up */
async function messages({ db: { prisma }, clock }: Pick<Deps, 'db' | 'clock'>): Promise<string> {
  const since = new Date(clock.now() - DAY_MS)
  const [failed, sent] = await Promise.all([
    prisma.message.count({ where: { failedAt: { gt: since } } }),
    prisma.message.count({ where: { sentAt: { gt: since } } }),
  ])
  if (failed === 0) return `${sent} sent in 24 hours, none given up`
  const last = await prisma.message.findFirst({ where: { failedAt: { gt: since } }, orderBy: { id: 'desc' }, select: { lastError: true } })
  const reason = last?.lastError ?? null
  throw new Warning(`${failed} given up in 24 hours, ${sent} sent. The last one: ${reason ?? 'it had expired'}`, {
    code: 'given_up',
    count: failed,
    sent,
    last: reason,
  })
}

/** @throws Warning when some fail, or were switched off as they failed for long */
async function webhooks({ db: { prisma } }: Pick<Deps, 'db'>): Promise<string> {
  const failing = await prisma.webhook.findMany({
    where: { failingSince: { not: null } },
    select: { name: true, enabled: true },
    orderBy: { id: 'asc' },
  })
  if (failing.length === 0) return `${await prisma.webhook.count({ where: { enabled: true } })} on, none fails`
  const listed = failing.slice(0, MOST_LISTED).map(({ name, enabled }) => (enabled ? name : `${name} (switched off)`))
  const more = failing.length > MOST_LISTED
  const names = failing.slice(0, MOST_LISTED).map(({ name }) => name)
  throw new Warning(`nothing arrives at ${listed.join(', ')}${more ? ' …' : ''}`, { code: 'nothing_arrives', names, more })
}

function proxies(config: Config): string {
  const fault = proxyFault(config)
  if (fault) throw new Error(fault)
  const { trustProxy = 0, host } = config
  if (trustProxy > 0) return `${trustProxy}: nobody may reach the service but by them`
  return /^(?:127\.|::1$|localhost$)/.test(host) ? 'none' : 'none: clients reach the service directly'
}

async function database({ config, db }: Pick<Deps, 'config' | 'db'>, counts: boolean): Promise<string> {
  const pending = await pendingMigrations(config.databaseUrl)
  const { length: count } = pending
  if (count > 0) throw new Fault(`${count} migrations are pending: run migrate, or start the service`, { code: 'migrations', count })
  return counts ? `${db.provider}, ${await db.prisma.account.count()} accounts` : db.provider
}

async function replica({ db }: Pick<Deps, 'db'>, url: string): Promise<string> {
  const { length: lacking } = await pendingMigrations(url)
  if (lacking > 0) throw new Error(`READ_DATABASE_URL lacks ${lacking} migrations: it is not, or not yet, a replica of DATABASE_URL`)
  const behind = await secondsBehind(db, db.replica!.db)
  if (behind === undefined) throw new Error('READ_DATABASE_URL is no hot standby: it does not follow DATABASE_URL')
  if (behind > MOST_BEHIND_S)
    throw new Error(`READ_DATABASE_URL is ${behind.toFixed(0)} s behind: see that it receives and replays, or take it out`)
  return `follows, ${behind.toFixed(1)} s behind`
}
