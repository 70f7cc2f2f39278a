import type { Command } from 'commander'
import { loadConfig } from '../../config/load.js'
import { type Database, openDatabase, providerOf } from '../../db/client.js'
import { migrate } from '../../db/migrate/migrate.js'
import { recount, totalsAreRight } from '../../services/accounts/list/recount.sql.js'
import { print } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'

export function migrateCommand(program: Command, terminal: Terminal): void {
  program
    .command('migrate')
    .description('apply pending migrations to the database')
    .action(async () => {
      const { databaseUrl } = loadConfig(terminal.environment())
      const applied = await migrate(databaseUrl)
      if (providerOf(databaseUrl) === 'postgresql') await (await import('../../db/migrate/indexesBeside.js')).makeIndexesBeside(databaseUrl)
      const recounted = await withDatabase(databaseUrl, recountWhereWrong)
      const text = applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`
      print(terminal, { applied, recounted }, recounted ? `${text}\nThe totals of lists were wrong, and have been counted anew.` : text)
    })
}

async function recountWhereWrong(db: Database): Promise<boolean> {
  if (await totalsAreRight(db)) return false
  await recount(db)
  return true
}

async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(url)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
