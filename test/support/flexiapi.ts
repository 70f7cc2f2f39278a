import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { sqlitePath } from '../../src/db/client.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { type Age, LOCAL, REMOTE, tablesOfAge } from './flexiapiTables.js'

export const mysqlUrl = process.env.TEST_MYSQL_URL

/** A FlexiAPI database: of early 2021, with no unique indexes and dates without zone, or of a later age. */
export interface FlexiapiDatabase {
  url: string
  run(...statements: string[]): Promise<void>
  drop(): Promise<void>
}

/** Of 2021 all tables in one database, or those of one of its two connections; of later ages all. */
export type Part = 'all' | 'remote' | 'local' | Age

function tablesOf(part: Part): string[] {
  if (part === '1.6' || part === '2.0' || part === '2.1') return tablesOfAge(part)
  return [...(part === 'local' ? [] : REMOTE), ...(part === 'remote' ? [] : LOCAL)]
}

/** @param part of the tables: both in one database by default */
export async function flexiapiFile(folder: string, part: Part = 'all'): Promise<FlexiapiDatabase> {
  const url = `file:${join(folder, `flexiapi-${part}.sqlite`)}`
  const run = async (...statements: string[]) => {
    const db = openFile(sqlitePath(url))
    for (const statement of statements) db.exec(statement)
    db.close()
  }
  await run(...tablesOf(part))
  return { url, run, drop: async () => undefined }
}

export async function flexiapiMysql(base: string, part: Part = 'all'): Promise<FlexiapiDatabase> {
  const name = `test_flexiapi_${randomBytes(6).toString('hex')}`
  const url = new URL(base)
  const server = async (uri: string, ...statements: string[]) => {
    const connection = await createConnection({ uri })
    try {
      for (const statement of statements) await connection.query(statement)
    } finally {
      await connection.end()
    }
  }
  await server(url.href, `create database ${name} character set utf8mb4`)
  url.pathname = name
  const run = (...statements: string[]) => server(url.href, ...statements)
  await run(...tablesOf(part))
  return { url: url.href, run, drop: () => server(base, `drop database ${name}`) }
}

/** Statements that insert rows, given as objects. */
export const insertInto = (table: string, ...rows: Record<string, string | number | null>[]): string[] =>
  rows.map((row) => {
    const value = (one: string | number | null) => (typeof one === 'string' ? `'${one.replaceAll("'", "''")}'` : String(one))
    const names = Object.keys(row).map((name) => `\`${name}\``)
    return `insert into ${table} (${names}) values (${Object.values(row).map(value)})`
  })
