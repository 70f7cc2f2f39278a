import { createReadStream } from 'node:fs'
import type { Command } from 'commander'
import { type NewAccountCheck, newAccountCheck } from '../../contract/newAccountCheck.js'
import { readContract } from '../../contract/read.js'
import { AppError, invalidField, together } from '../../domain/errors.js'
import { newAccountRow } from '../../services/accounts/accounts.js'
import { rowOrRefusal } from '../../services/accounts/bulk.js'
import type { NewAccountRow } from '../../services/accounts/record.js'
import { fieldChecks } from '../../services/checks.js'
import type { With } from '../../services/deps.js'
import type { Platform } from '../../services/platform.js'
import { FLEXIAPI_COLUMNS, flexiapiCsvRow, isFlexiapiHeader } from '../../services/transfer/flexiapiCsv.js'
import { foreignAccountRow } from '../../services/transfer/foreignAccount.js'
import { type ImportRow, importAccounts } from '../../services/transfer/import.js'
import { print } from '../frame/output.js'
import { progress } from '../frame/progress.js'
import type { Terminal } from '../frame/terminal.js'
import { CLI_CALLER, withDeps } from '../frame/withDeps.js'
import { type CsvRow, csvRows } from './csvRows.js'

/** What a row may say. With one of the last three it is an account that exists elsewhere; `export --with-hashes` writes them. */
const IMPORT_COLUMNS = [
  ...['username', 'password', 'algorithm', 'domain', 'email', 'phone', 'activated', 'admin', 'confirmation_key_expires'],
  ...['creation_time', 'blocked', 'deactivated_at', 'confirmation_key', 'md5_ha1', 'sha256_ha1', 'cleartext'],
]
const HASHES = ['md5_ha1', 'sha256_ha1', 'cleartext']
/** Only for accounts that exist elsewhere. */
const HISTORY = ['blocked', 'deactivated_at', 'confirmation_key']

/** Rows of a transaction, for whose end others wait: on SQLite to write, on PostgreSQL to sign up with a phone number. */
const TOGETHER = { sqlite: 80, postgresql: 200 } as const

/** With --json, refused rows that are listed; all are counted. */
const LISTED = 1_000

interface ImportCommandOptions {
  dryRun?: boolean
  allOrNothing?: boolean
  domain?: string
}

export function importCommand(program: Command, terminal: Terminal): void {
  program
    .command('import <file>')
    .description('make the accounts of a CSV file, - for standard input; its first line names the columns, ours or those of FlexiAPI')
    .option('--domain <domain>', 'of the rows that name none; the first of SIP_DOMAINS otherwise')
    .option('--dry-run', 'check only, write nothing')
    .option('--all-or-nothing', 'make none when a row is refused; otherwise the good ones are kept')
    .action((file: string, options: ImportCommandOptions) => withDeps(terminal, (deps) => runImport(terminal, deps, file, options)))
}

async function runImport(
  terminal: Terminal,
  deps: With<'limits'>,
  file: string,
  { dryRun = false, allOrNothing = false, domain }: ImportCommandOptions,
): Promise<void> {
  const input = file === '-' ? terminal.stdin() : createReadStream(file)
  const errors: object[] = []
  const bar = progress(terminal, 'rows')
  const { rows, isFlexiapi } = await readFile(input as AsyncIterable<Buffer>, TOGETHER[deps.db.provider])
  const counts = await importAccounts(deps, importRows(deps, rows, isFlexiapi, domain), {
    dryRun,
    // FlexiAPI shows all faults of a file before it makes anything
    allOrNothing: allOrNothing || isFlexiapi,
    withExternals: isFlexiapi,
    onRefused({ line, username = null }, { code, message, errors: fields = {} }) {
      if (!terminal.json) bar.say(`line ${line}${username === null ? '' : ` (${username.slice(0, 64)})`}: ${message}`)
      else if (errors.length < LISTED) errors.push({ line, username, code, message, errors: fields })
    },
    onProgress: bar.show,
  }).finally(bar.end)
  const done = dryRun ? `${counts.would_create} would be created` : `${counts.created} created`
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} not kept because of them` : ''
  print(terminal, { ...counts, dry_run: dryRun, errors }, `${counts.rows} rows: ${done}, ${counts.refused} refused${skipped}.`)
  if (counts.refused > 0) terminal.exitCode = 1
}

/** Reads as far as the first rows: which kind of file it is has to be known before anything is made. */
async function readFile(input: AsyncIterable<Buffer>, size: number): Promise<{ rows: AsyncIterable<CsvRow[]>; isFlexiapi: boolean }> {
  let isFlexiapi = false
  const batches = csvRows(input, [IMPORT_COLUMNS, FLEXIAPI_COLUMNS], size, (names) => {
    isFlexiapi = isFlexiapiHeader(names)
  })
  const first = await batches.next()
  async function* rows() {
    if (first.done) return
    yield first.value
    yield* batches
  }
  return { rows: rows(), isFlexiapi }
}

async function* importRows(
  deps: Pick<With<'limits'>, 'config' | 'clock' | 'limits'>,
  batches: AsyncIterable<CsvRow[]>,
  isFlexiapi: boolean,
  domain: string | undefined,
): AsyncGenerator<ImportRow[]> {
  const check = newAccountCheck(readContract().contract, fieldChecks(deps))
  const read = (cells: Record<string, string>): Pick<ImportRow, 'row' | 'external'> => {
    const one = rowOrRefusal(() =>
      isFlexiapi
        ? flexiapiCsvRow(deps, cells, check, CLI_CALLER, domain)
        : { row: accountRow(deps, domain === undefined ? cells : { domain, ...cells }, check), external: undefined },
    )
    return one instanceof AppError ? { row: one } : { row: one.row, ...(one.external && { external: one.external }) }
  }
  for await (const rows of batches) {
    yield rows.map((row) => ({
      line: row.line,
      username: 'cells' in row ? row.cells.username : undefined,
      ...('fault' in row ? { row: new AppError(422, 'validation_failed', row.fault) } : read(row.cells)),
    }))
  }
}

function accountRow(deps: Pick<Platform, 'config' | 'clock'>, cells: Record<string, string>, check: NewAccountCheck): NewAccountRow {
  const fields: Record<string, unknown> = { ...cells }
  for (const name of ['activated', 'blocked', 'admin']) if (name in cells) fields[name] = WORDS[cells[name]!.toLowerCase()] ?? cells[name]
  const stored = HASHES.some((name) => name in cells)
  const ofOneKind = () => {
    if (stored && 'password' in cells) throw invalidField('password', 'A row has a password or hashes of one, not both.')
    const wrong = stored ? undefined : HISTORY.find((name) => name in cells)
    if (wrong) throw invalidField(wrong, `${wrong} is only for accounts that come with hashes of their passwords.`)
  }
  const { creation_time: _, ...account } = fields
  const read = () =>
    stored
      ? foreignAccountRow(deps, fields, check, CLI_CALLER)
      : newAccountRow(deps, check({ algorithm: deps.config.defaultAlgorithm, ...account }), CLI_CALLER)
  const [, row] = together(ofOneKind, read)
  return row
}

const WORDS: Record<string, boolean> = { true: true, false: false, '1': true, '0': false }
