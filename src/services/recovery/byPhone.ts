import type { Caller } from '../../caller.js'
import { hashToken } from '../../domain/codes.js'
import type { With } from '../deps.js'
import { REPEAT_MS } from '../repeats.js'
import { findRecoveryToken, useUpRecoveryToken } from '../tokens/recoveryTokens.js'
import { startRecovery } from './recovery.js'

/** Numbers that one recovery token asks a code for: a typo can be corrected. */
const NUMBERS = 3
const WINDOW = REPEAT_MS / 1000

/**
 * Asks for a code by SMS with a recovery token, which comes from a device with the app. For ten minutes after it was first used it is good for a corrected number as
 * well; the same number again sends nothing.
 * @returns `tooMany` when it had its numbers, `expired`, or undefined when it is unknown or was used up a while ago
 */
export async function startPhoneRecovery(
  deps: With<'limits' | 'outbound' | 'metrics'>,
  { token, phone }: { token: string; phone: string },
  caller: Caller,
): Promise<'asked' | 'tooMany' | 'expired' | undefined> {
  const state = (await useUpRecoveryToken(deps, token)) ? 'good' : await findRecoveryToken(deps, token)
  if (state !== 'good' && state !== 'used') return state
  const { days } = deps.limits.counters
  const all = deps.limits.key('recovery-numbers', hashToken(token))
  const one = deps.limits.key('recovery-number', `${hashToken(token)} ${phone}`)
  if ((await days.add(one, 1, WINDOW)).points > 1) return 'asked'
  const { points } = await days.add(all, 1, WINDOW)
  let sent = false
  try {
    if (points > NUMBERS) return 'tooMany'
    await startRecovery(deps, { phone }, caller)
    sent = true
    return 'asked'
  } finally {
    // nothing was sent: the form can be sent again
    if (!sent) await Promise.all([days.delete(one), days.takeBack(all, 1)])
  }
}
