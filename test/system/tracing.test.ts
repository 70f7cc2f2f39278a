// runs once: the program opens a database of its own
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { useCommandLine } from '../support/cli.js'
import { ApiClient } from '../support/client.js'
import { Collector } from '../support/collector.js'
import { FlexisipSocket } from '../support/flexisipSocket.js'
import { type Env, startService } from '../support/process.js'
import { closeServer, listen } from '../support/servers.js'
import { startGenericGateway } from '../support/smsServer.js'
import { startSmtp } from '../support/smtp.js'
import { useCertificate } from '../support/tls.js'
import { useClosing, useForEach } from '../support/use.js'
import { WebhookServer } from '../support/webhookServer.js'

const [SERVER, CLIENT, INTERNAL, CONSUMER] = [2, 3, 1, 5]
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

describe('traces', () => {
  const certificate = useCertificate()
  const cli = useCommandLine({ WEBHOOK_NETWORKS: '127.0.0.0/8', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }, useForEach)
  const closing = useClosing()
  const collector = useForEach(
    () => Collector.start(),
    (one) => one.close(),
  )
  const serve = async (env: Env = {}) => {
    const service = await startService({ ...cli.env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env })
    return closing({ ...service, api: new ApiClient(service.url) }, (one) => one.stop())
  }

  test('follow a request to its handler, the database, mail, SMS, webhooks and the registrar, and name no person', async () => {
    const smtp = closing(await startSmtp({ certificate, plain: true }), (one) => one.close())
    const gateway = closing(await startGenericGateway(certificate, 'gateway-s3cret', Date.now), (one) => one.close())
    const webhook = closing(await WebhookServer.start(), (one) => one.close())
    const flexisip = closing(await FlexisipSocket.listen({ path: join(cli.folder, 'socket'), generation: '2.5.2' }), (one) => one.close())
    writeFileSync(join(cli.folder, 'ca.pem'), certificate.cert)
    const { bob, key, id } = await cli.inside(async (_, make) => ({
      bob: await make.user({ username: 'bob.builder', password: 'builder-42' }),
      key: (await make.admin({ username: 'alice.admin' })).apiKey!,
      id: (await make.user({ username: 'carol.example' })).id,
    }))
    await cli.json('webhooks', 'add', 'Billing', `${webhook.url}/path-s3cret`)
    const service = await serve({
      MAIL_URL: `smtp://127.0.0.1:${smtp.port}`,
      SMS_URL: `https://:gateway-s3cret@127.0.0.1:${gateway.port}/send?key=p4th-secret`,
      NODE_EXTRA_CA_CERTS: join(cli.folder, 'ca.pem'),
      REGISTRAR_URL: `unix:${join(cli.folder, 'socket')}`,
    })
    const ME = '/api/accounts/me'
    expect((await service.api.post(`${ME}/email/request`, { email: 'bob@mail.example' }, { as: bob })).status).toBe(200)
    expect((await service.api.post(`${ME}/phone/request`, { phone: '+33612345678' }, { as: bob })).status).toBe(200)
    const headers = { 'x-api-key': key, traceparent: `00-${TRACE}-${PARENT}-01` }
    expect((await service.api.raw('DELETE', `/api/accounts/${id}`, { headers })).status).toBe(200)
    expect((await service.api.raw('GET', '/api/accounts?search=carol.s3cret', { headers: { 'x-api-key': key } })).status).toBe(200)
    await expect
      .poll(() => [smtp.received.length > 0, gateway.sent.length, webhook.told.length > 0, flexisip.commands.length > 0])
      .toEqual([true, 1, true, true])
    const { stdout, code } = await service.stop()
    expect(code).toBe(0)

    const parentOf = (span: { parentSpanId?: string }) => collector.spans.find(({ spanId }) => spanId === span.parentSpanId)
    const below = (name: string, above: { spanId: string }) =>
      collector.named(name).filter(({ parentSpanId }) => parentSpanId === above.spanId)

    // request → handler → database
    const request = collector
      .named('POST /api/accounts/me/email/request')
      .find(({ attributes }) => attributes['http.response.status_code'] === 200)!
    expect(request).toMatchObject({ kind: SERVER, failed: false })
    expect(request.attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/api/accounts/me/email/request',
      'url.scheme': 'http',
    })
    const [handler] = below(String(request.attributes['flexisip_accounts.operation']), request)
    expect(handler).toMatchObject({ kind: INTERNAL, traceId: request.traceId })
    const [insert] = below('INSERT messages', handler!)
    expect(insert).toMatchObject({
      kind: CLIENT,
      attributes: { 'db.system.name': 'sqlite', 'db.operation.name': 'INSERT', 'db.collection.name': 'messages' },
    })
    for (const name of ['BEGIN', 'COMMIT']) expect(below(name, handler!).length).toBeGreaterThan(0)

    // → mail
    const [mail] = collector.named('SMTP')
    expect(mail).toMatchObject({ kind: CLIENT, attributes: { 'server.address': '127.0.0.1', 'server.port': smtp.port } })
    expect(parentOf(mail!)).toMatchObject({ name: 'message', kind: CONSUMER, parentSpanId: request.spanId, traceId: request.traceId })

    // → SMS, with the trace handed on
    const sms = collector.named('POST').find(({ attributes }) => attributes['server.port'] === gateway.port)!
    expect(sms.attributes).toMatchObject({ 'http.request.method': 'POST', 'http.response.status_code': 202, 'server.address': '127.0.0.1' })
    expect(parentOf(parentOf(sms)!)).toMatchObject({ name: 'POST /api/accounts/me/phone/request' })
    expect(gateway.requests.at(-1)!.headers.traceparent).toBe(`00-${sms.traceId}-${sms.spanId}-01`)

    // a webhook's delivery belongs to no request that is known
    const told = collector.named('POST').find(({ attributes }) => String(webhook.url).endsWith(`:${attributes['server.port']}`))!
    expect(parentOf(told)).toMatchObject({ name: 'webhook_delivery', kind: CONSUMER })
    expect(parentOf(told)!.parentSpanId).toBeUndefined()
    expect(webhook.told.map((one) => one.headers.traceparent)).toContain(`00-${told.traceId}-${told.spanId}-01`)

    // the caller's own trace, and the registrar
    const removal = collector.named('DELETE /api/accounts/{id}')[0]!
    expect(removal).toMatchObject({ traceId: TRACE, parentSpanId: PARENT })
    expect(collector.named('REGISTRAR_GET')[0]).toMatchObject({ kind: CLIENT })
    expect(parentOf(collector.named('REGISTRAR_GET')[0]!)).toMatchObject({ name: 'registration_removal' })

    // the log finds them
    const lines = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
    expect(lines.find((line) => line.operation === 'deleteAccount' && line.event === 'request')).toMatchObject({ trace_id: TRACE })
    expect(
      lines.find((line) => line.request_id === request.attributes['flexisip_accounts.request_id'] && line.event === 'request'),
    ).toMatchObject({
      trace_id: request.traceId,
    })

    // what a poll asks the database belongs to nobody
    const roots = collector.spans.filter(({ parentSpanId, traceId }) => parentSpanId === undefined && traceId !== TRACE)
    expect(roots.filter(({ kind }) => kind !== SERVER && kind !== CONSUMER)).toEqual([])
    expect(collector.resources[0]).toMatchObject({ 'service.name': 'flexisip-accounts', 'service.version': expect.any(String) })
    expect(collector.text).not.toMatch(/bob|carol|alice|mail\.example|33612345678|s3cret|p4th|builder-42|Digest|x-api-key|socket/)
    expect(collector.text).not.toContain(key)
  }, 60_000)

  test('go by the standard variables: name, attributes, headers of nobody else, sampler', async () => {
    const service = await serve({
      OTEL_SERVICE_NAME: 'accounts',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    })
    await service.api.raw('GET', '/api/ping')
    await service.api.raw('GET', '/api/ping', { headers: { traceparent: `00-${TRACE}-${PARENT}-01` } })
    await service.stop()
    expect(collector.spans.map(({ name, traceId }) => [name, traceId])).toEqual(expect.arrayContaining([['GET /api/ping', TRACE]]))
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]))
    expect(collector.resources[0]).toMatchObject({ 'service.name': 'accounts', 'deployment.environment.name': 'test' })
    expect(new Set(collector.asked)).toEqual(new Set(['/v1/traces application/json']))
  })

  test('come from every worker, as Protobuf unless said otherwise, and not at all where they are switched off', async () => {
    for (const [env, asked] of [
      [{ WORKERS: '2' }, ['/v1/traces application/x-protobuf']],
      [{ OTEL_SDK_DISABLED: 'true' }, []],
      [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, []],
    ] as const) {
      collector.asked.length = 0
      const service = await serve({ OTEL_EXPORTER_OTLP_PROTOCOL: '', ...env })
      expect((await service.api.raw('GET', '/api/ping')).status).toBe(200)
      const { stdout } = await service.stop()
      expect([...new Set(collector.asked)]).toEqual(asked)
      expect(stdout.includes('"trace_id"')).toBe(asked.length > 0)
    }
  }, 60_000)

  test.each([
    ['hangs', true],
    ['is away', false],
  ])(
    'are lost, and nothing else is, while the collector %s',
    async (_, hangs) => {
      const silent = createServer(() => undefined)
      const port = await listen(silent)
      if (!hangs) await closeServer(silent)
      const service = await serve({
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
        OTEL_BSP_MAX_QUEUE_SIZE: '16',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '8',
      })
      const answers = await Promise.all(Array.from({ length: 200 }, () => service.api.raw('GET', '/api/ping')))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      const since = performance.now()
      const { code } = await service.stop()
      expect(code).toBe(0)
      expect(performance.now() - since).toBeLessThan(4_000)
      if (hangs) await closeServer(silent)
    },
    30_000,
  )

  test('need a collector that can be: a fault of the variables stops the start', async () => {
    const { code, stderr } = await cli.spawn(['serve'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317', OTEL_TRACES_SAMPLER_ARG: '2' })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^ {2}OTEL_EXPORTER_OTLP_ENDPOINT: expected a URL/m)
    expect(stderr).toMatch(/^ {2}OTEL_TRACES_SAMPLER_ARG: '2' is not a number from 0 to 1/m)
  })
})
