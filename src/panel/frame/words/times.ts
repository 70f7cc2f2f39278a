import type { Language } from '../../../texts/languages.js'
import { dateFormat } from './formats.js'

/** HTML of ours, which views show as it is. As a text, within another one, it is the words alone. */
export class Markup {
  constructor(
    readonly html: string,
    private readonly words: string,
  ) {}

  toString(): string {
    return this.words
  }
}

/** A date with its time, in UTC, and it says so: assets/time.js shows it in the zone of the browser. Within a text the month has its whole name, as in a sentence. */
export function timeMarkup(date: Date, language: Language): Markup {
  const inText = `${dateFormat(language, 'sentence').format(date)}\u00a0UTC`
  return new Markup(`<time datetime="${date.toISOString()}">${timeText(date, language)}</time>`, inText)
}

/** A day in UTC. */
export const dayText = (date: Date, language: Language): string => dateFormat(language, 'day').format(date)

/** A date without its time. */
export function dayMarkup(date: Date, language: Language): Markup {
  const words = dayText(date, language)
  return new Markup(`<time datetime="${date.toISOString()}" data-day title="${timeText(date, language)}">${words}</time>`, words)
}

const timeText = (date: Date, language: Language): string => `${dateFormat(language, 'time').format(date)}\u00a0UTC`
