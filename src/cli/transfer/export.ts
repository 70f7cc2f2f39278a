import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, Option } from 'commander'
import { stringify } from 'csv-stringify'
import type { Deps } from '../../services/deps.js'
import { type ExportQuery, exportAccounts } from '../../services/transfer/export.js'
import { day } from '../frame/fields.js'
import type { Terminal } from '../frame/terminal.js'
import { withDeps } from '../frame/withDeps.js'

interface ExportCommandOptions extends ExportQuery {
  format: 'csv' | 'json'
}

const COLUMNS = ['username', 'domain', 'email', 'phone', 'activated', 'blocked', 'admin', 'creation_time', 'deactivated_at']
const SECRET_COLUMNS = ['confirmation_key', 'confirmation_key_expires', 'md5_ha1', 'sha256_ha1', 'cleartext']

export function exportCommand(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('write the accounts to standard output, as import reads them')
    .addOption(new Option('--format <format>', 'json has an object per line').choices(['csv', 'json']).default('csv'))
    .option('--with-hashes', 'also what import needs to take them over: whoever has it can log in as everybody, so guard the file')
    .option('--domain <domain>', 'only the accounts of this domain')
    .option('--search <text>', 'only those that this is of, or a part of: name, address, e-mail, phone number or id')
    .option('--created-since <day>', 'only those that were made on this day (UTC) or later: 2026-11-24', day)
    .option('--created-before <day>', 'only those that were made before this day (UTC)', day)
    .action((options: ExportCommandOptions) => withDeps(terminal, (deps) => runExport(terminal, deps, options)))
}

async function runExport(
  terminal: Terminal,
  deps: Pick<Deps, 'accounts' | 'db' | 'limits'>,
  { format, ...query }: ExportCommandOptions,
): Promise<void> {
  terminal.giveWay()
  const accounts = Readable.from(exportAccounts(deps, query))
  const columns = query.withHashes ? [...COLUMNS, ...SECRET_COLUMNS] : COLUMNS
  const asText = terminal.json || format === 'json' ? jsonLines : stringify({ header: true, columns, cast: { boolean: String } })
  try {
    await pipeline(accounts, asText as NodeJS.ReadWriteStream, terminal.stdout, { end: false })
  } catch (error) {
    // of standard output: told where it is opened, unless the reader has had enough (`| head`)
    if ((error as NodeJS.ErrnoException).syscall !== 'write') throw error
  }
}

async function* jsonLines(accounts: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const account of accounts) yield `${JSON.stringify(account)}\n`
}
