import type { LegacyRow } from '../../../db/transfer/legacyDatabase.js'
import { parseSqlDate } from '../../../domain/dates.js'

/** A time as FlexiAPI stores it, with or without fractions of a second; undefined when it is none. */
export const timeOf = (value: LegacyRow[string] | undefined): Date | undefined =>
  typeof value === 'string' ? parseSqlDate(value.slice(0, 19).replace('T', ' ')) : undefined

/** The times that a row has, or now. */
export function timesOf(row: LegacyRow, now: Date): { createdAt: Date; updatedAt: Date } {
  const createdAt = timeOf(row.created_at) ?? now
  return { createdAt, updatedAt: timeOf(row.updated_at) ?? createdAt }
}
