const SQL_DATE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/

/** `Y-m-d H:i:s` in UTC, as the API shows times; fractions of a second are cut. Throws RangeError on an invalid date. */
export function toSqlDate(date: Date): string {
  const iso = date.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/**
 * Reads `Y-m-d H:i:s` as UTC; undefined when it is anything else, names a time that does not exist (2026-02-30, 24:00:00) or is of before 1970: PostgreSQL has no
 * year 0, and nothing here is that old.
 */
export function parseSqlDate(text: string): Date | undefined {
  if (!SQL_DATE.test(text)) return undefined
  const date = new Date(`${text.slice(0, 10)}T${text.slice(11)}Z`)
  // V8 carries what is too large over into the next unit: only a real time comes back as it was
  return date.getTime() >= 0 && toSqlDate(date) === text ? date : undefined
}

/** ISO 8601 in UTC with six digits of a fraction, as FlexiAPI writes it: `2026-07-01T12:00:00.000000Z`. Throws RangeError on an invalid date. */
export function toIsoDate(date: Date): string {
  return `${date.toISOString().slice(0, -1)}000Z`
}

/** ISO 8601 in UTC to the second, for people: `2026-07-01T12:00:00Z`. Throws RangeError on an invalid date. */
export function toShortDate(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}
