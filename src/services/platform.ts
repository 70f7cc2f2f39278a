import type { Logger } from 'pino'
import type { Keys } from '../auth/keys.js'
import type { Config } from '../config/config.js'
import type { Database } from '../db/client.js'
import type { Random } from '../domain/codes.js'

/** Time and randomness: tests bring their own. */
export interface Clock {
  /** milliseconds since the epoch */
  now(): number
  readonly random: Random
}

/** What every service may use. */
export interface Platform {
  readonly config: Config
  readonly db: Database
  readonly clock: Clock
  readonly keys: Keys
  readonly log: Logger
}
