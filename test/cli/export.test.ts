// runs once: it opens the databases that it needs itself
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { commandLine, useCommandLine } from '../support/cli.js'
import { describeDatabases } from '../support/database.js'
import { manyAccounts } from '../support/manyAccounts.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { PROGRAM } from '../support/process.js'
import { useForEach } from '../support/use.js'

/** Too many for 64 MiB, if they were all read first: 40 for these, and 37 for the command itself. */
const ACCOUNTS = 60_000
/** accounts */
const MORE_THAN_A_PIPE_HOLDS = 10_000
const SIP_DOMAINS = 'sip.example.org,other.example.org'

describeDatabases('export from %s', (provider) => {
  const database = useDatabase(provider, useForEach)
  const cli = useCommandLine(() => ({ SIP_DOMAINS, DATABASE_URL: database.url }), useForEach)

  const cast = () =>
    cli.inside(
      async (deps, factory) => {
        const alice = await factory.admin({ username: 'alice.admin', email: 'alice@example.org', phone: '+33687654301' })
        const bob = await factory.user({ username: 'bobby.builder', domain: 'other.example.org' })
        const carol = await factory.unconfirmed({ username: 'carol.example', confirmation_key_expires: '2030-12-31 23:59:59' })
        await factory.storePassword(bob, 'SHA-256')
        await factory.storePassword(carol, 'CLRTXT')
        await deps.db.prisma.account.update({
          where: { id: bob.id },
          data: { activated: false, deactivatedAt: new Date('2026-11-01T00:00:00Z') },
        })
        return { alice, bob, carol }
      },
      Date.UTC(2026, 10, 24),
    )

  test('writes those alone that were made in a time', async () => {
    await cast() // on 24 November
    const names = async (...args: string[]) => {
      const { code, stdout } = await cli.run(['export', '--format', 'json', ...args])
      expect(code).toBe(0)
      return stdout.split('\n').filter(Boolean).length
    }
    const all = await names()
    expect(all).toBe(3)
    expect(await names('--created-since', '2026-11-24')).toBe(all)
    expect(await names('--created-since', '2026-11-25')).toBe(0)
    expect(await names('--created-before', '2026-11-24')).toBe(0)
    expect(await names('--created-since', '2026-11-24', '--created-before', '2026-11-25')).toBe(all)
  })

  test('writes CSV without any secret', async () => {
    await cast()
    const { code, stdout, stderr } = await cli.run(['export'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      'username,domain,email,phone,activated,blocked,admin,creation_time,deactivated_at\n' +
        'alice.admin,sip.example.org,alice@example.org,+33687654301,true,false,true,2026-11-24 00:00:00,\n' +
        'bobby.builder,other.example.org,,,false,false,false,2026-11-24 00:00:00,2026-11-01 00:00:00\n' +
        'carol.example,sip.example.org,,,false,false,false,2026-11-24 00:00:00,\n',
    )
  })

  test('writes JSON, an object per line, and only what is asked for', async () => {
    await cast()
    const alice = {
      ...{ username: 'alice.admin', domain: 'sip.example.org', email: 'alice@example.org', phone: '+33687654301', activated: true },
      ...{ blocked: false, admin: true, creation_time: '2026-11-24 00:00:00', deactivated_at: null },
    }
    expect(await cli.lines('export', '--search', 'ALICE@')).toEqual([alice])
    const { stdout } = await cli.run(['export', '--format', 'json', '--domain', 'other.example.org'])
    expect(JSON.parse(stdout)).toMatchObject({ username: 'bobby.builder' })
    expect((await cli.run(['export', '--domain', 'none.example.org'])).stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(await cli.lines('export', '--domain', 'none.example.org')).toEqual([])
  })

  test('with hashes carries the accounts to another database, whole', async () => {
    const { bob, carol } = await cast()
    const { stdout } = await cli.run(['export', '--with-hashes'])
    expect(parse(stdout, { columns: true })).toMatchObject([
      { username: 'alice.admin', sha256_ha1: expect.stringMatching(/^[0-9a-f]{64}$/), md5_ha1: '', cleartext: '' },
      { md5_ha1: bob.record.passwords[0]!.password, sha256_ha1: expect.stringMatching(/^[0-9a-f]{64}$/), confirmation_key: '' },
      { cleartext: carol.password, confirmation_key: carol.record.confirmationKey, confirmation_key_expires: '2030-12-31 23:59:59' },
    ])
    const other = await commandLine({ SIP_DOMAINS })
    try {
      const taken = await other.run(['import', '-', '--all-or-nothing'], {}, stdout)
      expect(taken).toEqual({ code: 0, stdout: '3 rows: 3 created, 0 refused.\n', stderr: '' })
      expect((await other.run(['export', '--with-hashes'])).stdout).toBe(stdout)
    } finally {
      await other.remove()
    }
  })

  test('with hashes carries who is blocked: unblocked they are as they were', async () => {
    const { bob } = await cast()
    await cli.json('activate', `id:${bob.id}`)
    await cli.json('block', `id:${bob.id}`)
    const { stdout } = await cli.run(['export', '--with-hashes'])
    expect(parse(stdout, { columns: true })[1]).toMatchObject({ activated: 'true', blocked: 'true' })
    const other = await commandLine({ SIP_DOMAINS })
    try {
      expect((await other.run(['import', '-'], {}, stdout)).code).toBe(0)
      expect((await other.run(['export', '--with-hashes'])).stdout).toBe(stdout)
      expect(await other.json('show', 'bobby.builder@other.example.org')).toMatchObject({ blocked: true, activated: true })
      expect(await other.json('unblock', 'bobby.builder@other.example.org')).toMatchObject({ blocked: false, activated: true })
    } finally {
      await other.remove()
    }
  })

  test('holds no more of 60,000 accounts in memory than a page, and import no more than a batch', async () => {
    const count = await cli.inside(({ db }) => manyAccounts(db.prisma, ACCOUNTS))
    expect(count).toBe(ACCOUNTS)
    const small = { NODE_OPTIONS: '--max-old-space-size=64' }
    const { code, stdout, stderr } = await cli.spawn(['export', '--with-hashes'], small)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.match(/\n/g)).toHaveLength(ACCOUNTS + 1)
    if (provider !== 'sqlite') return // reading the file is the same on both
    const file = join(cli.folder, 'accounts.csv')
    await writeFile(file, stdout)
    const refused = await cli.spawn(['import', file, '--json'], small)
    expect(refused.stderr).toBe('')
    const { errors, ...counts } = JSON.parse(refused.stdout)
    expect(counts).toMatchObject({ rows: ACCOUNTS, created: 0, refused: ACCOUNTS })
    expect(errors).toHaveLength(1_000)
  }, 120_000)

  test('runs behind the service, and behind all else that the machine has to do', async () => {
    await cli.inside(({ db }) => manyAccounts(db.prisma, MORE_THAN_A_PIPE_HOLDS))
    const { PATH = '' } = process.env
    // nobody reads what it writes, so it waits in the middle
    const child = spawn(process.execPath, [PROGRAM, 'export'], {
      env: { PATH, SIP_DOMAINS, ...cli.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await expect.poll(() => getPriority(child.pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
    } finally {
      child.kill()
      await once(child, 'exit')
    }
  })
})
