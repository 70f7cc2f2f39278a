import { parse } from 'yaml'
import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'

describeApp('the service itself', () => {
  const app = useApp()

  test('answers a ping with the word pong and nothing else', async () => {
    const response = await app.api.get('/api/ping')
    expect(response.status).toBe(200)
    expect(response.text).toBe('pong')
    expect(response.header('content-type')).toMatch(/^text\/plain(;|$)/)
  })

  test('answers a ping whatever query, body and headers come with it', async () => {
    const headers = { 'content-type': 'application/json', accept: 'text/html', from: 'nonsense', authorization: 'Digest x' }
    expect((await app.api.get('/api/ping?cache=no', { headers })).text).toBe('pong')
    expect((await app.api.send('GET', '/api/ping', { headers, body: '{' })).text).toBe('pong')
  })

  test.each(['/api', '/api/'])('shows its documentation at %s as a page that loads nothing from elsewhere', async (path) => {
    const response = await app.api.get(path)
    expect(response.status).toBe(200)
    expect(response.header('content-type')).toMatch(/^text\/html/)
    expect(response.text).toMatch(/^<!doctype html>/i)
    expect(response.text).toContain('<title>')
    const loaded = [...response.text.matchAll(/(?<!<a )(?:src|href|spec-url)="(?!data:)([^"]*)"/g)].map(([, url]) => url!)
    expect(loaded.length).toBeGreaterThan(0)
    for (const url of loaded) {
      expect(url).toMatch(/^\/(?!\/)/)
      expect((await app.api.get(url)).status).toBe(200)
    }
    // a content security policy without 'unsafe-inline' for scripts must be possible
    expect(response.text).not.toMatch(/<script(?![^>]*\ssrc=)|\son[a-z]+="|javascript:/i)
  })

  test('serves the contract as JSON and as YAML, and both say the same', async () => {
    const json = await app.api.get('/api/openapi.json')
    const yaml = await app.api.get('/api/openapi.yaml')
    expect(json.header('content-type')).toBe('application/json')
    expect(yaml.header('content-type')).toMatch(/^application\/yaml/)
    expect(json.body.openapi).toBe('3.0.3')
    expect(parse(yaml.text)).toEqual(json.body)
  })

  test('is alive, and ready', async () => {
    expect((await app.api.get('/api/health/live')).body).toEqual({ status: 'ok', checks: {} })
    const ready = await app.api.get('/api/health/ready')
    expect(ready.status).toBe(200)
    expect(ready.body).toEqual({ status: 'ok', checks: { database: 'ok' } })
  })

  test('answers HEAD as GET without the body, on every public GET that can be repeated', async () => {
    const bob = await app.make.user()
    const { provisioning_token: token } = (await app.api.get('/api/accounts/me/provision', { as: bob })).body
    const paths = operations
      .filter((o) => o.method === 'get' && o.security?.length === 0 && !o['x-once'])
      .map((o) => o.path.replace('{sip}', `${bob.username}@${bob.domain}`).replace('{provisioning_token}', token))
    expect(paths.length).toBeGreaterThan(5)
    for (const path of paths) {
      const headers = { 'x-linphone-provisioning': '1' }
      const head = await app.api.send('HEAD', `/api${path}`, { headers })
      const get = await app.api.get(`/api${path}`, { headers })
      expect([path, head.status, head.header('content-type'), head.text]).toEqual([path, get.status, get.header('content-type'), ''])
      // an error holds the number of its request
      if (get.status === 200) expect(head.header('content-length')).toBe(get.header('content-length'))
    }
  })

  test('refuses HEAD where GET takes credentials', async () => {
    const response = await app.api.send('HEAD', '/api/accounts/me')
    expect(response.status).toBe(405)
    expect(response.header('allow')).toBe('GET')
  })

  test.each(['/api/nothing', '/api/accounts/a/b/c', '/api//ping', '/api/ping/x', '/api/accounts//info', '/api/%2e%2e/ping'])(
    'has nothing at %s, and says so in the shape of errors',
    async (path) => {
      const response = await app.api.get(path, { headers: { accept: 'text/html' } })
      expect(response.status).toBe(404)
      expect(response.header('content-type')).toBe('application/json')
      expect(response.body).toEqual({ message: expect.any(String), code: 'not_found', request_id: expect.any(String) })
      expect(response.header('x-request-id')).toBe(response.body.request_id)
    },
  )

  test.each(['/apiping', '/nothing'])('has nothing at %s, and says so on a page, as that is none of the API', async (path) => {
    const response = await app.api.get(path, { headers: { accept: 'text/html' } })
    expect(response.status).toBe(404)
    expect(response.header('content-type')).toBe('text/html; charset=utf-8')
    expect(response.text).toContain('<!doctype html>')
  })

  test('names the methods of a path to one that it does not have', async () => {
    const known = new Map<string, string[]>()
    for (const { path, method } of operations) known.set(path, [...(known.get(path) ?? []), method.toUpperCase()])
    for (const [path, methods] of known) {
      const response = await app.api.send('PATCH', `/api${path.replace(/\{\w+\}/, '1')}`)
      expect([path, response.status, response.body.code]).toEqual([path, 405, 'method_not_allowed'])
      expect(response.header('allow')?.split(', ').sort()).toEqual(methods.sort())
    }
  })

  test('tells a method that it has never heard of the same', async () => {
    expect((await app.api.send('PROPFIND', '/api/ping')).status).toBe(405)
  })

  test('gives each request an id of its own', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => app.api.get('/api/ping')))
    expect(new Set(responses.map((response) => response.header('x-request-id'))).size).toBe(20)
  })
})
