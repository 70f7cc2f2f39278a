// runs once: the program opens a database of its own

import { checkRealm } from '../../src/services/spaces/checkRealm.js'
import { useCommandLine } from '../support/cli.js'
import { redisUrl, testNeeding } from '../support/needs.js'
import type { Env } from '../support/process.js'

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
    expect(stdout).toMatch(/^database +ok +sqlite, 1 accounts?$/m)
    expect(stdout).toMatch(/^realm +ok +each account's domain$/m)
    expect(stdout).toMatch(/^redis +off +REDIS_URL is not set$/m)
  })

  test('finds pending migrations, applies none, and exits with 1', async () => {
    const { code, of } = await doctor({ DATABASE_URL: `file:${cli.folder}/empty.db` })
    expect(code).toBe(1)
    expect(of('database')).toMatchObject({ status: 'failed', detail: expect.stringContaining('pending') })
  })

  test('finds a database that is not there, and keeps its password to itself', async () => {
    const { code, of } = await doctor({ DATABASE_URL: 'postgresql://nobody:secret-1@127.0.0.1:1/nothing' })
    expect(code).toBe(1)
    expect(of('database')).toMatchObject({ status: 'failed' })
    expect(JSON.stringify(of('database'))).not.toContain('secret-1')
  })

  test('finds a realm that has changed and a Redis that is not there', async () => {
    const { code, of } = await doctor({ SIP_REALM: 'another realm', REDIS_URL: 'redis://127.0.0.1:1' })
    expect(code).toBe(1)
    expect(of('realm')).toMatchObject({ status: 'failed', detail: expect.stringContaining('SIP_REALM') })
    expect(of('redis')).toMatchObject({ status: 'failed' })
    expect(of('database')).toMatchObject({ status: 'ok' })
  })

  testNeeding('redis')('finds a Redis that is there', async () => {
    const { code, of } = await doctor({ REDIS_URL: redisUrl! })
    expect(of('redis')).toMatchObject({ status: 'ok' })
    expect(code).toBe(0)
  })
})
