import { createHmac, createSecretKey } from 'node:crypto'
import { tooMany } from '../domain/errors.js'
import { addressBlock } from '../domain/ip.js'
import { type Counters, memoryCounters } from './counters.js'
import { deriveKey } from './secretBox.js'

/**
 * Slows down those who guess passwords, by account and address: a valid login from elsewhere still gets in. Call `check` right before a
 * password is compared and `failed` when it was wrong; whether the account exists makes no difference.
 */
export interface Attempts {
  /**
   * From the sixth attempt on lets one through per delay, which doubles each time.
   * @throws AppError 429 rate_limited with Retry-After while this account is slowed down for this address: a right password is refused too
   */
  check(aor: string, address: string): Promise<void>
  failed(aor: string, address: string): Promise<void>
  /** Forgets the wrong ones. Costs nothing when there were none. Not for a proof that could be a copy of an earlier one. */
  succeeded(aor: string, address: string): Promise<void>
}

export interface AttemptsOptions {
  secret: string
  /** where several processes count together */
  counters: Counters
  /** milliseconds since 1970 */
  now(): number
  /** wrong passwords that one address may try on all accounts together; undefined: any number */
  perAddress: { points: number; seconds: number } | undefined
}

/** Wrong passwords that cost nothing. */
const FREE_ATTEMPTS = 5
/** Seconds: the delays are 1, 2, 4 … and this at most. */
const LONGEST_DELAY = 900
/** Seconds that wrong passwords are remembered, from the first on. */
const MEMORY = 86_400
/** Slowed-down accounts that are being let in right now, in one process. */
const MOST_SUSPECTS = 10_000

export function createAttempts({ secret, counters, now, perAddress }: AttemptsOptions): Attempts {
  const key = createSecretKey(deriveKey(secret, 'attempts'))
  const keyOf = (aor: string, address: string): string => createHmac('sha256', key).update(`${address}\n${aor}`).digest('base64url')
  /** addresses that had too many wrong ones, as this process found when it counted the last */
  const closed = memoryCounters(now)
  const suspects = new Set<string>()

  return {
    async check(aor, ip) {
      if (counters.isEmpty?.() && closed.isEmpty()) return
      const address = addressBlock(ip)
      const shut = perAddress && (await closed.get(address))
      if (shut) throw slowDown(shut.msLeft)
      const id = keyOf(aor, address)
      const wrong = await counters.get(`wrong:${id}`)
      if (!wrong) return
      if (wrong.points >= FREE_ATTEMPTS) {
        // taken before the password is looked at: of many at once, one is
        const gate = await counters.add(`gate:${id}`, 1, delayAfter(wrong.points))
        if (gate.points > 1) throw slowDown(gate.msLeft)
      }
      if (suspects.size >= MOST_SUSPECTS) suspects.clear()
      suspects.add(id)
    },
    async failed(aor, ip) {
      const address = addressBlock(ip)
      const id = keyOf(aor, address)
      suspects.delete(id)
      await counters.add(`wrong:${id}`, 1, MEMORY)
      if (!perAddress) return
      const all = await counters.add(`logins:${keyOf('', address)}`, 1, perAddress.seconds)
      if (all.points >= perAddress.points) await closed.add(address, 1, all.msLeft / 1000)
    },
    async succeeded(aor, ip) {
      if (suspects.size === 0) return
      const id = keyOf(aor, addressBlock(ip))
      if (!suspects.delete(id)) return
      await Promise.all([counters.delete(`wrong:${id}`), counters.delete(`gate:${id}`)])
    },
  }
}

const delayAfter = (wrong: number): number => Math.min(LONGEST_DELAY, 2 ** Math.min(wrong - FREE_ATTEMPTS, 20))

const slowDown = (ms: number) => tooMany('rate_limited', 'Too many wrong passwords. Try again later.', ms / 1000)
