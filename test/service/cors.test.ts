// runs once: the answer is given before a database is asked
import { loadConfig } from '../../src/config/load.js'
import { startApp, useApp } from '../support/app.js'

const PHONE = 'https://phone.example.org'
const EXPOSED = ['authentication-info', 'etag', 'ratelimit', 'ratelimit-policy', 'retry-after', 'www-authenticate', 'x-request-id']

const words = (header: string | null): string[] => (header ?? '').toLowerCase().split(/,\s*/).sort()
const corsHeaders = (response: Response): string[] => [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))

describe('browser apps', () => {
  const app = useApp({ env: { CORS_ORIGINS: `${PHONE}, http://localhost:5173` } })

  const from = (origin: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${app.url}${path}`, { ...init, headers: { origin, ...(init.headers as Record<string, string>) } })
  const preflight = (origin: string, path: string, method: string, headers = 'authorization,content-type,from'): Promise<Response> =>
    from(origin, path, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': method, 'access-control-request-headers': headers },
    })

  test.each([
    ['GET', '/api/accounts/me'],
    ['POST', '/api/accounts/me/password'],
    ['DELETE', '/api/accounts/3'],
    ['PUT', '/api/contacts_lists/1'],
    ['GET', '/api/nothing'],
  ])('of a listed origin may send %s %s with credentials in headers', async (method, path) => {
    const response = await preflight(PHONE, path, method)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe('{}')
    expect(response.headers.get('access-control-allow-origin')).toBe(PHONE)
    expect(words(response.headers.get('access-control-allow-methods'))).toEqual(['delete', 'get', 'post', 'put'])
    expect(words(response.headers.get('access-control-allow-headers'))).toEqual([
      'authorization',
      'content-type',
      'from',
      'if-none-match',
      'x-api-key',
    ])
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThan(0)
    expect(words(response.headers.get('vary'))).toContain('origin')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })

  test('may read answers, and the headers that they need', async () => {
    const response = await from(PHONE, '/api/ping')
    expect(await response.text()).toBe('pong')
    expect(response.headers.get('access-control-allow-origin')).toBe(PHONE)
    expect(words(response.headers.get('access-control-expose-headers'))).toEqual(EXPOSED)
    expect(words(response.headers.get('vary'))).toContain('origin')
  })

  test.each([
    ['401', 'GET', '/api/accounts/me'],
    ['404', 'GET', '/api/nothing'],
    ['405', 'PUT', '/api/ping'],
    ['415', 'POST', '/api/tokens'],
    ['422', 'POST', '/api/tokens'],
  ])('may read a %s as well', async (status, method, path) => {
    const body = method === 'POST' ? { body: '{}', headers: { 'content-type': status === '415' ? 'text/plain' : 'application/json' } } : {}
    const response = await from(PHONE, path, { method, ...body })
    expect(response.status).toBe(Number(status))
    expect(response.headers.get('access-control-allow-origin')).toBe(PHONE)
    expect(words(response.headers.get('access-control-expose-headers'))).toEqual(EXPOSED)
  })

  test.each([
    'https://phone.example.org.evil.test',
    'http://phone.example.org',
    'https://phone.example.org:8443',
    'https://PHONE.example.org',
    'null',
    'https://phone.example.org,http://localhost:5173',
  ])('of another origin, %s, are told nothing', async (origin) => {
    const refused = await preflight(origin, '/api/accounts/me', 'GET')
    expect(refused.status).toBe(405)
    for (const response of [refused, await from(origin, '/api/ping')]) {
      expect(corsHeaders(response)).toEqual([])
      expect(words(response.headers.get('vary'))).toContain('origin')
    }
  })

  test('have no business with the pages for people', async () => {
    expect(corsHeaders(await from(PHONE, '/'))).toEqual([])
  })

  test('that only ask for the methods get the 405 that anybody gets, readable', async () => {
    const response = await from(PHONE, '/api/ping', { method: 'OPTIONS' })
    expect([response.status, response.headers.get('allow'), response.headers.get('access-control-allow-origin')]).toEqual([
      405,
      'GET',
      PHONE,
    ])
  })

  test('may call nothing unless origins are listed', async () => {
    const closed = await startApp()
    try {
      for (const method of ['GET', 'OPTIONS']) {
        const response = await fetch(`${closed.url}/api/ping`, {
          method,
          headers: { origin: PHONE, 'access-control-request-method': 'GET' },
        })
        expect([response.status, corsHeaders(response), response.headers.get('vary')]).toEqual([method === 'GET' ? 200 : 405, [], null])
      }
    } finally {
      await closed.close()
    }
  })
})

describe('CORS_ORIGINS', () => {
  const origins = (value: string) => loadConfig({ SECRET: 'a secret for tests alone', CORS_ORIGINS: value }).corsOrigins

  test('is a list of origins as browsers send them, each once', () => {
    expect(origins('')).toEqual([])
    expect(origins(' https://a.example ,http://localhost:5173/,https://a.example,capacitor://localhost')).toEqual([
      'https://a.example',
      'http://localhost:5173',
      'capacitor://localhost',
    ])
  })

  test.each([
    '*',
    'a.example',
    'https://a.example/app',
    'https://A.example',
    'https://a.example:443',
    'https://user@a.example',
    'null',
    'file:///x',
  ])('is not %s', (value) => {
    expect(() => origins(value)).toThrow(`CORS_ORIGINS: '${value}' is not an origin`)
  })
})
