// runs once: it opens the databases that it needs itself

import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { vacuumInto } from '../../src/db/transfer/backupSqlite.js'
import { wholeFile } from '../../src/db/transfer/wholeFile.js'
import { commandLine } from '../support/cli.js'
import { ApiClient } from '../support/client.js'
import { emptyDatabase } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { testNeeding } from '../support/needs.js'
import { type Env, type RunningService, startService } from '../support/process.js'
import { useClosing } from '../support/use.js'

/** Creates accounts one after the other, and remembers those that were acknowledged. */
class Writer {
  readonly made: string[] = []
  private done = false
  private readonly running: Promise<void>

  constructor(
    private readonly api: ApiClient,
    private readonly key: string,
  ) {
    this.running = this.write()
  }

  private async write(): Promise<void> {
    for (let n = 0; !this.done; n++) {
      const username = `writer.${n}`
      const body = { username, password: 'written-1', algorithm: 'MD5', activated: true }
      const { status } = await this.api.raw('POST', '/api/accounts', { body, headers: { 'x-api-key': this.key } })
      if (status !== 200) throw new Error(`${username}: ${status}`)
      this.made.push(username)
    }
  }

  /** @throws Error when a write was refused */
  async stop(): Promise<void> {
    this.done = true
    await this.running
  }

  /** Resolves when so many more were made. */
  async more(count: number): Promise<void> {
    const until = this.made.length + count
    while (this.made.length < until) await Promise.race([this.running, new Promise((resolve) => setImmediate(resolve))])
  }
}

describe('a backup, made while accounts are being created,', () => {
  const closing = useClosing()
  const line = async (env: Env = {}) => closing(await commandLine(env), (cli) => cli.remove())
  const serve = async (env: Env) => closing(await startService(env), (service) => service.stop())

  /** A service that is written to, with bob and an administrator's key. */
  async function busy(env: Env = {}) {
    const cli = await line({ RATE_LIMIT: 'off', ...env })
    const bob = await cli.inside((_, make) => make.user({ username: 'bob.builder' }))
    const key: string = (await cli.json('create-admin', '--username', 'alice.admin')).api_key
    const service = await serve(cli.env)
    const writer = closing(new Writer(new ApiClient(service.url), key), (one) => one.stop().catch(() => undefined))
    await writer.more(20)
    return { cli, service, writer, bob, key }
  }

  /** What a restored service has to know: bob's password, alice's key, and every account that was acknowledged before the backup began. */
  async function logIn({ url }: RunningService, bob: Person, key: string, before: string[]): Promise<void> {
    const api = new ApiClient(url)
    expect((await api.get('/api/accounts/me', { as: bob })).body).toMatchObject({ username: 'bob.builder' })
    const headers = { 'x-api-key': key }
    expect((await api.get('/api/accounts/me', { headers })).body).toMatchObject({ username: 'alice.admin', admin: true })
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await api.get(`/api/accounts?per_page=100&search=writer.&cursor=${cursor}`, { headers })
      found.push(...body.data.map(({ username }: { username: string }) => username))
      cursor = body.next_cursor
    }
    expect(found.slice(0, before.length)).toEqual(before)
    const last: Person = { ...bob, username: found.at(-1)!, password: 'written-1', algorithm: 'MD5' }
    expect((await api.get('/api/accounts/me', { as: last })).status).toBe(200)
    // and it can be written to
    const body = { username: 'after.restore', password: 'restored-1', algorithm: 'MD5' }
    expect((await api.raw('POST', '/api/accounts', { body, headers })).status).toBe(200)
  }

  test('of SQLite by `backup` is whole, and works in its place', async () => {
    const { cli, service, writer, bob, key } = await busy()
    const before = [...writer.made]
    const file = join(cli.folder, 'backups', 'accounts.db')
    mkdirSync(join(cli.folder, 'backups'))
    // in a process of its own, as this one writes meanwhile
    const { code, stdout } = await cli.spawn(['backup', file, '--json'])
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, file, bytes: statSync(file).size, accounts: expect.any(Number) })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(cli.folder, 'backups'))).toEqual(['accounts.db'])
    await writer.more(5)
    await writer.stop()
    await service.stop()

    const folder = join(cli.folder, 'restored')
    mkdirSync(folder)
    copyFileSync(file, join(folder, 'accounts.db'))
    await logIn(await serve({ ...cli.env, DATA_DIR: folder }), bob, key, before)
  }, 60_000)

  test('of SQLite leaves a file that appears under its name while it is written', async () => {
    const cli = await line()
    await cli.run(['create-account', '--username', 'bob.builder', '--password', 'builder-42'])
    const file = join(cli.folder, 'backup.db')
    const backup = wholeFile(file, (draft) => {
      vacuumInto(join(cli.folder, 'accounts.db'), draft)
      writeFileSync(file, 'precious')
    })
    await expect(backup).rejects.toThrow(`somebody else has made ${file} meanwhile, which stays.`)
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect(readdirSync(cli.folder).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('of SQLite is not written over another file, nor without a database', async () => {
    const cli = await line()
    const file = join(cli.folder, 'precious.txt')
    writeFileSync(file, 'precious')
    const without = await cli.run(['backup', join(cli.folder, 'new.db')])
    expect([without.code, without.stderr]).toEqual([1, expect.stringMatching(/^There is no database /)])
    await cli.inside(async () => undefined)
    const over = await cli.run(['backup', file])
    expect([over.code, over.stderr]).toEqual([1, `${file} exists already: name a new file.\n`])
    const nowhere = await cli.run(['backup', join(cli.folder, 'no', 'folder.db')])
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringMatching(/^The backup failed: /)])
  }, 30_000)
  testNeeding('postgresql', 'pg_dump')(
    'of PostgreSQL by pg_dump is whole, and works in its place',
    async () => {
      const database = closing(await emptyDatabase('postgresql'), (one) => one.drop())
      const { cli, service, writer, bob, key } = await busy({ DATABASE_URL: database.url })
      const before = [...writer.made]
      const dump = join(cli.folder, 'accounts.dump')
      const plain = new URL(database.url)
      const schema = plain.searchParams.get('schema')!
      plain.search = ''
      const run = promisify(execFile)
      await run('pg_dump', ['--format=custom', `--schema=${schema}`, `--file=${dump}`, plain.href])
      await writer.more(5)
      await writer.stop()
      await service.stop()
      await database.drop()

      await run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${plain.href}`, dump])
      await logIn(await serve(cli.env), bob, key, before)
    },
    60_000,
  )
})
