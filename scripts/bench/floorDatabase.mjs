// The floor's statements, on both drivers.
import pg from 'pg'
import { openFile } from '#built/db/sqlite/openFile.js'

const SELECT = 'select a.*, p.algorithm, p.password from accounts a join passwords p on p.account_id = a.id'
const SQL = {
  byAor: `${SELECT} where a.username = ? and a.domain = ?`,
  byId: `${SELECT} where a.id = ?`,
  byKey:
    'select a.*, p.algorithm, p.password from api_keys k join accounts a on a.id = k.account_id join passwords p on p.account_id = a.id where k.key_hash = ?',
  nonce: 'insert into nonce_uses (nonce, nc) values (?, ?) on conflict do nothing',
  account: 'insert into accounts (username, domain, space_id, activated, ip_address, created_at) values (?, ?, 1, true, ?, ?) returning *',
  password: "insert into passwords (account_id, algorithm, password) values (?, 'SHA-256', ?)",
  audit: `insert into audit_log (created_at, expires_at, actor_kind, actor_id, actor_address, request_id, action, account_id, account)
    values (?, ?, 'admin', 1, ?, 'f100', 'createAccount', ?, ?)`,
  token: 'update tokens set used_at = ? where token_hash = ? and used_at is null',
  request: 'select * from request_tokens where token_hash = ?',
  page: `${SELECT} where a.id in (select id from accounts order by id limit ? offset ?) order by a.id`,
  after: `${SELECT} where a.id in (select id from accounts where id > ? order by id limit ?) order by a.id`,
  count: 'select count(*) as n from accounts',
}

const auditOf = (row, account) => [row.now, '2099-01-01T00:00:00.000+00:00', row.ip, account.id, `${row.username}@${row.domain}`]

export async function openFloor(url) {
  return url.startsWith('file:') ? openSqlite(url.slice(5)) : openPostgres(url)
}

function openSqlite(file) {
  const db = openFile(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  const s = Object.fromEntries(Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]))
  const relaxed = (action) => {
    db.pragma('synchronous = NORMAL')
    const result = action()
    db.pragma('synchronous = FULL')
    return result
  }
  const create = db.transaction((row, token = undefined) => {
    if (token && s.token.run(row.now, token).changes !== 1) throw new Error('token')
    const account = /** @type {{ id: number }} */ (s.account.get(row.username, row.domain, row.ip, row.now))
    s.password.run(account.id, row.hash)
    s.audit.run(...auditOf(row, account))
    return account
  })
  return {
    byAor: (u, d) => s.byAor.all(u, d),
    byId: (id) => s.byId.all(id),
    byKey: (hash) => s.byKey.all(hash),
    useNonce: (nonce, nc) => relaxed(() => s.nonce.run(nonce, nc).changes === 1),
    create: (row) => create(row),
    createWithToken: (row, token) => create(row, token),
    request: (token) => /** @type {any} */ (s.request.get(token)),
    page: (limit, offset) => s.page.all(limit, offset),
    after: (id, limit) => s.after.all(id, limit),
    count: () => /** @type {{ n: number }} */ (s.count.get()).n,
  }
}

async function openPostgres(url) {
  const target = new URL(url)
  const schema = target.searchParams.get('schema')
  target.searchParams.delete('schema')
  const pool = new pg.Pool({ connectionString: target.href, options: `-c search_path="${schema}"`, max: 10 })
  const text = Object.fromEntries(
    Object.entries(SQL).map(([name, sql]) => {
      let i = 0
      return [name, sql.replace(/\?/g, () => `$${++i}`)]
    }),
  )
  const on = (client, name, ...values) => client.query({ name, text: text[name], values })
  const rows = async (name, ...values) => (await on(pool, name, ...values)).rows
  const create = async (row, token = undefined) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      if (token && (await on(client, 'token', row.now, token)).rowCount !== 1) throw new Error('token')
      const account = (await on(client, 'account', row.username, row.domain, row.ip, row.now)).rows[0]
      await on(client, 'password', account.id, row.hash)
      await on(client, 'audit', ...auditOf(row, account))
      await client.query('commit')
      return account
    } finally {
      client.release()
    }
  }
  return {
    byAor: (u, d) => rows('byAor', u, d),
    byId: (id) => rows('byId', id),
    byKey: (hash) => rows('byKey', hash),
    useNonce: async (nonce, nc) => (await on(pool, 'nonce', nonce, nc)).rowCount === 1,
    create: (row) => create(row),
    createWithToken: (row, token) => create(row, token),
    request: async (token) => (await rows('request', token))[0],
    page: (limit, offset) => rows('page', limit, offset),
    after: (id, limit) => rows('after', id, limit),
    count: async () => Number((await rows('count'))[0].n),
  }
}
