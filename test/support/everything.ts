import type Sqlite from 'better-sqlite3'
import { Prisma } from '../../generated/prisma/sqlite/client.js'
import type { Column, Tables } from '../../scripts/migration/tables.js'
import { openDatabase } from '../../src/db/client.js'

const TEXTS = ['', 'NULL', '{a,"b"}', 'd\'Artagnan \\ "x"\n\t€ 😀', '\\x41', 'true', '+33612345678']

/** Three rows for every table that there is, whatever it is called: with all columns filled, with the empty ones, and with awkward texts. */
export function fill(db: Sqlite.Database, tables: Tables): void {
  const value = (name: string, { type, nullable }: Column, i: number): unknown => {
    if (i === 1 && nullable) return null
    switch (type) {
      case 'INTEGER':
        return i * 7 + 5
      case 'BOOLEAN':
        // a blocked account is not activated
        return name === 'blocked' ? 0 : i % 2
      case 'DATETIME':
        return ['2026-11-24T12:00:00.001+00:00', '2026-02-28 23:59:59', '1999-12-31T23:59:59.999+00:00'][i]
      case 'TEXT':
        return `${name} ${i} ${TEXTS[(i + name.length) % TEXTS.length]}`
      default:
        throw new Error(`say how a column of type ${type} is filled`)
    }
  }
  db.pragma('foreign_keys = ON')
  const filled = new Set<string>()
  const visit = (name: string): void => {
    if (filled.has(name)) return
    filled.add(name)
    const { columns, foreignKeys } = tables[name]!
    for (const { table } of foreignKeys) visit(table)
    const names = Object.keys(columns)
    const insert = db.prepare(`insert into "${name}" (${names.map((n) => `"${n}"`)}) values (${names.map(() => '?')})`)
    for (const i of [0, 1, 2]) insert.run(names.map((column) => value(column, columns[column]!, i)))
  }
  for (const name of Object.keys(tables)) visit(name)
}

/** Every row of every model, as the application reads them. */
export async function everything(url: string): Promise<Record<string, unknown[]>> {
  const { prisma, close } = await openDatabase(url)
  try {
    const all: Record<string, unknown[]> = {}
    for (const model of Object.values(Prisma.ModelName)) {
      const delegate = prisma[(model[0]!.toLowerCase() + model.slice(1)) as 'account']
      all[model] = (await delegate.findMany()).map((row) => JSON.stringify(row)).sort()
    }
    return all
  } finally {
    await close()
  }
}
