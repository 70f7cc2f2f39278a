import { pino } from 'pino'
import { startApp, type TestApp } from '../support/app.js'
import { useCommandLine } from '../support/cli.js'
import { describeApp } from '../support/database.js'
import { useClosing } from '../support/use.js'

describeApp('a request that comes otherwise than TRUST_PROXY says', () => {
  const closing = useClosing()
  async function start(env: Record<string, string>): Promise<{ app: TestApp; said: () => string[] }> {
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
    const app = closing(await startApp({ env, replaced: { log } }), (one) => one.close())
    const said = () => lines.map((line) => JSON.parse(line)).flatMap(({ event, msg }) => (event === 'proxy_unexpected' ? [msg] : []))
    return { app, said }
  }
  const ask = (app: TestApp, headers: Record<string, string> = {}, path = '/api/ping') => app.api.raw('GET', path, { headers })

  test.each(['x-forwarded-for', 'forwarded'])('by a proxy that is not counted (%s), is said once a minute', async (header) => {
    const { app, said } = await start({})
    await ask(app)
    expect(said()).toEqual([])
    for (let i = 0; i < 5; i++) expect((await ask(app, { [header]: '192.0.2.1' })).status).toBe(200)
    expect(said()).toEqual([expect.stringContaining('Set it to the number of proxies')])
    app.clock.advance(60)
    await ask(app, { [header]: '192.0.2.1' })
    expect(said()).toHaveLength(2)
  })

  test('by no proxy, is said once a minute; a health check is none', async () => {
    const { app, said } = await start({ TRUST_PROXY: '1' })
    await ask(app, { 'x-forwarded-for': '192.0.2.1' })
    await ask(app, {}, '/api/health/live')
    expect(said()).toEqual([])
    for (let i = 0; i < 5; i++) await ask(app)
    expect(said()).toEqual([expect.stringContaining('let nobody reach the service but by the proxy')])
  })
})

describe('PUBLIC_URL with https', () => {
  const cli = useCommandLine({ PORT: '0' })

  test('stops the start unless TRUST_PROXY is set, and doctor says so', async () => {
    const env = { PUBLIC_URL: 'https://accounts.example.org' }
    const started = await cli.spawn(['serve'], env)
    expect({ code: started.code, stderr: started.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('set TRUST_PROXY to the number of proxies'),
    })
    await cli.inside(async () => undefined)
    const doctor = async (more: Record<string, string>) => (await cli.run(['doctor'], { ...env, ...more })).stdout
    expect(await doctor({})).toMatch(/^proxies +failed +TRUST_PROXY: /m)
    expect(await doctor({ TRUST_PROXY: '0', HOST: '0.0.0.0' })).toMatch(/^proxies +ok +none: clients reach the service directly$/m)
    expect(await doctor({ TRUST_PROXY: '1' })).toMatch(/^proxies +ok +1: /m)
  })
})
