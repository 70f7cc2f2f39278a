import { connect } from 'node:net'
import { pino } from 'pino'
import { createApp } from '../../src/app.js'
import { createHttpServer, listenOn } from '../../src/run/httpServer.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { closeServer } from '../support/servers.js'

describeApp('what is no proper HTTP', () => {
  const lines: string[] = []
  const app = useApp(() => ({ replaced: { log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }) } }))

  /** All that comes back for these bytes. */
  async function answerTo(bytes: string, port = Number(new URL(app.url).port)): Promise<string> {
    const socket = connect(port, '127.0.0.1')
    socket.write(Buffer.from(bytes, 'latin1'))
    let answer = ''
    for await (const chunk of socket) answer += chunk
    return answer
  }

  test.each([
    ['no request line', 'hello\r\n\r\n'],
    ['an unknown method', 'FETCH /api/ping HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a control character in a header', 'GET /api/accounts/me HTTP/1.1\r\nHost: x\r\nAuthorization: Digest \x01\r\n\r\n'],
    ['two lengths', 'POST /api/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['a length and chunks', 'POST /api/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['headers without end', `GET /api/ping HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])('is a 400 in the shape of errors, and the end of the connection: %s', async (_, bytes) => {
    const answer = await answerTo(bytes)
    const [head, body] = answer.split('\r\n\r\n') as [string, string]
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(head).toMatch(/^Content-Type: application\/json\r?$/m)
    expect(head).toMatch(/^Date: \w{3}, .* GMT\r?$/m)
    expect(JSON.parse(body)).toEqual({
      message: expect.any(String),
      code: 'bad_request',
      request_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
  })

  test.each([
    ['no Host', 'GET /api/ping HTTP/1.1\r\n\r\n'],
    ['two Hosts', 'GET /api/ping HTTP/1.1\r\nHost: a.example.org\r\nHost: b.example.org\r\n\r\n'],
    ['two Hosts, in other letters', 'GET /api/ping HTTP/1.1\r\nhost: a.example.org\r\nHOST: b.example.org\r\n\r\n'],
    ['a target that is no URL', 'GET http://[::1/api/ping HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a target of another scheme', 'GET ftp://x/api/ping HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('is also a request with %s', async (_, bytes) => {
    const [head, body] = (await answerTo(bytes)).split('\r\n\r\n') as [string, string]
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(head).toMatch(/^Content-Type: application\/json\r?$/m)
    expect(head).toMatch(/^Date: \w{3}, .* GMT\r?$/m)
    expect(head).toMatch(/^Connection: close\r?$/m)
    expect(JSON.parse(body)).toEqual({ message: expect.any(String), code: 'bad_request', request_id: expect.any(String) })
    const line = lines.map((one) => JSON.parse(one)).find(({ request_id }) => request_id === JSON.parse(body).request_id)
    expect(line).toMatchObject({ event: 'bad_request', status: 400, peer: '127.0.0.1' })
  })

  test('is not HTTP/1.0 without Host', async () => {
    expect(await answerTo('GET /api/ping HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 [\s\S]*pong$/)
  })

  test('is not an expectation that nobody meets: 417, and a line in the log', async () => {
    const bytes = 'POST /api/tokens HTTP/1.1\r\nHost: x\r\nExpect: nonsense\r\nContent-Length: 2\r\n\r\n'
    const [head, body] = (await answerTo(bytes)).split('\r\n\r\n') as [string, string]
    expect(head).toMatch(/^HTTP\/1\.1 417 Expectation Failed\r\n/)
    expect(JSON.parse(body)).toMatchObject({ code: 'expectation_failed' })
    expect(lines.some((line) => line.includes('"status":417'))).toBe(true)
  })

  test('is not a request that does not come to its end: 408, however much of it was there', async () => {
    const server = createHttpServer(await createApp(app.deps), app.deps, {
      requestTimeout: 100,
      headersTimeout: 100,
      connectionsCheckingInterval: 20,
    })
    const port = await listenOn(server, '127.0.0.1', 0)
    try {
      for (const bytes of [
        'GET /api/ping HTTP/1.1\r\nHost: x\r\n',
        'POST /api/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{"pn_provider":',
      ]) {
        const [head, body] = (await answerTo(bytes, port)).split('\r\n\r\n') as [string, string]
        expect(head).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
        expect(JSON.parse(body)).toMatchObject({ code: 'request_timeout' })
      }
      // that was answered: nothing comes after it
      const early = await answerTo('POST /api/accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\n{"user', port)
      expect(early.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 401'])
    } finally {
      await closeServer(server)
    }
  })

  test('does not hurt anybody else', async () => {
    await answerTo('hello\r\n\r\n')
    expect((await app.api.get('/api/ping')).text).toBe('pong')
  })

  test('is not a chunked POST without a length or an absolute target', async () => {
    const chunked =
      'POST /api/tokens HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'
    expect(await answerTo(chunked)).toMatch(/^HTTP\/1\.1 422 /)
    expect(await answerTo('GET http://sip.example.org/api/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 200 [\s\S]*pong$/,
    )
  })
})
