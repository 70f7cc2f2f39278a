import { randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { createAttempts } from '../auth/attempts.js'
import { createDecoys } from '../auth/decoys.js'
import { deriveKeys } from '../auth/keys.js'
import { createKnownAddresses } from '../auth/knownAddresses.js'
import { createNonces } from '../auth/nonces.js'
import { databaseNonceUses } from '../auth/nonceUses.sql.js'
import { redisNonceUses } from '../auth/nonceUsesRedis.js'
import { keyedHash } from '../auth/secretBox.js'
import type { Config } from '../config/config.js'
import { type Database, openDatabase } from '../db/client.js'
import { openRedis } from '../db/redis.js'
import { createReplica } from '../db/replica.js'
import type { PushSender } from '../delivery/push/push.js'
import { createJobs, type Jobs } from '../jobs/jobs.js'
import type { B2buaChannel } from '../registrar/b2buaChannel.js'
import type { Flexisip } from '../registrar/openRegistrar.js'
import type { Registrar } from '../registrar/registrar.js'
import { accountBelongings } from '../services/accounts/belongings.sql.js'
import { accountInsert } from '../services/accounts/insert.js'
import { accountReads } from '../services/accounts/reads.sql.js'
import { bulkJob } from '../services/bulk/run/bulkJob.js'
import type { Credentials, Deps, FarEnds } from '../services/deps.js'
import { createRegistrationRemovals } from '../services/devices/registrations.js'
import { createB2buaNotices } from '../services/external/b2buaNotices.js'
import { createHousekeeping, type Housekeeping } from '../services/housekeeping/housekeeping.js'
import { type AllCounters, openCounters } from '../services/limits/counters.js'
import { createSmsCountries } from '../services/limits/countries.js'
import { LOGINS, limitKeys } from '../services/limits/requests.js'
import { createLoginHistory } from '../services/logins/history.js'
import { createMessenger, type Messenger } from '../services/messages/messenger.js'
import { type Metrics, NO_METRICS } from '../services/metrics.js'
import { countedByDay, createDailyCounts } from '../services/overview/dailyCounts.js'
import { addDailyCounts } from '../services/overview/overview.sql.js'
import type { Clock, Platform } from '../services/platform.js'
import { checkReplica } from '../services/service/replica.sql.js'
import { tokenSignUps } from '../services/tokens/signUps.js'
import { deliveryJob } from '../services/webhooks/deliveryJob.js'
import { createWebhookFailures } from '../services/webhooks/failing.js'
import { openSenders, type Senders } from './openSenders.js'

export interface RunningDeps extends Deps {
  readonly senders: Senders
  readonly housekeeping: Housekeeping
  /** what is done to many accounts at once */
  readonly bulk: Jobs
  /** Begins what is done beside requests: sending messages, removing registrations and what has expired. */
  startWork(): void
  /** Ends that; `close` does so as well. */
  stopWork(): Promise<void>
  close(): Promise<void>
}

/** What a test puts in the place of the real part. */
export interface Replaced {
  now?: Clock['now']
  random?: Clock['random']
  log?: Logger
  metrics?: Metrics
  push?: PushSender
  messenger?: Messenger
  registrar?: Registrar | undefined
  b2buaChannel?: B2buaChannel
}

/** The database of a configuration, with its replica. The log has a line for each connection that breaks while it is idle. */
export async function openLoggedDatabase({ databaseUrl, readDatabaseUrl }: Config, log: Logger, now: () => number): Promise<Database> {
  const onError = (error: Error): void =>
    log.error(
      { err: error, event: 'database_connection_broken' },
      'an idle connection to PostgreSQL broke; the next statement opens another',
    )
  const primary = await openDatabase(databaseUrl, { onError })
  if (readDatabaseUrl === undefined) return primary
  const follower: Database = { ...(await openDatabase(readDatabaseUrl, { onError })), primary }
  const replica = createReplica(follower, {
    now,
    check: (db) => checkReplica(primary, db),
    onAway: (error) =>
      log.warn({ err: error, event: 'replica_away' }, 'the replica cannot be read, or is late; lists and exports come from the primary'),
    onBack: () => log.info({ event: 'replica_back' }, 'the replica can be read again'),
  })
  return {
    ...primary,
    replica,
    async close() {
      await Promise.all([primary.close(), follower.close()])
    },
  }
}

/** Opens everything that a configuration names. Tests replace parts of it: the clock, say. */
export async function openDeps(config: Config, processLog: Logger, replaced: Replaced = {}): Promise<RunningDeps> {
  const { now = Date.now, random = randomBytes, log = processLog } = replaced
  const db = await openLoggedDatabase(config, log, now)
  const redis = config.redisUrl ? await openRedis(config.redisUrl, log) : undefined
  const keys = deriveKeys(config.secret)
  const platform: Platform = { config, db, clock: { now, random }, keys, log }
  const dailyCounts = createDailyCounts({
    write: (counts) => addDailyCounts(db, counts),
    now,
    failed: (error) => log.warn({ event: 'daily_counts_not_written', err: error }, 'what happened today could not be counted'),
  })
  const metrics = countedByDay(replaced.metrics ?? NO_METRICS, dailyCounts)
  const counters = openCounters({ config, db, redis, log, now })
  const credentials = openCredentials(platform, redis, counters)
  const countries = createSmsCountries({ config, db, now })
  const senders = openSenders(config, now, async (phone) => {
    await countries.refresh()
    return countries.allows(phone)
  })
  const messenger =
    replaced.messenger ??
    createMessenger({
      db,
      log,
      now,
      key: keys.messages,
      senders: senders.messages,
      count: metrics.message,
      smsTemplates: { en: config.smsTextEn, fr: config.smsTextFr },
    })
  const flexisip = 'registrar' in replaced ? standIn(replaced.registrar) : await configuredFlexisip(config, now)
  const { registrar, authCache } = flexisip
  const removals = createRegistrationRemovals({ db, registrar, authCache, cacheExpire: config.flexisipCacheExpire, log, now })
  const b2buaChannel = replaced.b2buaChannel ?? (await configuredB2bua(config))
  const b2bua = createB2buaNotices({ db, channel: b2buaChannel, log, now })
  const webhooks = createJobs(
    deliveryJob({
      prisma: db.prisma,
      key: keys.webhooks,
      reach: { networks: config.webhookNetworks },
      now,
      count: metrics.webhook,
      failures: createWebhookFailures(platform),
    }),
    { log, now },
  )
  const farEnds: FarEnds = {
    email: senders.remote.email,
    sms: senders.remote.sms,
    b2bua: b2buaChannel,
    authCache,
    checkPush: senders.checkPush,
  }
  const housekeeping = createHousekeeping(platform)
  const limits = { counters, countries, key: limitKeys(keys.limits) }
  const outbound = { messenger, push: replaced.push ?? senders.push, registrar, removals, b2bua, webhooks, farEnds }
  const bulk = createJobs(bulkJob({ ...platform, limits, outbound }), { log, now })
  const work = [bulk, messenger, removals, b2bua, webhooks, housekeeping]
  const stopWork = async (): Promise<void> => {
    await Promise.all(work.map((one) => one.stop()))
    await Promise.all([credentials.known.flush(), credentials.history.flush(), metrics.flush()])
  }
  return {
    ...platform,
    accounts: { ...accountReads(db), belongings: accountBelongings(db), insert: accountInsert(db), signUp: tokenSignUps(platform) },
    credentials,
    limits,
    outbound,
    metrics,
    redis,
    lifecycle: { stopping: false },
    senders,
    housekeeping,
    bulk,
    startWork() {
      for (const one of work) one.start()
    },
    stopWork,
    async close() {
      await stopWork()
      senders.close()
      await flexisip.close()
      await b2buaChannel?.close()
      redis?.disconnect()
      await db.close()
    },
  }
}

function openCredentials(platform: Platform, redis: Redis | undefined, counters: AllCounters): Credentials {
  const { config, db, clock, keys, log } = platform
  const { now, random } = clock
  const { secret, nonceTtl: ttlSeconds } = config
  const known = createKnownAddresses({
    counters: counters.days,
    hash: (key) => keyedHash(keys.limits, 'known', key),
    now,
    failed: (error) => log.warn({ event: 'known_addresses_not_written', err: error }, 'from where accounts were used could not be noted'),
  })
  return {
    nonces: createNonces({ secret, ttlSeconds, now, random }),
    nonceUses: redis ? redisNonceUses({ redis, prefix: 'flexisip-accounts:nonce:', ttlSeconds, now }) : databaseNonceUses(db.query),
    known,
    attempts: createAttempts({ secret, counters: counters.attempts, known, now, perAddress: config.rateLimit ? LOGINS : undefined }),
    decoys: createDecoys({ secret, db, now }),
    history: createLoginHistory(platform),
  }
}

async function configuredFlexisip({ registrarUrl, flexisipSocket }: Config, now: () => number): Promise<Flexisip> {
  if (!registrarUrl && !flexisipSocket) return standIn(undefined)
  const { openFlexisip } = await import('../registrar/openRegistrar.js')
  return openFlexisip(registrarUrl, flexisipSocket, { now })
}

/** The B2BUA listens at the Redis of Flexisip's registrar, unless the operator names another one. */
async function configuredB2bua({ b2buaRedisUrl, registrarUrl }: Config): Promise<B2buaChannel | undefined> {
  const url = b2buaRedisUrl ?? (registrarUrl?.startsWith('redis') ? registrarUrl : undefined)
  if (url === undefined) return undefined
  const { redisB2buaChannel } = await import('../registrar/b2buaChannel.js')
  return redisB2buaChannel(url)
}

const standIn = (registrar: Registrar | undefined): Flexisip => ({
  registrar,
  authCache: undefined,
  close: async () => registrar?.close(),
})
