import { ConfigError } from '../../config/config.js'
import { AppError } from '../../domain/errors.js'

/** Whether the result is for a program. */
export const isJson = (): boolean => process.argv.includes('--json')

/** The result of a command: an object with --json, else the text. */
export function print(object: unknown, text: string): void {
  process.stdout.write(isJson() ? `${JSON.stringify(object)}\n` : `${text}\n`)
}

/** The result of a list: an object per line with --json, else a line of columns each. */
export function printList<T extends object>(rows: T[], empty: string): void {
  if (isJson()) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`)
  else if (rows.length === 0) process.stdout.write(`${empty}\n`)
  else process.stdout.write(`${columns(rows)}\n`)
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
export function printError(error: unknown): void {
  const expected = error instanceof AppError || error instanceof ConfigError || (error instanceof Error && error.constructor === Error)
  process.stderr.write(`${expected ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`)
}
