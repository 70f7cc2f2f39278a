import { createHmac, createSecretKey } from 'node:crypto'
import { tooMany } from '../domain/errors.js'
import { addressBlock, widerBlock } from '../domain/ip.js'
import { type Count, type Counters, type Longer, memoryCounters } from './counters.js'
import type { KnownAddresses } from './knownAddresses.js'
import { deriveKey } from './secretBox.js'
import { createSharedGate } from './sharedGate.js'

/**
 * Slows down those who guess passwords: by account and address, and by account over all addresses. A valid log-in from an address that the account has
 * logged in from before still gets in, whatever others do. Call `check` right before a password is compared and `failed` when it was wrong; whether the
 * account exists makes no difference.
 */
export interface Attempts {
  /**
   * From the sixth attempt on lets one through per delay, which doubles each time.
   * @throws AppError 429 rate_limited with Retry-After while this account is slowed down for this address: a right password is refused too
   */
  check(aor: string, address: string): Promise<void>
  /** @returns whether this was the one with which the account had too many from all addresses: once in an hour at most */
  failed(aor: string, address: string): Promise<boolean>
  /** Forgets the wrong ones from there, and remembers the address. Waits for nothing when there were none. Not for a proof that could be a copy of an earlier one. */
  succeeded(aor: string, address: string): Promise<void>
  /** How long an account is slowed down for some addresses. Counts nobody. */
  delays(aor: string, addresses: readonly string[]): Promise<Delays>
  /** Forgets the wrong ones of an account: all that were counted for it as a whole, and for these addresses. What an address may do on all accounts stays. */
  forget(aor: string, addresses: readonly string[]): Promise<void>
}

/** For how long an account lets addresses wait, in milliseconds. */
export interface Delays {
  /** addresses that have to wait: `everywhere` by what they tried on all accounts together, which `forget` does not end */
  addresses: { address: string; ms: number; everywhere: boolean }[]
  /** while it has had too many from all addresses together: of those that are new to it a few get through at a time. 0: it has not */
  fromAnywhere: number
}

export interface AttemptsOptions {
  secret: string
  /** where several processes count together */
  counters: Counters
  known: KnownAddresses
  /** milliseconds since 1970 */
  now(): number
  /** wrong passwords that one address may try on all accounts together; undefined: any number */
  perAddress: { points: number; seconds: number } | undefined
}

/** Wrong passwords that cost nothing: of one account from one address. */
const FREE_ATTEMPTS = 5
/** Seconds: the delays are 1, 2, 4 … and this at most. */
const LONGEST_DELAY = 900
/** Seconds that wrong passwords are remembered: a few from the first on, and when they begin to cost a delay, from the last on. */
const MEMORY = 3_600
const LONG_MEMORY: Longer = { from: FREE_ATTEMPTS, seconds: 86_400 }
/** What the first 48 bits of an IPv6 address may do, beside what each 64 may. */
const WIDER = 8
const WIDER_MEMORY: Longer = { ...LONG_MEMORY, from: FREE_ATTEMPTS * WIDER }
/** Wrong passwords of one account in an hour from all addresses (NIST SP 800-63B: at most 100). */
const ACCOUNT_ATTEMPTS = 100
const ACCOUNT_SECONDS = 3_600
/** Slowed-down accounts that are being let in right now, in one process. */
const MOST_SUSPECTS = 10_000

export function createAttempts({ secret, counters, known, now, perAddress }: AttemptsOptions): Attempts {
  const key = createSecretKey(deriveKey(secret, 'attempts'))
  const keyOf = (aor: string, address: string): string => createHmac('sha256', key).update(`${address}\n${aor}`).digest('base64url')
  /** addresses that had too many wrong ones, as this process found when it counted the last */
  const closed = memoryCounters(now)
  const suspects = new Set<string>()
  const sharedGate = createSharedGate(counters, key, keyOf)

  /** Lets one through per delay: taken before the password is looked at, so that of many at once one is. @throws AppError 429 */
  async function passGate({ id, over }: Tries): Promise<void> {
    if (over < 0) return
    const gate = await counters.add(`gate:${id}`, 1, Math.min(LONGEST_DELAY, 2 ** Math.min(over, 20)))
    if (gate.points > 1) throw slowDown(gate.msLeft)
  }

  async function passSharedGate(aor: string, ip: string, over: number): Promise<void> {
    const wait = await sharedGate.pass(aor, ip, over)
    if (wait > 0) throw slowDown(wait)
  }

  /** What was counted of an account for an address, for all addresses and for the wider block: asked for in one turn, so in one statement or one trip to Redis. */
  function lookAt(aor: string, address: string, wider: string | undefined): Promise<[Tries, Tries, Tries]> {
    const look = async (id: string, kind: 'wrong' | 'all', free: number): Promise<Tries> => {
      const wrong = (await counters.get(`${kind}:${id}`))?.points ?? 0
      return { id, wrong, over: wrong - free }
    }
    return Promise.all([
      look(keyOf(aor, address), 'wrong', FREE_ATTEMPTS),
      look(keyOf(aor, ''), 'all', ACCOUNT_ATTEMPTS),
      wider === undefined ? NONE : look(keyOf(aor, wider), 'wrong', FREE_ATTEMPTS * WIDER),
    ])
  }

  function suspect(id: string): void {
    if (suspects.size >= MOST_SUSPECTS) suspects.clear()
    suspects.add(id)
  }

  /** What closes an address, or the wider block that it is of. */
  async function shut(address: string, wider: string | undefined): Promise<Count | undefined> {
    if (!perAddress || closed.isEmpty()) return undefined
    return (await closed.get(address)) ?? (wider === undefined ? undefined : closed.get(wider))
  }

  /** Counts a wrong one of an address, on all accounts. */
  async function countAddress(address: string, factor: number): Promise<void> {
    const all = await counters.add(`logins:${keyOf('', address)}`, 1, perAddress!.seconds)
    if (all.points >= perAddress!.points * factor) await closed.add(address, 1, all.msLeft / 1000)
  }

  /** What an address tried on all accounts together, if it was too much. The memory of this process knows it first. */
  async function tooMuchOf(address: string, factor: number): Promise<number> {
    if (!perAddress) return 0
    const here = await closed.get(address)
    if (here) return here.msLeft
    const all = await counters.get(`logins:${keyOf('', address)}`)
    return all && all.points >= perAddress.points * factor ? all.msLeft : 0
  }

  async function delayOf(aor: string, ip: string): Promise<Delays['addresses'][number] | undefined> {
    const [address, wider] = [addressBlock(ip), widerBlock(ip)]
    const [own, all, block] = await lookAt(aor, address, wider)
    const left = async ({ id, over }: Tries): Promise<number> => (over < 0 ? 0 : ((await counters.get(`gate:${id}`))?.msLeft ?? 0))
    const isKnown = await known.has(knownKey(aor, address))
    const shared = isKnown ? [0] : [await left(block), all.over < 0 ? 0 : await sharedGate.wait(aor, ip)]
    const everywhere = isKnown ? 0 : Math.max(await tooMuchOf(address, 1), wider === undefined ? 0 : await tooMuchOf(wider, WIDER))
    const ms = Math.max(await left(own), ...shared)
    if (Math.max(ms, everywhere) <= 0) return undefined
    return { address, ms: Math.max(ms, everywhere), everywhere: everywhere >= ms }
  }

  return {
    async delays(aor, addresses) {
      const found = await Promise.all(addresses.map((address) => delayOf(aor, address)))
      const all = await counters.get(`all:${keyOf(aor, '')}`)
      return { addresses: found.filter((one) => one !== undefined), fromAnywhere: all && all.points >= ACCOUNT_ATTEMPTS ? all.msLeft : 0 }
    },
    async forget(aor, addresses) {
      const blocks = new Set(addresses.flatMap((ip) => [addressBlock(ip), widerBlock(ip) ?? []].flat()))
      const ids = [...blocks].map((block) => keyOf(aor, block))
      const keys = ids.flatMap((id) => [`wrong:${id}`, `gate:${id}`])
      await counters.delete(`all:${keyOf(aor, '')}`, ...sharedGate.keys(aor, addresses), ...keys)
    },
    async check(aor, ip) {
      if (counters.isEmpty?.() && closed.isEmpty()) return
      const [address, wider] = [addressBlock(ip), widerBlock(ip)]
      const isKnown = (): Promise<boolean> => known.has(knownKey(aor, address))
      const closedBy = await shut(address, wider)
      if (closedBy && !(await isKnown())) throw slowDown(closedBy.msLeft)
      const [own, all, block] = await lookAt(aor, address, wider)
      if (own.wrong > 0) suspect(own.id)
      await passGate(own)
      if ((all.over < 0 && block.over < 0) || (await isKnown())) return
      // what all share comes last: who is refused before takes none of it
      await passGate(block)
      if (all.over >= 0) await passSharedGate(aor, ip, all.over)
    },
    async failed(aor, ip) {
      const [address, wider] = [addressBlock(ip), widerBlock(ip)]
      const id = keyOf(aor, address)
      suspects.delete(id)
      const [all] = await Promise.all([
        counters.add(`all:${keyOf(aor, '')}`, 1, ACCOUNT_SECONDS),
        counters.add(`wrong:${id}`, 1, MEMORY, LONG_MEMORY),
        wider && counters.add(`wrong:${keyOf(aor, wider)}`, 1, MEMORY, WIDER_MEMORY),
        perAddress && countAddress(address, 1),
        perAddress && wider && countAddress(wider, WIDER),
      ])
      return all.points === ACCOUNT_ATTEMPTS
    },
    async succeeded(aor, ip) {
      const address = addressBlock(ip)
      known.note(knownKey(aor, address))
      if (suspects.size === 0) return
      const id = keyOf(aor, address)
      if (!suspects.delete(id)) return
      await counters.delete(`wrong:${id}`, `gate:${id}`)
    },
  }
}

/** The wrong passwords of an account from some addresses. */
interface Tries {
  id: string
  wrong: number
  /** how many beyond those that cost nothing; negative while there are some left */
  over: number
}

/** Those of a wider block, where there is none. */
const NONE: Tries = { id: '', wrong: 0, over: -1 }

const knownKey = (aor: string, address: string): string => `${address}\n${aor}`

const slowDown = (ms: number) => tooMany('rate_limited', 'Too many wrong passwords. Try again later.', ms / 1000)
