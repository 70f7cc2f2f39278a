import type { Clock } from '../platform.js'

/** What authenticator apps take for granted (RFC 6238; Google's key URI format): other values many of them ignore. */
const RULES = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** Steps of 30 seconds that a clock may be off, either way. */
const WINDOW = 1
/** As RFC 4226 section 4 recommends, and no more: every app takes it. */
const SECRET_BYTES = 20

/** A secret for an authenticator app, in base32. */
export async function newAppSecret(random: Clock['random']): Promise<string> {
  const { Secret } = await import('otpauth') // loaded by those who have one
  return new Secret({ buffer: new Uint8Array(random(SECRET_BYTES)).buffer }).base32
}

/** What the QR code says that sets an app up. */
export async function appUri(account: { username: string; domain: string }, secret: string): Promise<string> {
  const { TOTP } = await import('otpauth')
  return new TOTP({ ...RULES, issuer: account.domain, label: account.username, secret }).toString()
}

/** The step of 30 seconds that a code is of: now, or one before or after. Undefined when it is of none. */
export async function stepOf(secret: string, code: string, now: number): Promise<number | undefined> {
  const { Secret, TOTP } = await import('otpauth')
  const delta = TOTP.validate({ ...RULES, token: code, secret: Secret.fromBase32(secret), timestamp: now, window: WINDOW })
  return delta === null ? undefined : Math.floor(now / 1000 / RULES.period) + delta
}
