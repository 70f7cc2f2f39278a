// runs once: the program opens a database of its own
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { migrate } from '../../src/db/migrate/migrate.js'
import { checkRealm } from '../../src/services/spaces/checkRealm.js'
import { useCommandLine } from '../support/cli.js'
import { describePostgres, emptyDatabase } from '../support/database.js'
import { FlexisipSocket } from '../support/flexisipSocket.js'
import { redisUrl, testNeeding } from '../support/needs.js'
import type { Env } from '../support/process.js'
import { redisWithPolicy } from '../support/redisStandIn.js'
import { useForAll } from '../support/use.js'

interface Finding {
  check: string
  status: string
  detail: string
}

describe('doctor', () => {
  const cli = useCommandLine()
  beforeAll(async () => {
    await cli.inside(async (deps, make) => {
      await checkRealm(deps.db, deps.config)
      await make.user()
    })
  })

  async function doctor(env: Env = {}) {
    const { code, stdout } = await cli.run(['doctor', '--json'], env)
    const findings: Finding[] = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
    return { code, of: (check: string) => findings.find((finding) => finding.check === check) }
  }

  test('finds everything well, says so in words, and exits with 0', async () => {
    const { code, stdout, stderr } = await cli.run(['doctor'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^database +ok +sqlite, \d+ accounts?$/m)
    expect(stdout).toMatch(/^realm +ok +each account's domain$/m)
    expect(stdout).toMatch(/^redis +off +REDIS_URL is not set$/m)
  })

  test('says at the end what is to be done, in a sentence', async () => {
    for (const name of readdirSync(cli.folder)) await chmod(join(cli.folder, name), 0o600)
    expect((await cli.run(['doctor'])).stdout).toMatch(/\n\nEverything that is configured works\. Not configured: replica, redis, .*\.\n$/)
    const { code, stdout } = await cli.run(['doctor'], { REDIS_URL: 'redis://127.0.0.1:1', SIP_DOMAINE: 'x' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/\n\nMend this: redis\. Look at this: variables\. Not configured: /)
  })

  test('warns of variables that nothing reads, and finds a folder that cannot be written', async () => {
    expect((await doctor()).of('variables')).toEqual({ check: 'variables', status: 'ok', detail: 'each is known' })
    const { code, of } = await doctor({ SIP_DOMAINE: 'x', DATABASE_URL: `file:${cli.folder}/accounts.db`, DATA_DIR: '/proc/x' })
    expect(code).toBe(1)
    expect(of('variables')).toMatchObject({ status: 'warning', detail: expect.stringContaining('Did you mean SIP_DOMAIN?') })
    expect(of('folders')).toMatchObject({ status: 'failed', detail: expect.stringMatching(/^DATA_DIR: \/proc\/x cannot be used/) })
  })

  test('finds pending migrations, applies none, and exits with 1', async () => {
    const { code, of } = await doctor({ DATABASE_URL: `file:${cli.folder}/empty.db` })
    expect(code).toBe(1)
    expect(of('database')).toMatchObject({ status: 'failed', detail: expect.stringContaining('pending') })
  })

  test('finds a database that is not there, and keeps its password to itself', async () => {
    const { code, of } = await doctor({ DATABASE_URL: 'postgresql://nobody:secret-1@127.0.0.1:1/nothing' })
    expect(code).toBe(1)
    expect(of('database')).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/^PostgreSQL cannot be reached \(127\.0\.0\.1:1, .*ECONNREFUSED/),
    })
    expect(of('realm')).toMatchObject({ status: 'failed', detail: 'unknown, as the database cannot be used' })
    expect(JSON.stringify(of('database'))).not.toContain('secret-1')
  })

  test.each([
    ['noeviction', 'ok', /^answers, noeviction$/],
    ['allkeys-lru', 'failed', /^maxmemory-policy is allkeys-lru: .* Set it to noeviction/],
  ])('finds a Redis whose policy is %s', async (policy, status, detail) => {
    const redis = await redisWithPolicy(policy)
    try {
      const { code, of } = await doctor({ REDIS_URL: redis.url })
      expect(of('redis')).toMatchObject({ status, detail: expect.stringMatching(detail) })
      expect(code).toBe(status === 'ok' ? 0 : 1)
    } finally {
      await redis.close()
    }
  })

  test('says which countries get SMS, what apps get of TURN, and whether the B2BUA can be told', async () => {
    await cli.inside((deps) => deps.db.prisma.phoneCountry.create({ data: { code: 'DE', activated: true } }))
    const turn = { TURN_URIS: 'turn:turn.example.org', TURN_SECRET: 'a secret of the TURN server' }
    const { code, of } = await doctor({ SMS_COUNTRIES: 'FR,BE', ...turn, B2BUA_REDIS_URL: 'redis://127.0.0.1:1' })
    expect(code).toBe(1)
    expect(of('sms-countries')).toMatchObject({ status: 'ok', detail: 'FR, BE, DE get SMS' })
    expect(of('turn')).toMatchObject({ status: 'ok', detail: 'credentials for turn:turn.example.org, good for 86400 s' })
    expect(of('b2bua')).toMatchObject({ status: 'failed', detail: expect.stringContaining('ECONNREFUSED') })
    await cli.inside((deps) => deps.db.prisma.phoneCountry.deleteMany())
    const without = await doctor()
    expect(without.of('sms-countries')).toMatchObject({ detail: 'all countries get SMS' })
    expect([without.of('turn')?.status, without.of('b2bua')?.status]).toEqual(['off', 'off'])
  })

  test('warns of administrators without the second factor that they must have, and says where passkeys cannot be', async () => {
    const optional = await doctor({ PUBLIC_URL: 'http://192.0.2.1', SECOND_FACTOR: 'optional' })
    expect(optional.of('second-factor')).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^optional, by apps alone: PUBLIC_URL/),
    })
    const alice = await cli.inside((_, make) => make.admin())
    const env = { PUBLIC_URL: 'https://accounts.example.org', TRUST_PROXY: '1', SECOND_FACTOR: 'administrators' }
    const { code, of } = await doctor(env)
    const detail = 'asked of administrators, by passkeys and apps; one administrator has none yet'
    expect([code, of('second-factor')]).toEqual([0, { check: 'second-factor', status: 'warning', detail }])
    const app = { accountId: alice.id, sealed: 'v1.AAAA', lastStep: 0, createdAt: new Date() }
    await cli.inside((deps) => deps.db.prisma.authenticatorApp.create({ data: app }))
    expect((await doctor(env)).of('second-factor')).toMatchObject({ status: 'ok', detail: 'asked of administrators, by passkeys and apps' })
    await cli.inside((deps) => deps.db.prisma.account.delete({ where: { id: alice.id } }))
  })

  test('finds a realm that has changed and a Redis that is not there', async () => {
    const { code, of } = await doctor({ SIP_REALM: 'another realm', REDIS_URL: 'redis://127.0.0.1:1' })
    expect(code).toBe(1)
    expect(of('realm')).toMatchObject({ status: 'failed', detail: expect.stringContaining('SIP_REALM') })
    expect(of('redis')).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/^Redis cannot be reached \(127\.0\.0\.1:1\): .*ECONNREFUSED/),
    })
    expect(of('database')).toMatchObject({ status: 'ok' })
  })

  test('warns of files that others can read, and names what mends it', async () => {
    const [file, secret] = [`${cli.folder}/accounts.db`, `${cli.folder}/secret`]
    await writeFile(secret, 'a secret of sixteen or more', { mode: 0o600 })
    await chmod(file, 0o644)
    await chmod(secret, 0o640)
    const { code, of } = await doctor()
    expect(code).toBe(0)
    expect(of('files')).toEqual({ check: 'files', status: 'warning', detail: expect.stringMatching(/: chmod go-rwx /) })
    expect(of('files')!.detail.split(' ')).toEqual(expect.arrayContaining([file, secret]))
    await promisify(execFile)('sh', ['-c', of('files')!.detail.replace(/^.*: chmod/, 'chmod')])
    expect((await doctor()).of('files')).toMatchObject({ status: 'ok' })
  })

  test('says what Flexisip needs to know: its passwords, its way into the database, and what is left for it', async () => {
    const { code, of } = await doctor()
    expect(code).toBe(0)
    expect(of('flexisip-database')).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^soci-backend=sqlite3: .* mode 0[0-7]{3}/),
    })
    expect(of('flexisip-algorithms')).toMatchObject({ status: 'ok', detail: expect.stringContaining('1 MD5') })
    expect(of('flexisip-cache')).toMatchObject({ status: 'off' })
  })

  test('asks for SHA-256 at Flexisip as soon as an account has it', async () => {
    await cli.inside((_, make) => make.user({ username: 'erin.sha256', algorithm: 'SHA-256' }))
    expect((await doctor()).of('flexisip-algorithms')!.detail).toMatch(/1 SHA-256; Flexisip needs available-algorithms=.*SHA-256$/)
  })

  test('finds a command socket that knows how to forget a password, and one that does not', async () => {
    for (const [generation, words] of [
      ['2.7.0', 'Flexisip forgets a password when it is changed'],
      ['2.5.2', 'does not know AUTH_CACHE_DELETE'],
    ] as const) {
      const path = `${cli.folder}/socket`
      const flexisip = await FlexisipSocket.listen({ path, generation })
      const { code, of } = await doctor({ REGISTRAR_URL: `unix:${path}` })
      expect([code, of('registrar')!.detail]).toEqual([0, `Flexisip answers at ${path}`])
      expect(of('flexisip-cache')).toMatchObject({ status: 'ok', detail: expect.stringContaining(words) })
      expect(flexisip.faults).toEqual([])
      await flexisip.close()
    }
  })

  describePostgres('on PostgreSQL', () => {
    const database = useForAll(
      () => emptyDatabase('postgresql'),
      (one) => one.drop(),
    )

    test('counts the connections that are left, names the schema, and fails when none is left', async () => {
      await migrate(database.url)
      const url = new URL(database.url)
      const schema = url.searchParams.get('schema')!
      url.searchParams.delete('connection_limit') // the tests' own
      const few = await doctor({ DATABASE_URL: url.href })
      expect(few.of('flexisip-database')).toMatchObject({
        status: 'ok',
        detail: expect.stringMatching(
          new RegExp(
            `^soci-backend=postgresql, soci-poolsize=\\d+ at most \\(\\d+ connections, .* 10\\); options=-csearch_path=${schema} `,
          ),
        ),
      })
      const all = await doctor({ DATABASE_URL: `${url.href}&connection_limit=10000` })
      expect(all.of('flexisip-database')).toMatchObject({ status: 'failed', detail: expect.stringContaining('Flexisip gets none') })
    })
  })

  testNeeding('redis')('finds a Redis that is there', async () => {
    const { code, of } = await doctor({ REDIS_URL: redisUrl! })
    expect(of('redis')).toMatchObject({ status: 'ok' })
    expect(code).toBe(0)
  })
})
