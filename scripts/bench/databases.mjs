// Databases that a benchmark makes for itself, and removes.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#built/db/migrate/migrate.js'
import { seed } from './seed.mjs'

/** @param kind sqlite or postgresql (TEST_POSTGRES_URL) */
export function ownDatabases(kind) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const schemas = []
  const others = []
  const urlOf = (name) => {
    if (kind === 'sqlite') return `file:${join(folder, `${name}.db`)}`
    if (!process.env.TEST_POSTGRES_URL) throw new Error('Set TEST_POSTGRES_URL to the PostgreSQL to measure on.')
    const url = new URL(process.env.TEST_POSTGRES_URL)
    schemas.push(`bench_${process.pid}_${name}`)
    url.searchParams.set('schema', schemas.at(-1))
    return url.href
  }
  return {
    kind,
    folder,
    /** Drops those of another build as well. */
    alsoDrop: (databases) => others.push(databases),
    /** Where there is no database yet. */
    emptyUrl: urlOf,
    /** A migrated database without accounts: its URL. */
    async empty(name) {
      const url = urlOf(name)
      await migrate(url)
      return url
    },
    /** A migrated database with so many accounts: its URL. */
    async make(name, accounts) {
      const url = await this.empty(name)
      await seed(url, accounts)
      return url
    },
    async drop() {
      await Promise.all(others.map((databases) => databases.drop()))
      rmSync(folder, { recursive: true, force: true })
      if (schemas.length === 0) return
      const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL })
      await client.connect()
      for (const name of schemas) await client.query(`drop schema if exists "${name}" cascade`)
      await client.end()
    },
  }
}
