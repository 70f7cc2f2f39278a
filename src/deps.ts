import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { createAttempts } from './auth/attempts.js'
import { createNonces, databaseNonceUses, redisNonceUses } from './auth/nonces.js'
import type { Config } from './config.js'
import { openDatabase } from './db/client.js'
import { openRedis } from './db/redis.js'
import { openRegistrar } from './registrar/openRegistrar.js'
import { openSenders, type Senders } from './senders.js'
import { accountInsert } from './services/accountInsert.js'
import { accountReads } from './services/accountReads.js'
import { openCounters } from './services/counters.js'
import type { Deps } from './services/deps.js'
import { deriveKeys } from './services/keys.js'
import { LOGINS, limitKeys } from './services/limits.js'
import { createMessenger } from './services/messenger.js'
import { createRegistrations } from './services/registrations.js'

export interface RunningDeps extends Deps {
  readonly senders: Senders
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
  const messenger = createMessenger({ db, log, now, key: keys.messages, senders: senders.messages })
  const counters = openCounters({ config, db, redis, log, now })
  const registrar =
    'registrar' in replaced ? replaced.registrar : config.registrarUrl ? openRegistrar(config.registrarUrl, { now }) : undefined
  const registrations = createRegistrations({ db, registrar, log, now })
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
      : databaseNonceUses(db.prisma),
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
    ...replaced,
    async close() {
      await messenger.stop()
      await registrations.stop()
      senders.close()
      await registrar?.close()
      redis?.disconnect()
      await db.close()
    },
  }
}
