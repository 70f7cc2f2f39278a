import type { Terminal } from './terminal.js'

/** A text as a terminal may have it: what would move the cursor, colour, or turn the direction of reading is written as \u001b. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => {
    const hex = sign.codePointAt(0)!.toString(16)
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
  })

/** The same of each line. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')

/** The result of a command: an object with --json, else the text. */
export function print({ json, stdout }: Terminal, object: unknown, text: string): void {
  stdout.write(json ? `${JSON.stringify(object)}\n` : `${printableLines(text)}\n`)
}

/**
 * The result of a list: an object per line with --json, else a line of columns each.
 * @param shown the columns for people, where they are others
 */
export function printList<T extends object>(
  { json, stdout }: Terminal,
  rows: T[],
  empty: string,
  shown: (row: T) => object = (row) => row,
): void {
  if (json) for (const row of rows) stdout.write(`${JSON.stringify(row)}\n`)
  else if (rows.length === 0) stdout.write(`${empty}\n`)
  else stdout.write(`${columns(rows.map(shown))}\n`)
}

/** A line for each name with its values, one below the other; none for a name without. */
export function sheet(rows: readonly (readonly [name: string, ...values: (string | null | undefined)[]])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows
    .flatMap(([name, ...values]) =>
      values
        .filter((value) => value != null && value !== '')
        .map((value, i) => `${(i === 0 ? name : '').padEnd(width)}  ${printable(value!)}`),
    )
    .join('\n')
}

/** A line of columns for each row, below one that names them. */
export function columns(rows: object[]): string {
  const names = Object.keys(rows[0]!)
  const table = [names, ...rows.map((row) => Object.values(row).map((value) => (value === null ? '-' : printable(String(value)))))]
  const widths = names.map((_, i) => Math.max(...table.map((line) => line[i]!.length)))
  return table
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
