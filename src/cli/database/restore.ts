import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config/load.js'
import { providerOf, sqlitePath } from '../../db/client.js'
import { restore } from '../../db/transfer/restore.js'
import { print } from '../frame/output.js'
import { progress } from '../frame/progress.js'
import type { Terminal } from '../frame/terminal.js'

export function restoreCommand(program: Command, terminal: Terminal): void {
  program
    .command('restore <file>')
    .description('put what backup wrote into the configured database, SQLite or PostgreSQL; stop the service first')
    .option('--replace', 'also when the database has accounts: all that is in it is gone then')
    .option('--to <url>', 'into this database in place of the configured one: file:… or postgresql:…')
    .action(async (name: string, { replace = false, to }: { replace?: boolean; to?: string }) => {
      const databaseUrl = to ?? loadConfig(terminal.environment()).databaseUrl
      const target = nameOf(databaseUrl)
      const file = resolve(name)
      const bar = progress(terminal, 'rows')
      const accounts = await restore(file, databaseUrl, { replace, onProgress: bar.show }).finally(bar.end)
      print(
        terminal,
        { file, target, accounts },
        `Restored ${accounts} accounts from ${file} into ${target}. Start the service with the SECRET of that time.`,
      )
    })
}

/** A database as people may read it: without what logs in there. @throws Error for a URL of another kind */
function nameOf(url: string): string {
  if (providerOf(url) === 'sqlite') return sqlitePath(url)
  const { host, pathname, searchParams } = new URL(url)
  const schema = searchParams.get('schema')
  return `PostgreSQL ${host}${pathname}${schema === null ? '' : ` (${schema})`}`
}
