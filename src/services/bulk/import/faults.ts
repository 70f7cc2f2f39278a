import type { Field } from './columns.js'

export type FaultCode =
  | Field
  | 'unknown_column'
  | 'same_column'
  | 'no_username'
  | 'no_column'
  | 'too_many_rows'
  | 'quote_open'
  | 'quote_inside'
  | 'row_too_long'
  | 'unreadable'
  | 'no_rows'
  | 'same_name'
  | 'same_phone'
  | 'same_external'
  | 'username_taken'
  | 'phone_in_use'
  | 'external_taken'
  | 'no_external_password'

/** What is wrong in a file, and where. */
export interface Fault {
  line: number
  /** as the file calls it */
  column: string | null
  /** what stands there: never a password */
  value: string | null
  code: FaultCode
  /** the line that it is the same as */
  other?: number
}

/** Characters of a value, or of the name of a column, that are shown. */
const SHOWN = 80
/** Faults that are kept; all are counted. */
const MOST_FAULTS = 1_000

/** All that is wrong in a file: the first ones are kept, all are counted. */
export class FileFaults {
  readonly list: Fault[] = []
  count = 0

  add(fault: Fault): void {
    this.count++
    if (this.list.length === MOST_FAULTS) return
    const secret = fault.code === 'password' || fault.code === 'external_password'
    const shown = (text: string | null): string | null => text?.slice(0, SHOWN) ?? null
    this.list.push({ ...fault, column: shown(fault.column), value: secret ? null : shown(fault.value) })
  }

  /** In the order of lines. */
  sorted(): Fault[] {
    return [...this.list].sort((a, b) => a.line - b.line)
  }
}
