// A PostgreSQL on an address of its own, as a machine of a pair: it is the primary or a standby, and says which as Patroni's REST interface does.
import { execFile, spawn } from 'node:child_process'
import { chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { until } from '../../torture/lib/service.mjs'

const DEBIAN = '/usr/lib/postgresql'
/** Where Debian keeps the programs of the newest version. */
const bin = () => join(DEBIAN, readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0], 'bin')
const HEALTH_PORT = 8008

export class PostgresNode {
  /** @param {string} folder that it may make @param {string} host its address @param {{ uid: number, gid: number } | undefined} user PostgreSQL does not run as root */
  constructor(folder, host, user) {
    this.host = host
    this.user = user
    this.folder = join(folder, `postgres-${host}`)
    this.data = join(this.folder, 'data')
    mkdirSync(this.folder)
    if (user) chownSync(this.folder, user.uid, user.gid)
    this.health = createServer((request, response) => {
      const role = this.child ? this.role : 'none'
      response.writeHead(request.url === `/${role}` ? 200 : 503, { 'content-length': 0 }).end()
    }).listen(HEALTH_PORT, host)
    /** @type {'primary' | 'replica'} */
    this.role = 'primary'
    /** @type {import('node:child_process').ChildProcess | undefined} */
    this.child = undefined
  }

  get url() {
    return `postgresql://postgres@${this.host}:5432/postgres`
  }

  /** @param {string} program @param {...string} args */
  run(program, ...args) {
    return promisify(execFile)(join(bin(), program), args, { cwd: this.folder, ...this.user })
  }

  async makePrimary() {
    await this.run('initdb', '--pgdata', this.data, '--auth', 'trust', '--username', 'postgres', '--no-instructions')
    writeFileSync(join(this.data, 'pg_hba.conf'), 'host all all all trust\nhost replication all all trust\n')
    const settings = {
      listen_addresses: this.host,
      unix_socket_directories: this.folder,
      hot_standby_feedback: 'on',
      max_connections: '200',
    }
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`)
    writeFileSync(join(this.data, 'postgresql.conf'), lines.join(''), { flag: 'a' })
    await this.start('primary')
  }

  /** Anew, from what is there at the primary. @param {PostgresNode} primary */
  async follow(primary) {
    rmSync(this.data, { recursive: true, force: true })
    await this.run('pg_basebackup', '--pgdata', this.data, '--dbname', primary.url, '--write-recovery-conf', '--checkpoint', 'fast')
    const own = `listen_addresses = '${this.host}'\nunix_socket_directories = '${this.folder}'\n`
    writeFileSync(join(this.data, 'postgresql.conf'), own, { flag: 'a' })
    await this.start('replica')
    await primary.query("alter system set synchronous_standby_names = '*'")
    await primary.query('select pg_reload_conf()')
    const isSynchronous = async () => (await primary.query("select 1 from pg_stat_replication where sync_state = 'sync'")).length > 0
    await until('the standby to be synchronous', isSynchronous)
  }

  /** @param {'primary' | 'replica'} role */
  async start(role) {
    this.role = role
    const child = spawn(join(bin(), 'postgres'), ['-D', this.data], { cwd: this.folder, ...this.user, stdio: 'ignore' })
    this.ended = new Promise((resolve) => child.once('exit', resolve))
    await until(`PostgreSQL on ${this.host}`, () => this.query('select 1'))
    this.child = child
  }

  /** As if its machine lost its power: what it had not written is gone. */
  async kill() {
    this.child?.kill('SIGKILL')
    this.child = undefined
    await this.ended
    // its children notice that it has gone, and end
    await until('its children to end', () =>
      this.query('select 1').then(
        () => false,
        () => true,
      ),
    )
  }

  /** As Patroni does: it waits for no standby, until there is one. */
  async promote() {
    await this.query('select pg_promote()')
    await this.query("alter system set synchronous_standby_names = ''")
    await this.query('select pg_reload_conf()')
    this.role = 'primary'
  }

  /** @param {string} sql */
  query(sql) {
    return query(this.url, sql)
  }

  async close() {
    this.health.close()
    this.health.closeAllConnections()
    if (!this.child) return
    this.child.kill('SIGINT') // a fast stop
    await this.ended
  }
}

/** On a connection of its own. @param {string} url @param {string} sql @returns {Promise<any[]>} its rows */
export async function query(url, sql) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
