// runs once: the program opens a database of its own
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { useFolder } from '../support/folder.js'
import { failingService, runCli, startService } from '../support/process.js'
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

  test.each(['1', '2'])('says how to make the first administrator until there is one (%s processes)', async (WORKERS) => {
    const environment = { DATA_DIR: folder.path, LOG_LEVEL: 'warn', WORKERS }
    const greeting = async () => (await (await startService(environment)).stop()).stdout
    expect(await greeting()).toContain('First administrator:  npm run --silent cli -- create-admin')
    const made = await runCli(['create-admin', '--username', 'alice.admin'], environment)
    expect(made.code).toBe(0)
    expect(await greeting()).not.toContain('First administrator')
  })

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

  test('on a DATA_DIR that cannot be written says so and ends with 1', async () => {
    const { code, stderr } = await failingService({ DATA_DIR: '/dev/null/data' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^ {2}DATA_DIR: .*\/dev\/null\/data/m)
  })
})
