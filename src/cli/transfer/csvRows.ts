import { isUtf8 } from 'node:buffer'
import { type CsvError, type Parser, parse } from 'csv-parse'
import { lineBreaks, separatorOf } from '../../domain/csv.js'

/** A row of a CSV file by its columns, empty cells left out; or what is wrong with it. */
export type CsvRow = { line: number; cells: Record<string, string> } | { line: number; fault: string }

/** Columns whose blanks at both ends belong to the value. */
const AS_IT_IS = new Set(['password', 'cleartext', 'external password'])

/** Bytes of a row, and of a line, at most. */
const LONGEST_ROW = 65_536

/**
 * Reads CSV (RFC 4180, UTF-8 with or without byte order mark, lines ended by LF, CRLF or CR) in batches of rows, each with the line that it begins on.
 * The first row names the columns; cells are separated by commas, semicolons or tabs, as that row, or a line `sep=;` before it, has it. Rows of empty
 * cells are blank lines. Blanks around a cell are cut off, those of passwords and other secrets kept. A fault after which nothing can be read is the last row.
 * @param columns of each kind of file: the names of a header are of one of them
 * @param size of a batch
 * @param onHeader called with the names of the columns, before the first rows
 * @throws Error when there is no header, or it names a column that is not among `columns`, twice the same, or none
 */
export async function* csvRows(
  input: AsyncIterable<Buffer>,
  columns: readonly [readonly string[], ...(readonly string[])[]],
  size: number,
  onHeader: (names: string[]) => void,
): AsyncGenerator<CsvRow[]> {
  let records: string[][] = []
  const { separator, rest } = await startOf(input)
  const parser = parse({
    delimiter: separator,
    bom: true,
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
    record_delimiter: ['\r\n', '\n', '\r'],
    // the stream itself drops the rows before a fault
    on_record: (record: string[]) => {
      records.push(record)
      return null
    },
  })
  parser.on('error', () => undefined) // `write` has it
  let header: string[] | undefined
  let line = 1
  const batch: CsvRow[] = []
  const takeRecords = () => {
    for (const record of records) {
      const isEmpty = record.every((cell) => cell.trim() === '')
      const isSeparatorLine = !header && /^sep=.$/.test(record.join(separator).trim())
      if (!isEmpty && !isSeparatorLine) {
        if (header) batch.push(row(header, record, line))
        else {
          header = checkHeader(record, columns, line)
          onHeader(header)
        }
      }
      line += record.reduce((lines, cell) => lines + lineBreaks(cell), 1)
    }
    records = []
  }
  let fault: string | undefined
  for await (const bytes of wholeLines(rest)) {
    fault = await (typeof bytes === 'string' ? write(parser, null).then(() => bytes) : write(parser, bytes))
    takeRecords()
    while (batch.length >= size) yield batch.splice(0, size)
    if (fault) break
  }
  fault ??= await write(parser, null)
  takeRecords()
  if (fault && !header) throw new Error(`line ${line}: ${fault}`)
  if (fault) batch.push({ line, fault: `${fault} Nothing from here on was read.` })
  if (!header) throw new Error(`The file is empty. Its first line names the columns: ${columns[0].join(', ')}.`)
  while (batch.length > 0) yield batch.splice(0, size)
  parser.destroy()
}

/** Reads as far as the first line goes, and gives all back. */
async function startOf(input: AsyncIterable<Buffer>): Promise<{ separator: string; rest: AsyncIterable<Buffer> }> {
  const iterator = input[Symbol.asyncIterator]()
  let start: Buffer = Buffer.alloc(0)
  let ended = false
  while (!ended && start.length <= LONGEST_ROW && !hasWholeLine(start.toString('utf8'))) {
    const next = await iterator.next()
    if (next.done) ended = true
    else start = Buffer.concat([start, next.value])
  }
  async function* again(): AsyncGenerator<Buffer> {
    yield start
    for (let next = ended ? undefined : await iterator.next(); next && !next.done; next = await iterator.next()) yield next.value
  }
  return { separator: separatorOf(start.toString('utf8')), rest: again() }
}

/** Whether a line that is not blank is there to its end. */
function hasWholeLine(text: string): boolean {
  const begin = text.search(/[^,;\s\uFEFF]/)
  return begin !== -1 && /[\r\n]/.test(text.slice(begin))
}

/** Blocks of whole lines of UTF-8; a text instead, the last one, when there is something else. */
async function* wholeLines(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer | string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of input) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(10) + 1
    const lines = bytes.subarray(0, end)
    rest = bytes.subarray(end)
    if (!isUtf8(lines)) {
      yield* untilNotUtf8(lines)
      return
    }
    if (end > 0) yield lines
    if (rest.length > LONGEST_ROW) {
      yield TOO_LONG
      return
    }
  }
  if (isUtf8(rest)) yield rest
  else yield NOT_UTF8
}

function* untilNotUtf8(lines: Buffer): Generator<Buffer | string> {
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(10, start) + 1
    const line = lines.subarray(start, end)
    if (!isUtf8(line)) break
    yield line
    start = end
  }
  yield NOT_UTF8
}

const NOT_UTF8 = 'This is not UTF-8. Save the file as "CSV UTF-8".'
const TOO_LONG = `This row has more than ${LONGEST_ROW} bytes.`

/** @returns what was wrong */
function write(parser: Parser, bytes: Buffer | null): Promise<string | undefined> {
  return new Promise((resolve) => {
    const done = (error?: Error | null) => resolve(error ? faultText(error as CsvError) : undefined)
    if (bytes) parser.write(bytes, done)
    else parser.end(done)
  })
}

function faultText({ code, message }: CsvError): string {
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quoted field is not closed.'
    case 'CSV_MAX_RECORD_SIZE':
      return `${TOO_LONG} Perhaps a quoted field is not closed.`
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'A field has a quote inside: put the whole field in quotes, and write each quote inside twice.'
    default:
      return message
  }
}

function checkHeader(names: string[], kinds: readonly [readonly string[], ...(readonly string[])[]], line: number): string[] {
  const header = names.map((name) => name.trim().toLowerCase())
  const columns = kinds.find((kind) => header.every((name) => name === '' || kind.includes(name))) ?? kinds[0]
  const known = `The known ones are ${columns.join(', ')}.`
  // a column without a name is none, as long as nothing stands in it
  const unknown = header.find((name) => name !== '' && !columns.includes(name))
  if (unknown !== undefined)
    throw new Error(
      `line ${line}: there is no column '${unknown.slice(0, 100)}'. ${known}${/[|:]/.test(unknown) ? ' They are separated by commas, semicolons or tabs.' : ''}`,
    )
  const twice = header.find((name, i) => name !== '' && header.indexOf(name) < i)
  if (twice !== undefined) throw new Error(`line ${line}: the column '${twice}' is there twice.`)
  return header
}

function row(header: string[], record: string[], line: number): CsvRow {
  if (record.length !== header.length) return { line, fault: `This row has ${record.length} fields, the header ${header.length}.` }
  const cells: Record<string, string> = {}
  for (let i = 0; i < header.length; i++) {
    const [name, value] = [header[i]!, AS_IT_IS.has(header[i]!) ? record[i]! : record[i]!.trim()]
    if (value === '') continue
    if (name === '') return { line, fault: `Cell ${i + 1} has a value, and its column no name.` }
    cells[name] = value
  }
  return { line, cells }
}
