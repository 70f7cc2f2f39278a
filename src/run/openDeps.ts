import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { createAttempts } from '../auth/attempts.js'
import { deriveKeys } from '../auth/keys.js'
import { createNonces, databaseNonceUses, redisNonceUses } from '../auth/nonces.js'
import type { Config } from '../config/config.js'
import { openDatabase } from '../db/client.js'
import { openRedis } from '../db/redis.js'
import type { Registrar } from '../registrar/registrar.js'
import { accountInsert } from '../services/accounts/insert.js'
import { accountReads } from '../services/accounts/reads.sql.js'
import type { Deps } from '../services/deps.js'
import { createRegistrationRemovals } from '../services/devices/registrations.js'
import { createHousekeeping, type Housekeeping } from '../services/housekeeping/housekeeping.js'
import { openCounters } from '../services/limits/counters.js'
import { LOGINS, limitKeys } from '../services/limits/requests.js'
import { createMessenger } from '../services/messages/messenger.js'
import { NO_METRICS } from '../services/metrics.js'
import { openSenders, type Senders } from './openSenders.js'

export interface RunningDeps extends Deps {
  readonly senders: Senders
  readonly housekeeping: Housekeeping
  /** Begins what is done beside requests: sending messages, removing registrations and what has expired. */
  startWork(): void
  /** Ends that; `close` does so as well. */
  stopWork(): Promise<void>
  close(): Promise<void>
}

/** Opens everything that a configuration names. What tests replace (the clock, say) comes in `replaced`. */
export async function openDeps(config: Config, log: Logger, replaced: Partial<Deps> = {}): Promise<RunningDeps> {
  const now = replaced.now ?? Date.now
  const random = replaced.random ?? randomBytes
  const db = await openDatabase(config.databaseUrl)
  const redis = config.redisUrl ? await openRedis(config.redisUrl, log) : undefined
  const keys = deriveKeys(config.secret)
  const senders = openSenders(config, now)
  const { metrics = NO_METRICS } = replaced
  const messenger = createMessenger({ db, log, now, key: keys.messages, senders: senders.messages, count: metrics.message })
  const counters = openCounters({ config, db, redis, log, now })
  const registrar = 'registrar' in replaced ? replaced.registrar : await configuredRegistrar(config, now)
  const registrations = createRegistrationRemovals({ db, registrar, log, now })
  const housekeeping = createHousekeeping({ config, db, log, now })
  const work = [messenger, registrations, housekeeping]
  const stopWork = async (): Promise<void> => {
    await Promise.all(work.map((one) => one.stop()))
  }
  return {
    config,
    db,
    redis,
    random,
    log,
    now,
    keys,
    messenger,
    reads: accountReads(db),
    insertAccount: accountInsert(db),
    nonces: createNonces({ secret: config.secret, ttlSeconds: config.nonceTtl, now, random }),
    nonceUses: redis
      ? redisNonceUses({ redis, prefix: 'flexisip-accounts:nonce:', ttlSeconds: config.nonceTtl, now })
      : databaseNonceUses(db.query),
    attempts: createAttempts({
      secret: config.secret,
      counters: counters.attempts,
      now,
      perAddress: config.rateLimit ? LOGINS : undefined,
    }),
    counters,
    limitKey: limitKeys(keys.limits),
    push: senders.push,
    senders,
    registrar,
    registrations,
    housekeeping,
    metrics,
    lifecycle: { stopping: false },
    startWork() {
      for (const one of work) one.start()
    },
    stopWork,
    ...replaced,
    async close() {
      await stopWork()
      senders.close()
      await registrar?.close()
      redis?.disconnect()
      await db.close()
    },
  }
}

async function configuredRegistrar({ registrarUrl }: Config, now: () => number): Promise<Registrar | undefined> {
  if (!registrarUrl) return undefined
  const { openRegistrar } = await import('../registrar/openRegistrar.js')
  return openRegistrar(registrarUrl, { now })
}
