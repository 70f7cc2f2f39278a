export type PushProvider = 'apns' | 'apns.dev' | 'fcm' | 'webpush'

/** A device as RFC 8599 names it. */
export interface PushTarget {
  provider: PushProvider
  param: string
  prid: string
}

/** Sends a sign-up token to a device. */
export interface PushSender {
  /**
   * What names the device: one text for all the ways to write it.
   * @throws PushFailure when no push can reach it, as `send` would
   */
  identify(target: PushTarget): string
  /** @throws PushFailure token_not_sent when it was not delivered, device_gone when the push service says that it never will be */
  send(target: PushTarget, token: string): Promise<void>
  /** Ends the connections that are kept open between pushes. */
  close?(): void
}

/** What every way of pushing can be told. Tests shorten the time and trust their own certificates. */
export interface PushLimits {
  /** for a whole push, from the first look-up to the last byte. Milliseconds, 4000 by default: the HTTP answer has to come within 5 s */
  timeoutMs?: number | undefined
  /** how long the push service keeps a push for a device that is off: as long as the token is good. Seconds, 3600 by default */
  ttlSeconds?: number | undefined
  /** certificates (PEM) to trust in place of the system's */
  ca?: string | undefined
  /** milliseconds since 1970 */
  now?: (() => number) | undefined
}

export const DEFAULT_TIMEOUT_MS = 4_000
export const DEFAULT_TTL_SECONDS = 3_600
