// runs once: the program opens a database of its own
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { packageVersion } from '../../src/lib/packageRoot.js'
import { useFolder } from '../support/folder.js'
import { type Env, failingService, PROGRAM, runCli, startService } from '../support/process.js'
import { closeServer, listen } from '../support/servers.js'
import { useForEach } from '../support/use.js'

describe('the start', () => {
  const folder = useFolder(useForEach)

  test('of two processes at once on an empty DATA_DIR gives both one database and one secret', async () => {
    const DATA_DIR = join(folder.path, 'data')
    const services = await Promise.all([startService({ DATA_DIR }), startService({ DATA_DIR })])
    try {
      for (const { url } of services) {
        const response = await fetch(`${url}/api/health/ready`)
        expect(await response.json()).toEqual({ status: 'ok', checks: { database: 'ok' } })
      }
      const secret = join(DATA_DIR, 'secret')
      expect(readFileSync(secret, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
      expect(statSync(secret).mode & 0o777).toBe(0o600)
      expect(readdirSync(DATA_DIR).filter((name) => name.startsWith('secret'))).toEqual(['secret'])
    } finally {
      for (const { code } of await Promise.all(services.map((service) => service.stop()))) expect(code).toBe(0)
    }
  })

  test('names all faults of the configuration at once', async () => {
    const faulty = {
      DATA_DIR: folder.path,
      PORT: 'http',
      SOURCE_URL: 'our repository',
      WORKERS: '0',
      DATABASE_URL: 'mysql://x',
      SIP_DOMAIN: 'no domain',
      NONCE_TTL: '-1',
      LOG_LEVEL: 'loud',
      RATE_LIMIT: 'maybe',
      SMS_COUNTRIES: 'FR,XX',
      SMS_DAILY_LIMIT: '-5',
      SECRET: 'short',
    }
    const { code, stdout, stderr } = await failingService(faulty)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    for (const name of Object.keys(faulty).filter((variable) => variable !== 'DATA_DIR'))
      expect(stderr).toMatch(new RegExp(`^  ${name}: `, 'm'))
    expect(stderr).toContain('\n  SMS_COUNTRIES: expected countries by ISO 3166, such as FR or BE; unknown: XX\n')
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(readdirSync(folder.path)).toEqual([])
  })

  test.each(['1', '2'])(
    'says how to make the first administrator until there is one (%s processes)',
    async (WORKERS) => {
      const environment = { DATA_DIR: folder.path, LOG_LEVEL: 'warn', WORKERS }
      const greeting = async () => (await (await startService(environment)).stop()).stdout
      expect(await greeting()).toMatch(/^ {2}First administrator: {2}node \S*cli\.js create-admin --username alice\.admin$/m)
      const made = await runCli(['create-admin', '--username', 'alice.admin'], environment)
      expect(made.code).toBe(0)
      expect(await greeting()).not.toContain('First administrator')
    },
    60_000,
  )

  test('with RATE_LIMIT=off is warned of in the log, without it nothing is', async () => {
    for (const [RATE_LIMIT, warnings] of [
      ['off', 1],
      ['on', 0],
    ] as const) {
      const service = await startService({ DATA_DIR: folder.path, LOG_LEVEL: 'warn', RATE_LIMIT })
      const { stdout } = await service.stop()
      expect(stdout.match(/RATE_LIMIT=off/g)?.length ?? 0).toBe(warnings)
    }
  })

  test.each(['1', '2'])('on a port in use says so and ends with 1 (WORKERS=%s)', async (WORKERS) => {
    const taken = createServer()
    const port = await listen(taken)
    try {
      const { code, stderr } = await failingService({ DATA_DIR: folder.path, PORT: String(port), WORKERS })
      expect(code).toBe(1)
      expect(stderr).toMatch(new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is in use\\b.*PORT`, 'm'))
      expect(stderr).not.toMatch(/\n\s+at /)
    } finally {
      await closeServer(taken)
    }
  })

  test('tells the other command as it was called itself: by npm, by its name, or as a file', async () => {
    const told = async (env: Env, program?: string) => {
      const service = await startService({ DATA_DIR: folder.path, LOG_LEVEL: 'warn', ...env }, program)
      return /First administrator: {2}(.*) create-admin/.exec((await service.stop()).stdout)?.[1]
    }
    expect(await told({ npm_lifecycle_event: 'start' })).toBe('npm run --silent cli --')
    const bin = join(folder.path, 'bin')
    mkdirSync(bin)
    const program = join(bin, 'flexisip-accounts')
    symlinkSync(PROGRAM, program)
    expect(await told({}, program)).toBe(program)
    expect(await told({ PATH: `${bin}:${process.env.PATH}` }, program)).toBe('flexisip-accounts')
    // npx has put it into PATH for this one process
    expect(await told({ PATH: `${bin}:${process.env.PATH}`, npm_command: 'exec' }, program)).toBe(program)
  })

  test('says its version and how many processes serve, once', async () => {
    const { stdout } = await (await startService({ DATA_DIR: folder.path, LOG_LEVEL: 'warn', WORKERS: '2' })).stop()
    const said = `The account service of sip.example.org is running by 2 processes (version ${packageVersion()}).`
    expect(stdout.split(said)).toHaveLength(2)
  })

  test('tells of variables whose names are slips, in the environment and in .env, and of no others', async () => {
    writeFileSync(join(folder.path, '.env'), 'SIP_DOMAINE=sip.example.com\nPOSTGRES_PASSWORD=x\n', { mode: 0o600 })
    const env = { DATA_DIR: join(folder.path, 'data'), PORTT: '1', EDITOR: 'vi', LOG_LEVEL: 'warn' }
    const { stdout } = await (await startService(env, PROGRAM, folder.path)).stop()
    expect(stdout).toContain('  SIP_DOMAINE is no variable of this service. Did you mean SIP_DOMAIN?\n')
    expect(stdout).toContain('  PORTT is no variable of this service. Did you mean PORT?\n')
    const logged = stdout.split('\n').filter((line) => line.includes('"variable_unknown"'))
    expect(logged.map((line) => JSON.parse(line).variable)).toEqual(['PORTT', 'SIP_DOMAINE'])
  })

  test('that a slip keeps from being tells of it beside the fault', async () => {
    const { code, stderr } = await failingService({ DATA_DIR: folder.path, WORKERS: '0', SIP_DOMIAN: 'sip.example.com' })
    expect(code).toBe(1)
    expect(stderr).toContain('SIP_DOMIAN is no variable of this service. Did you mean SIP_DOMAIN?')
  })

  test.each([
    ['below a file', '/dev/null/data', 'a part of its path is one'],
    ['where no folder can be made', '/proc/x/y', 'no folder can be made there'],
    ['that is a file', process.execPath, 'it is a file'],
  ])('on a DATA_DIR %s says so at once and ends with 1', async (_, DATA_DIR, reason) => {
    for (const SECRET of ['', 'a secret of its own']) {
      const { code, stdout, stderr } = await failingService({ DATA_DIR, SECRET })
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^The configuration has a fault:\n {2}DATA_DIR: .*\n$/)
      expect(stderr).toContain(reason)
    }
  })

  test.skipIf(process.getuid?.() !== 0)('on a DATA_DIR of another user says whose it should be (as root alone)', async () => {
    const DATA_DIR = join(folder.path, 'data')
    mkdirSync(DATA_DIR, { mode: 0o700 })
    chmodSync(folder.path, 0o755)
    const { code, stderr } = await failingService({ DATA_DIR, SECRET: 'a secret of its own' }, 65_534)
    expect(code).toBe(1)
    expect(stderr).toMatch(/DATA_DIR: .*: user 65534 may not write there\. Give the folder to this user/)
  })
})
