import type { Language } from '../../../texts/languages.js'
import { unitFormat } from './formats.js'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** How long to wait, in the largest unit of which it is more than two, or in seconds: "4 minutes". Rounded up: who waits so long has waited enough. */
export const waitText = (language: Language, seconds: number): string => timeText(language, Math.max(1, Math.ceil(seconds)), Math.ceil)

/** How long something lasts, in the same units. Rounded down: what is promised holds. */
export const lifetimeText = (language: Language, seconds: number): string => timeText(language, Math.floor(seconds), Math.floor)

function timeText(language: Language, whole: number, round: (count: number) => number): string {
  const [unit, size] = UNITS.find(([, size]) => whole > 2 * size) ?? UNITS[3]
  return unitFormat(language, unit).format(round(whole / size))
}

/** What an error says in `Retry-After`, in words; undefined when it says nothing. */
export function retryText(language: Language, headers: Readonly<Record<string, string | string[]>>): string | undefined {
  const seconds = Number(headers['Retry-After'])
  return seconds > 0 ? waitText(language, seconds) : undefined
}
