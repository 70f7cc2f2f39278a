/** The beginning of a day of 1970 or later, `2026-07-01`; undefined for anything else, and for days that no month has. */
export function dayOf(text: unknown): Date | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return day.getTime() >= 0 && day.toISOString().startsWith(text) ? day : undefined
}
