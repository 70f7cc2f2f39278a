import { AppError, tooMany } from '../../domain/errors.js'
import type { With } from '../deps.js'
import type { Limit } from './requests.js'

/** Wrong tries that a PIN bears: so many by who asked for it, and so many by everybody else. It has 10,000 values; a code has 62^13 and needs no limit. */
export const PIN_TRIES = 3
/** Wrong tries that a PIN bears in all. */
export const ALL_PIN_TRIES = 2 * PIN_TRIES

const DAY = 86_400
/** Wrong PINs for one phone number or e-mail address, whatever accounts they were given for: a PIN has 10,000 values. */
const OF_TARGET = { day: { points: 5, seconds: DAY }, month: { points: 20, seconds: 30 * DAY } } as const satisfies Record<string, Limit>
/** Wrong PINs by which an account wants another number. */
const OF_ACCOUNT: Limit = { points: 10, seconds: DAY }
/** Wrong tries of one PIN that an administrator has handed out, from one address. */
const OF_HANDED_OUT: Limit = { points: 3, seconds: DAY }

/** Who tries: `owner` is logged in to the account that asked for the PIN, or at the address that did. What others try costs no owner a try. */
export type PinTrier = 'owner' | 'anyone'

/**
 * Lets a PIN be tried, unless its target had its wrong ones. A try is taken before the PIN is looked at and given back when it was right, so that of many at
 * once no more are judged; a new PIN gives none back.
 * @param target the E.164 number or the e-mail address that the PIN went to
 * @returns gives the try back
 * @throws AppError 429 too_many_tries
 */
export async function takePinTry(deps: With<'limits'>, target: string, by: PinTrier): Promise<() => Promise<void>> {
  const { days } = deps.limits.counters
  const limits = Object.entries(OF_TARGET).map(([window, limit]) => ({
    key: deps.limits.key(`wrong-pins-${window}`, `${by} ${target}`),
    ...limit,
  }))
  const giveBack = async (): Promise<void> => {
    await Promise.all(limits.map(({ key }) => days.takeBack(key, 1)))
  }
  const counts = await Promise.all(limits.map(({ key, seconds }) => days.add(key, 1, seconds)))
  const waits = counts.filter(({ points }, i) => points > limits[i]!.points).map(({ msLeft }) => msLeft)
  if (waits.length === 0) return giveBack
  await giveBack()
  throw tooMany(
    'too_many_tries',
    'Too many wrong codes were tried for this number or address. Wait: a new code does not help.',
    Math.max(...waits) / 1000,
  )
}

/**
 * Lets an account try the PIN for another number, unless it had its wrong ones of the day. Nobody else takes any of them. (How many wrong ones a single PIN
 * bears is counted with it, and holds however many come at once.)
 * @throws AppError 429 too_many_tries, or what `attempt` throws
 */
export async function countWrongPins<T>(deps: With<'limits'>, accountId: number, attempt: () => Promise<T>): Promise<T> {
  const key = deps.limits.key('wrong-codes', `id:${accountId}`)
  const count = await deps.limits.counters.days.get(key)
  if (count && count.points >= OF_ACCOUNT.points)
    throw tooMany('too_many_tries', 'Too many wrong codes for this account. Try again tomorrow.', count.msLeft / 1000)
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof AppError && error.code === 'wrong_code') await deps.limits.counters.days.add(key, 1, OF_ACCOUNT.seconds)
    throw error
  }
}

/**
 * Takes one of the tries that an address has of a handed-out PIN, so that no single one can void it for its owner.
 * @param pin what names it, among all accounts and PINs
 * @param address an `addressBlock`
 * @throws AppError 429 too_many_tries
 */
export async function countKeyTry(deps: With<'limits'>, pin: string, address: string): Promise<void> {
  const count = await deps.limits.counters.days.add(deps.limits.key('key-pins', `${address}\n${pin}`), 1, OF_HANDED_OUT.seconds)
  if (count.points > OF_HANDED_OUT.points)
    throw tooMany('too_many_tries', 'Too many wrong codes for this account were tried from here. Try again tomorrow.', count.msLeft / 1000)
}

/** Wrong PINs by which old apps log in by phone: from one address, and in all. Who asks for PINs to many numbers has three guesses at each. */
const OF_LOGINS = { address: { points: 20, seconds: DAY }, total: { points: 100, seconds: DAY } } as const satisfies Record<string, Limit>

/**
 * Lets a PIN that opens an account be tried. A try is taken before the PIN is looked at.
 * @param address an `addressBlock`
 * @returns gives the try back: the PIN was right
 * @throws AppError 429 too_many_tries
 */
export async function takeLoginTry(deps: With<'limits'>, address: string): Promise<() => Promise<void>> {
  const { days } = deps.limits.counters
  const keys = [deps.limits.key('phone-logins', address), deps.limits.key('phone-logins', '')]
  const counts = [await days.add(keys[0]!, 1, DAY), await days.add(keys[1]!, 1, DAY)]
  const giveBack = async (): Promise<void> => {
    await Promise.all(keys.map((key) => days.takeBack(key, 1)))
  }
  const waits = counts.filter(({ points }, i) => points > Object.values(OF_LOGINS)[i]!.points).map(({ msLeft }) => msLeft)
  if (waits.length === 0) return giveBack
  await giveBack()
  throw tooMany('too_many_tries', 'Too many wrong codes were tried. Try again tomorrow.', Math.max(...waits) / 1000)
}
