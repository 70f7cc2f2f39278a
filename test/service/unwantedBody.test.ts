import { connect, type Socket } from 'node:net'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

const BULK = 'POST /api/accounts/bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

describeApp('a body of somebody without credentials', () => {
  const app = useApp()
  let alice: Person & { apiKey: string }
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  /** A connection that says these bytes, and waits for what comes. */
  function open(bytes: string) {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    let said = ''
    const closed = new Promise<string>((resolve) => {
      socket
        .setEncoding('latin1')
        .on('data', (text) => {
          said += text
          for (const look of lookers) look()
        })
        .on('error', () => undefined)
        .on('close', () => resolve(said))
    })
    const lookers = new Set<() => void>()
    const until = (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const look = () => {
          if (!pattern.test(said)) return
          lookers.delete(look)
          resolve(said)
        }
        lookers.add(look)
        look()
      })
    socket.write(bytes)
    return { socket, until, closed, said: () => said }
  }
  const ANSWER = /^HTTP\/1\.1 \d+[\s\S]*"request_id":"[^"]*"\}/

  test('is not waited for: the answer comes before it', async () => {
    for (const length of ['Content-Length: 1000000', 'Transfer-Encoding: chunked']) {
      const { socket, until } = open(`${BULK}${length}\r\n\r\n`)
      expect(await until(ANSWER)).toMatch(/^HTTP\/1\.1 401 /)
      socket.destroy()
    }
  })

  test('is not looked at: 401 whatever it is, and as large as it may be', async () => {
    for (const body of ['x', '['.repeat(500_000)]) {
      const headers = { 'content-type': 'text/plain' }
      expect((await app.api.post('/api/accounts/bulk', body, { headers })).status).toBe(401)
    }
  })

  test('leaves the connection usable, for the same request with credentials', async () => {
    const body = '{"accounts":[]}'
    const { socket, until } = open(`${BULK}Content-Length: ${body.length}\r\n\r\n${body}`)
    await until(ANSWER)
    socket.write(`${BULK}x-api-key: ${alice.apiKey}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    expect(await until(/HTTP\/1\.1 422 /)).toMatch(/^HTTP\/1\.1 401 [\s\S]*HTTP\/1\.1 422 /)
    socket.destroy()
  })

  test('leaves the answer readable where it is the last one, as proxies ask for', async () => {
    const body = 'x'.repeat(1_000_000)
    for (const version of ['1.0', '1.1']) {
      const head = `${BULK.replace('1.1', version)}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`
      const all = await Promise.all(Array.from({ length: 20 }, () => open(head + body).closed))
      expect(all.map((answer) => answer.slice(9, 12))).toEqual(Array(20).fill('401'))
    }
  })

  test('ends the connection when there is no end of it', async () => {
    const { socket, closed } = open(`${BULK}Transfer-Encoding: chunked\r\n\r\n`)
    pour(socket)
    expect(await closed).toMatch(/^HTTP\/1\.1 401 /)
    expect(socket.bytesWritten).toBeLessThan(50_000_000)
  })

  /** Chunks, as fast as they are taken. */
  function pour(socket: Socket): void {
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk)) void 0
    }
    socket.on('drain', more)
    more()
  }

  test('is not asked for with 100 Continue, and neither is one that is too large', async () => {
    const expecting = `${BULK}Expect: 100-continue\r\n`
    const answer = await open(`${expecting}Content-Length: 100\r\n\r\n`).closed
    expect(answer).toMatch(/^HTTP\/1\.1 401 [\s\S]*\r\nConnection: close\r\n/)
    expect(answer).not.toContain('100 Continue')
    const large = await open(`${expecting}x-api-key: ${alice.apiKey}\r\nContent-Length: 10000000\r\n\r\n`).closed
    expect(large).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('is asked for with 100 Continue when the credentials are right', async () => {
    const body = '{"accounts":[]}'
    const { socket, until } = open(`${BULK}Expect: 100-continue\r\nx-api-key: ${alice.apiKey}\r\nContent-Length: ${body.length}\r\n\r\n`)
    expect(await until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    socket.write(body)
    expect(await until(/HTTP\/1\.1 422 /)).toBeDefined()
    socket.destroy()
  })

  test('that takes its time does nothing for somebody who is no administrator any more', async () => {
    const late = await app.make.admin()
    const username = 'made.too.late'
    const body = JSON.stringify({ username, password: 'secret-42', algorithm: 'MD5' })
    const start = `POST /api/accounts HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nx-api-key: ${late.apiKey}\r\n`
    const { socket, until } = open(`${start}Content-Length: ${body.length}\r\n\r\n`)
    await until(/100 Continue/) // so the key was right
    await app.api.delete(`/api/accounts/${late.id}`, { as: alice })
    const from = performance.now()
    await new Promise<void>((slow) => {
      const next = (i: number): void => {
        socket.write(body[i]!)
        if (i + 1 < body.length) setTimeout(next, 20, i + 1)
        else slow()
      }
      next(0)
    })
    expect(performance.now() - from).toBeGreaterThan(1000)
    expect(await until(/HTTP\/1\.1 401 /)).toBeDefined()
    expect((await app.api.get(`/api/accounts/sip:${username}@sip.example.org/info`)).status).toBe(404)
    socket.destroy()
  })
})
