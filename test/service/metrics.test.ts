import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { createMetrics, watchDatabase } from '../../src/run/prometheus.js'
import { useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { newAddress } from '../support/signUp.js'

type Value = { value: number; labels: Record<string, string | number>; metricName?: string }

describeApp('the metrics', () => {
  const metrics = createMetrics()
  const app = useApp({ env: { CAPTCHA: 'off' }, replaced: { metrics } })
  beforeAll(() => watchDatabase(metrics.registry, app.deps))

  const values = async (name: string): Promise<Value[]> =>
    ((await metrics.registry.getSingleMetric(`flexisip_accounts_${name}`)!.get()) as { values: Value[] }).values
  async function totalOf(name: string, labels: Record<string, string>): Promise<number> {
    const found = (await values(name)).filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    return found.reduce((sum, { value }) => sum + value, 0)
  }
  /** What a piece of work adds to a metric. */
  async function added(name: string, labels: Record<string, string>, work: () => Promise<unknown>): Promise<number> {
    const before = await totalOf(name, labels)
    await work()
    return (await totalOf(name, labels)) - before
  }

  test('count requests by operation and status', async () => {
    const ping = () => app.api.get('/api/ping')
    expect(await added('http_requests_total', { operation: 'ping', status: '200' }, ping)).toBe(1)
    const unknown = () => app.api.get('/api/accounts/nobody.here@sip.example.org/info')
    expect(await added('http_requests_total', { operation: 'getAccountInfo', status: '404' }, unknown)).toBe(1)
    expect(await added('http_request_duration_seconds', { operation: 'getAccountInfo', le: '+Inf' }, unknown)).toBe(1)
  })

  test('name pages of the panel by their pattern, and everything that has no name alike', async () => {
    const alice = await app.make.admin()
    const panel = new PanelClient(app)
    await panel.logIn(alice)
    const page = () => panel.get(`/accounts/${alice.id}`)
    expect(await added('http_requests_total', { operation: 'GET /accounts/:id', status: '200' }, page)).toBe(1)
    for (const path of ['/api/no/such/thing', '/wp-login.php', '/%00'])
      expect(await added('http_requests_total', { operation: 'other' }, () => app.api.raw('GET', path))).toBe(1)
    const known = new Set(operations.map(({ operationId }) => operationId))
    const named = (await values('http_requests_total')).map(({ labels }) => String(labels.operation))
    expect(named.filter((name) => !known.has(name) && name !== 'other' && !/^(GET|POST) \/[a-z:/-]*$/.test(name))).toEqual([])
  })

  describe('count logins by result', () => {
    const of = (scheme: string, result: string, work: () => Promise<unknown>) => added('logins_total', { scheme, result }, work)

    test('with digest', async () => {
      const bob = await app.make.user()
      const me = (as = bob) => app.api.get('/api/accounts/me', { as })
      expect(await of('digest', 'ok', () => me())).toBe(1)
      expect(await of('digest', 'wrong', () => me({ ...bob, password: 'wrong-1' }))).toBe(1)
      expect(await of('digest', 'unknown', () => me({ ...bob, username: 'nobody.here' }))).toBe(1)
      expect(await of('digest', 'inactive', async () => me(await app.make.unconfirmed()))).toBe(1)

      const challenge = await app.api.get('/api/accounts/me', { headers: { from: `sip:${bob.username}@${bob.domain}` } })
      const authorization = answerChallenge(challenge, bob, 'GET', '/api/accounts/me', { algorithm: 'MD5' })
      const send = (value = authorization) => app.api.get('/api/accounts/me', { headers: { authorization: value } })
      expect(await of('digest', 'ok', () => send())).toBe(1)
      expect(await of('digest', 'replayed', () => send())).toBe(1)
      expect(await of('digest', 'malformed', () => send(authorization.replace(/nonce="./, 'nonce="x')))).toBe(1)
      const carol = await app.make.user({ algorithm: 'SHA-256' })
      const others = answerChallenge(challenge, carol, 'GET', '/api/accounts/me', { algorithm: 'MD5' })
      expect(await of('digest', 'other_algorithm', () => send(others))).toBe(1)
      expect(await of('digest', 'other_realm', () => send(others.replace(/realm="./, 'realm="x')))).toBe(1)
      app.clock.advance(301)
      expect(await of('digest', 'stale', () => send())).toBe(1)

      const guesses = async () => {
        for (let n = 0; n < 8; n++) await me({ ...bob, password: 'wrong-1' })
      }
      expect(await of('digest', 'limited', guesses)).toBeGreaterThan(0)
    })

    test('with API keys and in the panel', async () => {
      const alice = await app.make.admin()
      expect(await of('api_key', 'ok', () => app.api.get('/api/accounts/me', { as: alice }))).toBe(1)
      expect(await of('api_key', 'wrong', () => app.api.get('/api/accounts/me', { headers: { 'x-api-key': 'x' } }))).toBe(1)
      const logIn = (password: string, username = alice.username) => new PanelClient(app).logIn({ ...alice, username, password })
      expect(await of('panel', 'ok', () => logIn(alice.password))).toBe(1)
      expect(await of('panel', 'wrong', () => logIn('wrong-1'))).toBe(1)
      expect(await of('panel', 'unknown', () => logIn('wrong-1', 'nobody.here'))).toBe(1)
    })
  })

  test('count messages by what becomes of them, and those that wait', async () => {
    const bob = await app.make.user()
    const request = () => app.api.post('/api/accounts/me/email/request', { email: newAddress() }, { as: bob })
    expect(await added('messages_total', { channel: 'email', state: 'queued' }, request)).toBe(1)
    expect(await added('messages_total', { channel: 'email', state: 'sent' }, request)).toBe(1)
    expect(await totalOf('messages_waiting', { channel: 'email' })).toBe(0)
    const now = new Date(app.clock.time)
    await app.deps.db.prisma.message.create({
      data: { channel: 'sms', kind: 'test', recipient: '+33612345678', createdAt: now, expiresAt: now, nextTryAt: now },
    })
    expect(await totalOf('messages_waiting', { channel: 'sms' })).toBe(1)
  })

  test('count deliveries to webhooks by what becomes of them, and those that wait', async () => {
    const alice = await app.make.admin()
    const { prisma } = app.deps.db
    const body = { name: 'Nowhere', url: 'https://crm.example.org/' }
    const { id } = (await app.api.post('/api/webhooks', body, { as: alice })).body
    // what no answer would have taken is not sent
    await prisma.webhook.update({ where: { id }, data: { url: 'https://127.0.0.1/' } })
    const tested = async () => {
      await app.api.post(`/api/webhooks/${id}/test`, undefined, { as: alice })
      await app.deps.outbound.webhooks.drain()
    }
    expect(await added('webhook_deliveries_total', { state: 'retried' }, tested)).toBe(1)
    expect(await totalOf('webhook_deliveries_waiting', {})).toBe(1)
    await prisma.webhook.update({ where: { id }, data: { sealedSecret: 'v1.' } })
    expect(await added('webhook_deliveries_total', { state: 'failed' }, tested)).toBe(1)
  })

  describe('count what apps do', () => {
    const token = (kind: string, state: string, work: () => Promise<unknown>) => added('tokens_total', { kind, state }, work)
    const device = () => ({ pn_provider: 'fcm', pn_param: 'project', pn_prid: `metrics.${++devices}` })
    let devices = 0

    test('with tokens, once for what is repeated', async () => {
      expect(await token('creation', 'sent', () => app.api.post('/api/tokens', device()))).toBe(1)
      const pushed = device()
      expect(await token('creation', 'sent', () => app.api.post('/api/account_creation_tokens/send-by-push', pushed))).toBe(1)
      expect(await token('creation', 'sent', () => app.api.post('/api/account_creation_tokens/send-by-push', pushed))).toBe(0)
      expect(await token('recovery', 'sent', () => app.api.post('/api/account_recovery_tokens/send-by-push', device()))).toBe(1)
      const { apiKey } = await app.make.admin()
      const headers = { 'x-api-key': apiKey! }
      let made = ''
      const make = async () => {
        made = (await app.api.post('/api/account_creation_tokens', undefined, { headers })).body.token
      }
      expect(await token('creation', 'made', make)).toBe(1)
      const body = { username: 'counted.app', password: 'a password of metrics', account_creation_token: made }
      const signUp = () => app.api.post('/api/accounts/with-account-creation-token', body)
      expect(await token('creation', 'used', signUp)).toBe(1)
      expect(await token('creation', 'used', signUp)).toBe(0)
      let request = ''
      const ask = async () => {
        request = (await app.api.post('/api/account_creation_request_tokens')).body.token
      }
      expect(await token('request', 'made', ask)).toBe(1)
      const validate = () => new PanelClient(app).send(`/creation_token/check/${request}`, {})
      expect(await token('request', 'validated', validate)).toBe(1)
      const using = { account_creation_request_token: request }
      const use = () => app.api.post('/api/account_creation_tokens/using-account-creation-request-token', using)
      expect(await token('request', 'used', use)).toBe(1)
      expect(await token('request', 'used', use)).toBe(0)
    })

    test('with the log-in of another device', async () => {
      const bob = await app.make.user()
      let login = ''
      const make = async () => {
        login = (await app.api.post('/api/accounts/auth_token')).body.token
      }
      expect(await token('login', 'made', make)).toBe(1)
      const attach = () => app.api.get(`/api/accounts/auth_token/${login}/attach`, { as: bob })
      expect(await token('login', 'attached', attach)).toBe(1)
      expect(await token('login', 'attached', attach)).toBe(0)
      expect(await token('login', 'used', () => app.api.get(`/api/accounts/me/api_key/${login}`))).toBe(1)
    })

    test('with documents and forgotten passwords', async () => {
      const email = newAddress()
      const bob = await app.make.user({ email })
      const headers = { 'x-linphone-provisioning': '1' }
      const document = (kind: string, path: string, options = {}) =>
        added('provisioning_documents_total', { kind }, () => app.api.get(path, { headers, ...options }))
      expect(await document('everybody', '/api/provisioning')).toBe(1)
      expect(await document('own', '/api/provisioning/me', { as: bob })).toBe(1)
      const link = (await app.api.get('/api/accounts/me/provision', { as: bob })).body.provisioning_token
      expect(await document('link', `/api/provisioning/${link}`)).toBe(1)
      expect(await document('link', `/api/provisioning/${link}`)).toBe(0)
      const forget = (email: string) => async () => {
        const visitor = new PanelClient(app)
        await visitor.get('/recovery/email')
        expect((await visitor.post('/recovery', { email, username: '' })).status).toBe(200)
      }
      expect(await added('recoveries_total', { state: 'sent' }, forget(email))).toBe(1)
      expect(await added('recoveries_total', { state: 'sent' }, forget('nobody@example.org'))).toBe(0)
      expect(await added('recoveries_total', { state: 'asked' }, forget('nobody@example.org'))).toBe(1)
    })
  })

  test('show the connections of a pool', async () => {
    if (app.deps.db.provider === 'sqlite') expect(app.deps.db.connections()).toEqual({ total: 0, idle: 0, waiting: 0 })
    else {
      await app.deps.db.prisma.account.count()
      expect(await totalOf('database_connections', { state: 'idle' })).toBeGreaterThan(0)
      expect(await totalOf('database_connections', { state: 'waiting' })).toBe(0)
    }
  })

  test('show how many accounts there are, each in one state', async () => {
    const states = ['active', 'waiting', 'blocked', 'deactivated']
    const counts = async () =>
      Object.fromEntries(await Promise.all(states.map(async (state) => [state, await totalOf('accounts', { state })])))
    const before = await counts()
    const [, , blocked, deactivated] = await Promise.all([app.make.user(), app.make.unconfirmed(), app.make.user(), app.make.user()])
    const alice = await app.make.admin()
    await app.api.post(`/api/accounts/${blocked.id}/block`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${deactivated.id}/deactivate`, undefined, { as: alice })
    expect(await counts()).toEqual({
      active: before.active + 2,
      waiting: before.waiting + 1,
      blocked: before.blocked + 1,
      deactivated: before.deactivated + 1,
    })
    expect(await totalOf('accounts', {})).toBe(await app.deps.db.prisma.account.count())
  })

  test('are all that the Grafana dashboard and the alerts of Prometheus ask for', async () => {
    const dashboard = JSON.parse(readFileSync(join(packageRoot(), 'deploy', 'grafana', 'flexisip-accounts.json'), 'utf8'))
    const expressions: string[] = dashboard.panels.flatMap((panel: { targets: { expr: string }[] }) =>
      panel.targets.map(({ expr }) => expr),
    )
    const rules = parse(readFileSync(join(packageRoot(), 'deploy', 'prometheus', 'rules.yaml'), 'utf8'))
    const alerts: string[] = rules.groups.flatMap((group: { rules: { expr: string }[] }) => group.rules.map(({ expr }) => expr))
    const metricsIn = (all: string[]) => new Set(all.flatMap((expr) => expr.match(/\b(flexisip|nodejs|process)_[a-z0-9_]+/g) ?? []))
    const [asked, watched] = [metricsIn(expressions), metricsIn(alerts)]
    expect(asked.size).toBeGreaterThan(10)
    expect(watched.size).toBeGreaterThan(5)
    const types = [...(await metrics.registry.metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({
      name: name!,
      type: type!,
    }))
    // that one is of PostgreSQL alone
    if (app.deps.db.provider === 'sqlite') types.push({ name: 'flexisip_accounts_database_connections', type: 'gauge' })
    const series = ({ name, type }: { name: string; type: string }) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
    const exported = new Set(types.flatMap(series))
    expect([...asked, ...watched].filter((name) => !exported.has(name))).toEqual([])
    // and nothing of ours is left out
    expect([...exported].filter((name) => name.startsWith('flexisip_') && !asked.has(name))).toEqual([])
  })
})
