import type { Command } from 'commander'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import type { Config } from '../config/config.js'
import { loadConfig } from '../config/load.js'
import { proxyFault } from '../config/proxies.js'
import { pendingMigrations } from '../db/migrate/migrate.js'
import { checkRedis } from '../db/redis.js'
import { allCountries } from '../domain/phoneCountry.js'
import { openDeps, type RunningDeps } from '../run/openDeps.js'
import { flexisipAlgorithms, flexisipDatabase } from '../services/devices/flexisipDatabase.sql.js'
import { checkEviction } from '../services/limits/eviction.js'
import { administratorsWithout } from '../services/secondFactor/factors.js'
import { relyingParty } from '../services/secondFactor/passkeys.js'
import { checkRealm } from '../services/spaces/checkRealm.js'
import { sharedRealm } from '../services/spaces/space.js'
import { readableByOthers } from './files.js'
import { printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'

/** Countries that one line has room for. */
const MOST_LISTED = 30

interface Finding {
  check: string
  /** a warning makes no exit code */
  status: 'ok' | 'failed' | 'off' | 'warning'
  detail: string
}

export function doctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check everything that is configured; exit code 1 if something does not work')
    .action(async () => {
      const findings = await examine(loadConfig(terminal.environment()))
      printList(terminal, findings, '')
      if (findings.some((f) => f.status === 'failed')) terminal.exitCode = 1
    })
}

async function examine(config: Config): Promise<Finding[]> {
  const open = readableByOthers(config) // before the database has files of the moment
  const deps = await openDeps(config, pino({ level: 'silent' }))
  try {
    const { email, sms } = deps.senders.remote
    const base = await look('database', () => database(config, deps))
    const lookInside = (check: string, examination: () => Promise<string>): Promise<Finding> =>
      look(check, base.status === 'failed' ? async () => Promise.reject(new Error('unknown, as the database cannot be used')) : examination)
    return [
      base,
      open ? { check: 'files', status: 'warning', detail: open } : { check: 'files', status: 'ok', detail: 'no other user can read them' },
      await lookInside('realm', async () => {
        await checkRealm(deps.db, config)
        return sharedRealm(deps) ?? "each account's domain"
      }),
      await secondFactor(config, deps, base),
      deps.redis ? await look('redis', () => redis(config, deps.redis!)) : off('redis', 'REDIS_URL is not set'),
      await look('proxies', async () => proxies(config)),
      provisioning(config),
      turn(config),
      email ? await look('mail', () => email.check()) : off('mail', 'MAIL_URL is not set: e-mail goes to the outbox'),
      sms ? await look('sms', () => sms.check()) : off('sms', 'SMS_URL is not set: SMS go to the outbox'),
      await lookInside('sms-countries', () => smsCountries(deps)),
      ...(await deps.senders.checkPush()),
      deps.outbound.registrar
        ? await look('registrar', () => deps.outbound.registrar!.check())
        : off('registrar', 'REGISTRAR_URL is not set: devices are unknown'),
      deps.b2buaChannel
        ? await look('b2bua', () => deps.b2buaChannel!.check())
        : off('b2bua', 'no Redis is set: a B2BUA does not hear of changes of external accounts'),
      deps.authCache
        ? await look('flexisip-cache', () => deps.authCache!.check())
        : off('flexisip-cache', 'no command socket is set: an old password works at Flexisip until cache-expire is over'),
      await lookInside('flexisip-database', () => flexisipDatabase(deps)),
      await lookInside('flexisip-algorithms', () => flexisipAlgorithms(deps)),
    ]
  } finally {
    await deps.close()
  }
}

async function redis({ redisUrl }: Config, connection: Redis): Promise<string> {
  await checkRedis(redisUrl!)
  const policy = await checkEviction(connection)
  return policy ? `answers, ${policy}` : 'answers'
}

/** A file with a fault has stopped the command before. */
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
async function secondFactor(config: Config, deps: RunningDeps, base: Finding): Promise<Finding> {
  const check = 'second-factor'
  const passkeys = relyingParty(config) ? 'passkeys and apps' : 'apps alone: PUBLIC_URL is no https: address with a host name'
  if (config.secondFactor === 'optional') return { check, status: 'ok', detail: `optional, by ${passkeys}` }
  if (base.status === 'failed') return { check, status: 'failed', detail: 'unknown, as the database cannot be used' }
  const without = await administratorsWithout(deps)
  if (without === 0) return { check, status: 'ok', detail: `asked of ${config.secondFactor}, by ${passkeys}` }
  const who = without === 1 ? 'one administrator has' : `${without} administrators have`
  return { check, status: 'warning', detail: `asked of ${config.secondFactor}, by ${passkeys}; ${who} none yet` }
}

async function smsCountries({ limits: { countries } }: RunningDeps): Promise<string> {
  await countries.refresh()
  const activated = countries.activated()
  const all = allCountries().length
  if (activated.length === all) return 'all countries get SMS'
  return activated.length > MOST_LISTED
    ? `${activated.length} of ${all} countries get SMS`
    : `${activated.join(', ') || 'no country'} get SMS`
}

function proxies(config: Config): string {
  const fault = proxyFault(config)
  if (fault) throw new Error(fault)
  const { trustProxy = 0, host } = config
  if (trustProxy > 0) return `${trustProxy}: nobody may reach the service but by them`
  return /^(?:127\.|::1$|localhost$)/.test(host) ? 'none' : 'none: clients reach the service directly'
}

async function database(config: Config, deps: RunningDeps): Promise<string> {
  const pending = await pendingMigrations(config.databaseUrl)
  if (pending.length > 0) throw new Error(`${pending.length} migrations are pending: run migrate, or start the service`)
  return `${deps.db.provider}, ${await deps.db.prisma.account.count()} accounts`
}

async function look(check: string, examination: () => Promise<string>): Promise<Finding> {
  try {
    return { check, status: 'ok', detail: await examination() }
  } catch (error) {
    return { check, status: 'failed', detail: (error as Error).message.trim().split('\n').at(-1)! }
  }
}

const off = (check: string, detail: string): Finding => ({ check, status: 'off', detail })
