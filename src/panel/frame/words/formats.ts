import { type Language, translation } from '../../../texts/languages.js'

// Each format is made once: that takes a fifth of a millisecond, and a page may have a hundred dates and numbers.

const STYLES = {
  /** a day: 24 Nov 2026 */
  day: { dateStyle: 'medium' },
  /** a day and its time: 24 Nov 2026, 12:00 */
  time: { dateStyle: 'medium', timeStyle: 'short' },
  /** the same within a sentence: 24 November 2026 at 12:00 */
  sentence: { dateStyle: 'long', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

type Style = keyof typeof STYLES

const localeOf = (language: Language): string => translation(language).locale

/** Makes one for each of the names that it is asked with, and keeps them: they are few. */
function kept<Names extends string[], Format>(make: (...names: Names) => Format): (...names: Names) => Format {
  const made = new Map<string, Format>()
  return (...names) => {
    const key = names.join(' ')
    const format = made.get(key) ?? make(...names)
    made.set(key, format)
    return format
  }
}

/** How a language writes dates, in UTC. */
export const dateFormat = kept(
  (language: Language, style: Style) => new Intl.DateTimeFormat(localeOf(language), { ...STYLES[style], timeZone: 'UTC' }),
)

/** How a language writes numbers. */
export const numberFormat = kept((language: Language) => new Intl.NumberFormat(localeOf(language)))

/** How a language writes numbers of a unit: 4 minutes. */
export const unitFormat = kept(
  (language: Language, unit: 'day' | 'hour' | 'minute' | 'second') =>
    new Intl.NumberFormat(localeOf(language), { style: 'unit', unit, unitDisplay: 'long' }),
)

/** How a language says how long ago something was: 4 minutes ago. */
export const agoFormat = kept((language: Language) => new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' }))

/** What a language calls countries. */
export const countryNames = kept((language: Language) => new Intl.DisplayNames(localeOf(language), { type: 'region' }))
