import type { With } from '../deps.js'
import { takePinTry } from '../limits/pins.js'
import { findDone, type RepeatKey } from '../repeats.js'

/**
 * Answers who sends a PIN again that was used lately, as its answer was lost. A PIN has few values: those who share an address with its owner may guess the one that was
 * used no more often than one that is good.
 * @param lately what was noted when somebody used a PIN there: only then a PIN that is wrong now may have been right
 * @param name what names the place, for the wrong tries
 * @param look finds what the PIN has done; undefined when it is not the one that was used
 * @throws AppError 429 too_many_tries
 */
export async function usedPinAgain<T>(
  deps: With<'limits'>,
  { lately, name }: { lately: RepeatKey; name: string },
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if ((await findDone(deps, lately)) === undefined) return undefined
  const giveBack = await takePinTry(deps, `used ${name}`, 'anyone')
  const found = await look()
  if (found !== undefined) await giveBack()
  return found
}
