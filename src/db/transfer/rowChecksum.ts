import { hash } from 'node:crypto'

/** A row in the one form that both databases' values are brought into; in the order of the table's columns. */
export type PlainRow = readonly (string | null)[]

const BITS = 128n

/** Counts rows and sums their hashes: the same for the same rows in any order, and another one if a row is there twice. */
export class RowChecksum {
  rows = 0
  private sum = 0n

  add(row: PlainRow): void {
    this.rows++
    // what JSON quotes cannot be mistaken for a border between columns
    this.sum = BigInt.asUintN(Number(BITS), this.sum + BigInt(`0x${hash('sha256', JSON.stringify(row), 'hex').slice(0, 32)}`))
  }

  /** 32 hexadecimal digits */
  get checksum(): string {
    return this.sum.toString(16).padStart(32, '0')
  }
}

/** Brings a value that SQLite stores into the form in which PostgreSQL reads and writes a column of this type. @throws Error for what does not fit */
export function plainValue(value: unknown, type: string): string | null {
  if (value === null) return null
  switch (type) {
    case 'boolean':
      if (value === 0 || value === 1) return String(value === 1)
      break
    case 'integer':
    case 'bigint':
      if (Number.isInteger(value)) return String(value)
      break
    case 'double precision':
      if (typeof value === 'number') return String(value)
      break
    case 'text':
      if (typeof value === 'string') return value
      break
    case 'bytea':
      if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
      break
    case 'timestamp(3) without time zone':
      return timestamp(value)
    default:
      throw new Error(`columns of type ${type} cannot be copied`)
  }
  throw new Error(`a value of SQLite is no ${type}`)
}

/** SQLite's own CURRENT_TIMESTAMP has no zone and means UTC; what Prisma writes has one. */
function timestamp(value: unknown): string {
  const text = typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) ? `${value.replace(' ', 'T')}Z` : value
  const date = typeof text === 'string' || typeof text === 'number' ? new Date(text) : undefined
  if (!date || Number.isNaN(date.getTime())) throw new Error('a value of SQLite is no timestamp')
  return date.toISOString().slice(0, -1)
}

/** How PostgreSQL says the same of a column. */
export function plainColumn(column: string, type: string): string {
  return type.startsWith('timestamp') ? `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')` : `${column}::text`
}

/** What PostgreSQL said, where JavaScript would write it otherwise. */
export const plainAnswer = (value: string | null, type: string): string | null =>
  value !== null && type === 'double precision' ? String(Number(value)) : value

/** Brings a value that PostgreSQL wrote into the form in which our adapter stores it in SQLite. */
export function sqliteValue(text: string | null, type: string): string | number | bigint | Buffer | null {
  if (text === null) return null
  switch (type) {
    case 'boolean':
      return text === 'true' ? 1 : 0
    case 'integer':
    case 'double precision':
      return Number(text)
    case 'bigint':
      return BigInt(text)
    case 'bytea':
      return Buffer.from(text.slice(2), 'hex')
    case 'timestamp(3) without time zone':
      return `${text}+00:00`
    default:
      return text
  }
}
