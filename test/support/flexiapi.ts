import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import { sqlitePath } from '../../src/db/client.js'

export const mysqlUrl = process.env.TEST_MYSQL_URL

/** A FlexiAPI database with the tables of early 2021: no unique indexes, dates without zone. */
export interface FlexiapiDatabase {
  url: string
  run(...statements: string[]): Promise<void>
  drop(): Promise<void>
}

/** In FlexiAPI's `external` connection, which Flexisip reads. */
const REMOTE = [
  `create table accounts (id integer not null primary key, username varchar(64) not null, domain varchar(64) not null, email varchar(64),
    activated boolean not null default false, confirmation_key varchar(14), ip_address varchar(39) not null, user_agent varchar(256) not null,
    creation_time datetime not null, expire_time datetime, created_at timestamp null, updated_at timestamp null)`,
  `create table passwords (id integer not null primary key, account_id integer not null, password varchar(255) not null,
    algorithm varchar(10) not null default 'MD5', created_at timestamp null, updated_at timestamp null)`,
  'create table aliases (id integer not null primary key, account_id integer not null, alias varchar(64) not null, domain varchar(64) not null)',
]
/** In its `local` one. */
const LOCAL = [
  'create table admins (id integer not null primary key, account_id integer not null, created_at timestamp null, updated_at timestamp null)',
  'create table api_keys (id integer not null primary key, account_id integer not null, `key` varchar(160) not null, created_at timestamp null)',
  'create table activation_expirations (id integer not null primary key, account_id integer not null, expires datetime not null)',
  'create table email_changed (id integer not null primary key, account_id integer not null, new_email varchar(255) not null, hash varchar(255) not null)',
  'create table migrations (id integer not null primary key, migration varchar(255) not null)',
]

/** @param part of the tables: both in one database by default */
export async function flexiapiFile(folder: string, part: 'all' | 'remote' | 'local' = 'all'): Promise<FlexiapiDatabase> {
  const url = `file:${join(folder, `flexiapi-${part}.sqlite`)}`
  const run = async (...statements: string[]) => {
    const db = new Sqlite(sqlitePath(url))
    for (const statement of statements) db.exec(statement)
    db.close()
  }
  await run(...(part === 'local' ? [] : REMOTE), ...(part === 'remote' ? [] : LOCAL))
  return { url, run, drop: async () => undefined }
}

export async function flexiapiMysql(base: string, part: 'all' | 'remote' | 'local' = 'all'): Promise<FlexiapiDatabase> {
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
  await run(...(part === 'local' ? [] : REMOTE), ...(part === 'remote' ? [] : LOCAL))
  return { url: url.href, run, drop: () => server(base, `drop database ${name}`) }
}

/** Statements that insert rows, given as objects. */
export const insertInto = (table: string, ...rows: Record<string, string | number | null>[]): string[] =>
  rows.map((row) => {
    const value = (one: string | number | null) => (typeof one === 'string' ? `'${one.replaceAll("'", "''")}'` : String(one))
    const names = Object.keys(row).map((name) => `\`${name}\``)
    return `insert into ${table} (${names}) values (${Object.values(row).map(value)})`
  })
