import { ConfigError } from '../../config/config.js'
import { AppError } from '../../domain/errors.js'
import type { Terminal } from './terminal.js'

/** The result of a command: an object with --json, else the text. */
export function print({ json, stdout }: Terminal, object: unknown, text: string): void {
  stdout.write(json ? `${JSON.stringify(object)}\n` : `${text}\n`)
}

/** The result of a list: an object per line with --json, else a line of columns each. */
export function printList<T extends object>({ json, stdout }: Terminal, rows: T[], empty: string): void {
  if (json) for (const row of rows) stdout.write(`${JSON.stringify(row)}\n`)
  else if (rows.length === 0) stdout.write(`${empty}\n`)
  else stdout.write(`${columns(rows)}\n`)
}

/** A line of columns for each row, below one that names them. */
export function columns(rows: object[]): string {
  const names = Object.keys(rows[0]!)
  const table = [names, ...rows.map((row) => Object.values(row).map((value) => (value === null ? '-' : String(value))))]
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

/** Faults go to standard error: what to do for those that we expect, all that is known for the others. */
export function printError({ stderr }: Terminal, error: unknown): void {
  const expected = error instanceof AppError || error instanceof ConfigError || (error instanceof Error && error.constructor === Error)
  stderr.write(`${expected ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`)
}
