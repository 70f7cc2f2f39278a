// Fills a migrated database for the benchmarks, straight through the driver.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { openFile } from '#built/db/sqlite/openFile.js'

export const REALM = 'sip.example.org'
export const PASSWORD = 'builder-42'
export const API_KEY = 'benchbenchbenchbenchbenchbenchbenchbench'
/** sign-up tokens that each scenario of a run may redeem */
export const TOKENS = 20_000
/** request tokens that nobody has validated */
const PENDING = 100

export const username = (n) => `user.${String(n).padStart(8, '0')}`
/** The tokens of two scenarios: those of 2021, and those of apps of today. */
export const tokenOf = (kind, n) => `${{ old: 'tok', new: 'app' }[kind]}${String(n).padStart(10, '0')}`
export const pendingToken = (n) => `req${String(n % PENDING).padStart(10, '0')}`

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const SPACE = 1
const CREATED = '2026-01-01T00:00:00.000+00:00'
const EXPIRES = '2099-01-01T00:00:00.000+00:00'

/** The rows of account n: 1 is the administrator who owns API_KEY. */
const account = (n) => [n + 1, username(n), REALM, SPACE, n === 0]
const password = (n) => [n + 1, 'SHA-256', sha256(`${username(n)}:${REALM}:${PASSWORD}`)]
const tokens = () =>
  ['old', 'new'].flatMap((kind) => Array.from({ length: TOKENS }, (_, n) => [sha256(tokenOf(kind, n)), 'device', EXPIRES, CREATED]))
const requestTokens = () => Array.from({ length: PENDING }, (_, n) => [sha256(pendingToken(n)), EXPIRES, CREATED])

export async function seed(url, accounts) {
  if (url.startsWith('file:')) seedSqlite(url.slice(5), accounts)
  else await seedPostgres(url, accounts)
}

function seedSqlite(file, accounts) {
  const db = openFile(file)
  const a = db.prepare('insert into accounts (id, username, domain, space_id, activated, admin, created_at) values (?, ?, ?, ?, 1, ?, ?)')
  const p = db.prepare('insert into passwords (account_id, algorithm, password) values (?, ?, ?)')
  const t = db.prepare('insert into tokens (token_hash, device_id, expires_at, created_at) values (?, ?, ?, ?)')
  db.transaction(() => {
    db.prepare('insert into spaces (id, domain) values (?, ?)').run(SPACE, REALM)
    for (let n = 0; n < accounts; n++) {
      const [id, name, domain, space, admin] = account(n)
      a.run(id, name, domain, space, admin ? 1 : 0, CREATED)
      p.run(...password(n))
    }
    db.prepare('insert into api_keys (account_id, key_hash, created_at, last_used_at) values (1, ?, ?, ?)').run(
      sha256(API_KEY),
      CREATED,
      EXPIRES,
    )
    for (const row of tokens()) t.run(...row)
    const r = db.prepare('insert into request_tokens (token_hash, expires_at, created_at) values (?, ?, ?)')
    for (const row of requestTokens()) r.run(...row)
  })()
  db.close()
}

async function seedPostgres(url, accounts) {
  const target = new URL(url)
  const schema = target.searchParams.get('schema')
  target.searchParams.delete('schema')
  const client = new pg.Client({ connectionString: target.href, options: `-c search_path="${schema}"` })
  await client.connect()
  const insert = async (table, columns, rows) => {
    for (let i = 0; i < rows.length; i += 1000) {
      const part = rows.slice(i, i + 1000)
      const marks = part.map((row, r) => `(${row.map((_, c) => `$${r * row.length + c + 1}`).join(',')})`)
      await client.query(`insert into ${table} (${columns}) values ${marks.join(',')}`, part.flat())
    }
  }
  await insert('spaces', 'id, domain', [[SPACE, REALM]])
  await client.query(`select setval(pg_get_serial_sequence('spaces', 'id'), ${SPACE})`)
  const numbers = Array.from({ length: accounts }, (_, n) => n)
  for (let i = 0; i < accounts; i += 50_000) {
    const part = numbers.slice(i, i + 50_000)
    await insert(
      'accounts',
      'id, username, domain, space_id, admin, activated, created_at',
      part.map((n) => [...account(n), true, CREATED]),
    )
    await insert('passwords', 'account_id, algorithm, password', part.map(password))
  }
  await client.query(`select setval(pg_get_serial_sequence('accounts', 'id'), ${accounts})`)
  await insert('api_keys', 'account_id, key_hash, created_at, last_used_at', [[1, sha256(API_KEY), CREATED, EXPIRES]])
  await insert('tokens', 'token_hash, device_id, expires_at, created_at', tokens())
  await insert('request_tokens', 'token_hash, expires_at, created_at', requestTokens())
  await client.query('analyze accounts, passwords, api_keys, tokens, request_tokens') // as autovacuum does sooner or later
  await client.end()
}
