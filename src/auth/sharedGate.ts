import { createHmac, type KeyObject } from 'node:crypto'
import { addressBlock, networkOf, widerBlock } from '../domain/ip.js'
import type { Counters } from './counters.js'

/**
 * The few tries that all addresses share which are new to an account that is guessed at from everywhere. Networks are spread over lanes, each with a gate of its own, so that
 * an owner who is somewhere new meets the guessers of one lane alone. Whoever was refused and comes back too early waits anew: of all who compete, the impatient ones lose.
 */
export interface SharedGate {
  /**
   * Takes the try of the address's lane, if it is there and the address has waited as it was told.
   * @param over how many wrong passwords the account had beyond those that are free
   * @returns 0 when it was taken, else the milliseconds to wait
   */
  pass(aor: string, ip: string, over: number): Promise<number>
  /** The milliseconds that the address has to wait, 0 for none. Takes nothing, and counts nobody. */
  wait(aor: string, ip: string): Promise<number>
  /** The counters of an account here: those of its lanes, and of whom of these addresses was told to wait. */
  keys(aor: string, ips: readonly string[]): string[]
}

/** Which lane a network is in is another for each account, and nobody but the service can tell. */
const LANES = 8
/** Seconds between two tries of a lane, at most. In all there are so no more in an hour than with one gate and a minute: 66 (a test counts them). */
const LONGEST_DELAY = 540

/** @param name what an account and an address are counted by */
export function createSharedGate(counters: Counters, key: KeyObject, name: (aor: string, address: string) => string): SharedGate {
  const laneOf = (aor: string, ip: string): number =>
    createHmac('sha256', key)
      .update(`lane\n${networkOf(ip)}\n${aor}`)
      .digest()
      .readUInt8(0) % LANES

  const turnOf = (aor: string, ip: string): string => `turn:${name(aor, widerBlock(ip) ?? addressBlock(ip))}`
  const gateOf = (aor: string, lane: number): string => `gate:${name(aor, '')}:${lane}`

  return {
    async wait(aor, ip) {
      const counts = await Promise.all([counters.get(turnOf(aor, ip)), counters.get(gateOf(aor, laneOf(aor, ip)))])
      return Math.max(0, ...counts.map((count) => count?.msLeft ?? 0))
    },
    keys: (aor, ips) => [...ips.map((ip) => turnOf(aor, ip)), ...Array.from({ length: LANES }, (_, lane) => gateOf(aor, lane))],
    async pass(aor, ip, over) {
      const delay = Math.min(LONGEST_DELAY, LANES * 2 ** Math.min(over, 20))
      const turn = turnOf(aor, ip)
      // until then the gate is out of reach: it is not counted who knocks
      if (await counters.get(turn)) return (await counters.add(turn, 1, delay, { from: 1, seconds: delay })).msLeft
      const gate = await counters.add(gateOf(aor, laneOf(aor, ip)), 1, delay)
      if (gate.points === 1) return 0
      await counters.add(turn, 1, Math.ceil(gate.msLeft / 1000)) // whole seconds, as Retry-After has
      return gate.msLeft
    },
  }
}
