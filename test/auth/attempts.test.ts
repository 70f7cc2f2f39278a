// runs once: no database is in it
import { createAttempts } from '../../src/auth/attempts.js'
import { memoryCounters } from '../../src/auth/counters.js'
import type { KnownAddresses } from '../../src/auth/knownAddresses.js'
import type { AppError } from '../../src/domain/errors.js'

const NOBODY: KnownAddresses = { has: async () => false, note() {}, isFirst: async () => true, flush: async () => {} }
const HOURS = 6

test('guesses from everywhere, each as soon as it may, are 166 an hour', async () => {
  let now = 0
  const attempts = createAttempts({
    secret: 'a secret',
    counters: memoryCounters(() => now),
    known: NOBODY,
    now: () => now,
    perAddress: undefined,
  })
  /** when each address may try again: as many networks, so in all lanes, and too many for any to be slowed down by itself */
  const due = new Map(Array.from({ length: 250 }, (_, n) => [`10.${n}.0.1`, 0]))
  let judged = 0
  while (now < HOURS * 3_600_000) {
    for (const [address, from] of due) {
      if (from > now) continue
      try {
        await attempts.check('bob@sip.example.org', address)
        await attempts.failed('bob@sip.example.org', address)
        judged++
      } catch (error) {
        due.set(address, now + Number((error as AppError).headers['Retry-After']) * 1000)
      }
    }
    now = Math.max(now + 1000, Math.min(...due.values()))
  }
  expect(judged).toBeGreaterThan(150 * HOURS)
  expect(judged).toBeLessThanOrEqual(166 * HOURS)
})
