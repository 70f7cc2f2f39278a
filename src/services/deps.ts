import type { Redis } from 'ioredis'
import type { Attempts } from '../auth/attempts.js'
import type { Decoys } from '../auth/decoys.js'
import type { KnownAddresses } from '../auth/knownAddresses.js'
import type { Nonces, NonceUses } from '../auth/nonces.js'
import type { PushFinding } from '../delivery/push/check.js'
import type { PushSender } from '../delivery/push/push.js'
import type { Jobs } from '../jobs/jobs.js'
import type { Registrar } from '../registrar/registrar.js'
import type { AccountStore } from './accounts/store.js'
import type { RegistrationRemovals } from './devices/registrations.js'
import type { B2buaNotices } from './external/b2buaNotices.js'
import type { AllCounters } from './limits/counters.js'
import type { SmsCountries } from './limits/countries.js'
import type { LoginHistory } from './logins/history.js'
import type { Messenger } from './messages/messenger.js'
import type { Metrics } from './metrics.js'
import type { Platform } from './platform.js'

/** What proves who a caller is. */
export interface Credentials {
  readonly nonces: Nonces
  readonly nonceUses: NonceUses
  readonly attempts: Attempts
  /** from where accounts and API keys were used before */
  readonly known: KnownAddresses
  readonly decoys: Decoys
  /** what came of log-ins, for their owners and support */
  readonly history: LoginHistory
}

/** What counts requests, messages and wrong codes. */
export interface Limits {
  readonly counters: AllCounters
  readonly countries: SmsCountries
  /** The key under which a limit counts a caller; nothing leads back from it to the caller. */
  readonly key: (limit: string, who: string) => string
}

/** What leaves the service for far ends. */
export interface Outbound {
  readonly messenger: Messenger
  readonly push: PushSender
  /** undefined: no registrar is configured */
  readonly registrar: Registrar | undefined
  /** does nothing without a registrar */
  readonly removals: RegistrationRemovals
  /** does nothing without a Redis that the B2BUA listens at */
  readonly b2bua: B2buaNotices
  /** tells the operator's systems what happened to accounts */
  readonly webhooks: Jobs
  readonly farEnds: FarEnds
}

/** What `doctor` can call, of what is configured. */
export interface FarEnds {
  readonly email: Checkable | undefined
  readonly sms: Checkable | undefined
  readonly b2bua: Checkable | undefined
  /** undefined: no command socket is configured */
  readonly authCache: Checkable | undefined
  checkPush(): Promise<PushFinding[]>
}

interface Checkable {
  /** @returns what it is, for people. @throws Error that says what does not work */
  check(): Promise<string>
}

/**
 * What the services work with. `openDeps` makes it once at start; tests hand in their own parts. A service names the parts that it uses:
 * `With<'outbound'>`, or `Platform`. A new feature adds no member here.
 */
export interface Deps extends Platform {
  readonly accounts: AccountStore
  readonly credentials: Credentials
  readonly limits: Limits
  readonly outbound: Outbound
  readonly metrics: Metrics
  /** undefined: one process on one machine needs none */
  readonly redis: Redis | undefined
  /** `stopping` from the moment of the stop signal: the service is not ready then, and serves on for a while */
  readonly lifecycle: { stopping: boolean }
}

/** The platform, and the parts that a function uses besides. */
export type With<Part extends Exclude<keyof Deps, keyof Platform>> = Platform & Pick<Deps, Part>
