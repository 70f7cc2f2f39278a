import { setTimeout as sleep } from 'node:timers/promises'
import type { Aor } from '../../domain/sip.js'
import type { With } from '../deps.js'

/** What became of the registrations of an address, in so far as that is known yet. */
export type RemovalOutcome = { registrations: 'removed' | 'no_registrar' } | { registrations: 'queued'; reason: string | null }

/** How long a person waits for the registrar. Milliseconds. */
const PATIENCE_MS = 5_000
const LOOK_MS = 100

/**
 * Removes the registrations that a committed change has ended, and tells whether they are gone. While the registrar is down their removal stays in the
 * queue, and the service that runs goes on with it.
 */
export async function removeNow({ db, outbound }: With<'outbound'>, aor: Aor): Promise<RemovalOutcome> {
  if (!outbound.removals.configured) return { registrations: 'no_registrar' }
  const until = performance.now() + PATIENCE_MS
  const patience = new AbortController()
  await Promise.race([outbound.removals.drain(), sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined)])
  patience.abort()
  const { username, domain } = aor
  for (;;) {
    const row = await db.prisma.registrationRemoval.findUnique({ where: { username_domain: { username, domain } } })
    // one that waits for Flexisip to forget the password has been done once
    if (!row || (row.lastError === null && row.againAt?.getTime() === row.nextTryAt.getTime())) return { registrations: 'removed' }
    const inHand = row.tries > 0 && row.lastError === null
    if (!inHand || performance.now() > until) return { registrations: 'queued', reason: row.lastError }
    await sleep(LOOK_MS) // another process has it
  }
}
