import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Attempts } from '../auth/attempts.js'
import type { Keys } from '../auth/keys.js'
import type { Nonces, NonceUses } from '../auth/nonces.js'
import type { Config } from '../config/config.js'
import type { Database } from '../db/client.js'
import type { PushSender } from '../delivery/push/push.js'
import type { Random } from '../domain/codes.js'
import type { Registrar } from '../registrar/registrar.js'
import type { NewAccountRow } from './accounts/insert.js'
import type { AccountReads } from './accounts/reads.sql.js'
import type { AccountRecord } from './accounts/record.js'
import type { Actor } from './audit/audit.js'
import type { RegistrationRemovals } from './devices/registrations.js'
import type { AllCounters } from './limits/counters.js'
import type { Messenger } from './messages/messenger.js'
import type { Metrics } from './metrics.js'

/** What the services work with: made once at start (src/deps.ts), handed in by tests. */
export interface Deps {
  readonly config: Config
  readonly db: Database
  readonly reads: AccountReads
  readonly insertAccount: (row: NewAccountRow) => Promise<AccountRecord>
  readonly nonces: Nonces
  readonly nonceUses: NonceUses
  readonly attempts: Attempts
  readonly counters: AllCounters
  /** the key of a limit and of whom it counts; somebody is never told from it */
  readonly limitKey: (limit: string, who: string) => string
  readonly keys: Keys
  readonly messenger: Messenger
  readonly push: PushSender
  /** undefined: one process on one machine needs none */
  readonly redis: Redis | undefined
  /** undefined: no registrar is configured */
  readonly registrar: Registrar | undefined
  /** does nothing without a registrar */
  readonly registrations: RegistrationRemovals
  readonly metrics: Metrics
  /** `stopping` as soon as the service is told to stop: it is not ready then, and serves on for a while */
  readonly lifecycle: { stopping: boolean }
  readonly random: Random
  readonly log: Logger
  /** milliseconds since the epoch */
  now(): number
}

/** Who sent a request, as far as HTTP tells. */
export interface Caller {
  readonly ip: string
  readonly userAgent: string | undefined
  /** of the languages that we write in, the one that Accept-Language likes best */
  readonly language: Language
  /** who they have proven to be */
  readonly actor: Actor
  /** finds the request in the log; null for what is no request */
  readonly requestId: string | null
}
export type Language = 'en' | 'fr'
