import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { lineBreaks, separatorOf } from '../../../domain/csv.js'
import { type Column, type Field, readHeader } from './columns.js'
import type { FileFaults } from './faults.js'

/** Rows of a file. */
const MOST_ROWS = 20_000
/** Bytes of a row, and of what is parsed before others have a turn. */
const LONGEST_ROW = 65_536
/** Columns whose blanks belong to the value. */
const AS_IT_IS: ReadonlySet<Field> = new Set<Field>(['password', 'external_password'])

/** A row with something in it: the line that it begins on, and its cells by what they are. */
export interface FileRow {
  line: number
  cells: Partial<Record<Field, string>>
}

export interface FileRows {
  columns: Column[]
  /** columns that nothing is read from */
  skipped: string[]
  rows: FileRow[]
}

/** Reads the rows of a CSV file. Rows without anything in them are none, and so are cells behind the last column, as spreadsheets leave them. */
export async function readRows(text: string, faults: FileFaults): Promise<FileRows> {
  const separator = separatorOf(text.slice(0, LONGEST_ROW))
  const read: FileRows = { columns: [], skipped: [], rows: [] }
  let line = 1
  const parser = Readable.from(chunksOf(Buffer.from(text))).pipe(
    parse({
      delimiter: separator,
      bom: true,
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
      record_delimiter: ['\r\n', '\n', '\r'],
    }),
  )
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      const isEmpty = record.every((cell) => cell.trim() === '')
      const isSeparatorLine = read.columns.length === 0 && /^sep=.$/.test(record.join(separator).trim())
      if (!isEmpty && !isSeparatorLine) {
        if (read.columns.length === 0) takeHeader(read, record, line, faults)
        else if (read.rows.length === MOST_ROWS) {
          faults.add({ line, code: 'too_many_rows', column: null, value: null })
          break
        } else read.rows.push({ line, cells: cellsOf(read.columns, record, line, faults) })
      }
      line += record.reduce((lines, cell) => lines + lineBreaks(cell), 1)
    }
  } catch (error) {
    faults.add({ line, code: codeOf(error as CsvError), column: null, value: null })
  }
  return read
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += LONGEST_ROW) yield bytes.subarray(from, from + LONGEST_ROW)
}

function takeHeader(read: FileRows, names: string[], line: number, all: FileFaults): void {
  // a last column without a name is none
  const last = names.findLastIndex((name) => name.trim() !== '')
  const { columns, skipped, faults } = readHeader(names.slice(0, last + 1))
  Object.assign(read, { columns, skipped })
  for (const { code, name } of faults) all.add({ line, code, column: name || null, value: null })
}

function cellsOf(columns: readonly Column[], record: readonly string[], line: number, faults: FileFaults): FileRow['cells'] {
  const cells: FileRow['cells'] = {}
  for (const [i, raw] of record.entries()) {
    const { field, name } = columns[i] ?? { field: null, name: '' }
    const value = field && AS_IT_IS.has(field) ? raw : plain(raw.trim())
    if (value === '') continue
    if (field) cells[field] = value
    else if (name === '') faults.add({ line, code: 'no_column', column: String(i + 1), value })
  }
  return cells
}

/** Without the apostrophe that keeps a spreadsheet from taking a text for a formula: our own files have it. */
const plain = (cell: string): string => (/^'[=+\-@]/.test(cell) ? cell.slice(1) : cell)

function codeOf({ code }: CsvError) {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'quote_open'
    case 'CSV_MAX_RECORD_SIZE':
      return 'row_too_long'
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'quote_inside'
    default:
      return 'unreadable'
  }
}
