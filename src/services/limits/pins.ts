import type { AppError } from '../../domain/errors.js'
import type { With } from '../deps.js'
import type { Limit } from './requests.js'

/** Wrong PINs for one phone number or e-mail address, whatever accounts it was given for: a PIN has 10,000 values. */
const WRONG_PINS = { day: { points: 5, seconds: 86_400 }, month: { points: 20, seconds: 30 * 86_400 } } as const satisfies Record<
  string,
  Limit
>

/** Who tries: `owner` is logged in to the account that asked for the PIN, or at the address that did. What others try costs no owner a try. */
export type PinTrier = 'owner' | 'anyone'

/**
 * Lets a PIN be tried, unless the number had its wrong ones. A try is taken before the PIN is looked at and given back when it was right, so that of many at
 * once no more are judged; a new PIN gives none back.
 * @param number E.164, or the e-mail address that the PIN went to
 * @param exhausted the error when there are none left, of the seconds until there are
 * @returns gives the try back
 * @throws AppError `exhausted`
 */
export async function takePinTry(
  deps: With<'limits'>,
  number: string,
  by: PinTrier,
  exhausted: (seconds: number) => AppError,
): Promise<() => Promise<void>> {
  const { days } = deps.limits.counters
  const limits = Object.entries(WRONG_PINS).map(([window, limit]) => ({
    key: deps.limits.key(`wrong-pins-${window}`, `${by} ${number}`),
    ...limit,
  }))
  const giveBack = async (): Promise<void> => {
    await Promise.all(limits.map(({ key }) => days.takeBack(key, 1)))
  }
  const counts = await Promise.all(limits.map(({ key, seconds }) => days.add(key, 1, seconds)))
  const waits = counts.filter(({ points }, i) => points > limits[i]!.points).map(({ msLeft }) => msLeft)
  if (waits.length === 0) return giveBack
  await giveBack()
  throw exhausted(Math.max(...waits) / 1000)
}
