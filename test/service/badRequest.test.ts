import { connect } from 'node:net'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

describeApp('what is no proper HTTP', () => {
  const app = useApp()

  /** All that comes back for these bytes. */
  async function answerTo(bytes: string): Promise<string> {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
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
    expect(JSON.parse(body)).toEqual({
      message: expect.any(String),
      code: 'bad_request',
      request_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    })
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
