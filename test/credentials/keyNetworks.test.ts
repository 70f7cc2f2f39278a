import { pino } from 'pino'
import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

const PATH = '/api/accounts?per_page=1'

describeApp('an API key with networks, behind a proxy', () => {
  const logged: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) })
  const app = useApp({ env: { TRUST_PROXY: '1' }, replaced: { log } })
  const keyOf = async (...networks: string[]) =>
    (await createApiKey(app.deps, (await app.make.admin()).id, CLIENT, { name: 'Monitoring', scope: 'read', networks })).key
  const from = async (ip: string, key: string) => (await app.api.get(PATH, { headers: { 'x-api-key': key, 'x-forwarded-for': ip } })).status

  test('is good from these alone', async () => {
    const key = await keyOf('192.0.2.0/24', '2001:db8::/32')
    for (const ip of ['192.0.2.0', '192.0.2.255', '::ffff:192.0.2.9', '::FFFF:C000:0209', '2001:db8:ffff::1', '198.51.100.1, 192.0.2.9'])
      expect([ip, await from(ip, key)]).toEqual([ip, 200])
    for (const ip of ['192.0.3.0', '::ffff:192.0.3.0', '2001:db9::1', '192.0.2.9, 198.51.100.1', 'nonsense', '::'])
      expect([ip, await from(ip, key)]).toEqual([ip, 401])
  })

  test('is refused from elsewhere like a wrong one, is not used by that, and the log says so', async () => {
    const key = await keyOf('192.0.2.7')
    logged.length = 0
    const { status, body } = await app.api.get(PATH, { headers: { 'x-api-key': key, 'x-forwarded-for': '198.51.100.1' } })
    expect([status, body.code]).toEqual([401, 'unauthenticated'])
    const row = await app.deps.db.prisma.apiKey.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(row.lastUsedAt).toBeNull()
    const line = JSON.parse(logged.find((one) => one.includes('api_key_elsewhere'))!)
    expect(line).toMatchObject({ event: 'api_key_elsewhere', key: row.id, account: row.accountId, address: '198.51.100.1' })
    expect(logged.join('')).not.toContain(key)
    expect(await from('192.0.2.7', key)).toBe(200)
  })

  test('written in the form of IPv6 for IPv4 is good from the same', async () => {
    const key = await keyOf('::ffff:192.0.2.0/120')
    expect([await from('192.0.2.9', key), await from('192.0.3.9', key)]).toEqual([200, 401])
  })
})

describeApp('an API key with networks, without a proxy', () => {
  test('goes by the address of the connection: X-Forwarded-For is anybody’s word', async () => {
    const app = await startApp()
    try {
      const alice = await app.make.admin()
      const near = await createApiKey(app.deps, alice.id, CLIENT, { scope: 'read', networks: ['127.0.0.0/8', '::1'] })
      const far = await createApiKey(app.deps, alice.id, CLIENT, { scope: 'read', networks: ['192.0.2.0/24'] })
      const by = async (key: string, headers: Record<string, string> = {}) =>
        (await app.api.get(PATH, { headers: { 'x-api-key': key, ...headers } })).status
      expect([await by(near.key), await by(far.key)]).toEqual([200, 401])
      const forged = { 'x-forwarded-for': '192.0.2.7' }
      expect([await by(near.key, forged), await by(far.key, forged)]).toEqual([200, 401])
    } finally {
      await app.close()
    }
  })
})
