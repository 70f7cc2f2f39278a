// runs once: it is about far ends, and the log
import { createLog } from '../../src/lib/log.js'
import { startApp } from '../support/app.js'
import { broken } from '../support/brokenServers.js'
import { unique } from '../support/digestHeader.js'
import { useClosing } from '../support/use.js'

const closing = useClosing()

function logged() {
  const lines: string[] = []
  return { lines, log: createLog('trace', { write: (line: string) => void lines.push(line) }) }
}

test('a Redis that refuses its password does not make the log tell it', async () => {
  const refusing = await closing(
    await broken((socket) =>
      socket.on('data', () => void socket.write('-WRONGPASS invalid username-password pair or user is disabled.\r\n')),
    ),
    (server) => server.close(),
  )
  const secret = `hunter-${unique()}`
  const { lines, log } = logged()
  const url = `redis://:${secret}@127.0.0.1:${refusing.port}`
  const app = await closing(await startApp({ env: { REGISTRAR_URL: url, REDIS_URL: url }, replaced: { log } }), (one) => one.close())
  const { apiKey, ...alice } = await app.make.admin()
  expect((await app.api.get('/api/accounts/me', { as: alice })).status).toBe(503)
  expect((await app.api.get('/api/accounts/me/devices', { headers: { 'x-api-key': apiKey } })).status).toBe(503)
  const text = lines.join('')
  expect(text).toContain('WRONGPASS')
  expect(text).not.toContain(secret)
  expect(text).not.toContain('"command"')
})

test('an error is logged with its causes and the codes of all, and nothing else that hangs on it', () => {
  const { lines, log } = logged()
  const cause = Object.assign(new TypeError('connect to postgresql://bob:s3cret%2F@db.example.org/accounts failed'), {
    code: 'ECONNREFUSED',
    config: { password: 's3cret' },
  })
  const error = Object.assign(new Error('smtp://a:s3cr@et@mail.example.org: 535', { cause }), { command: { args: ['s3cret'] }, code: 535 })
  log.error({ err: error, event: 'x' }, 'x')
  log.warn({ error: 'redis://:s3cret@127.0.0.1:1 is away', event: 'y' }, 'y')
  const [first, second] = lines.map((line) => JSON.parse(line)) as [{ err: object }, { error: string }]
  expect(first.err).toEqual({
    type: 'Error',
    message: 'smtp://***@mail.example.org: 535',
    code: 535,
    stack: expect.stringContaining('logs.test'),
    cause: {
      type: 'TypeError',
      message: 'connect to postgresql://***@db.example.org/accounts failed',
      code: 'ECONNREFUSED',
      stack: expect.stringContaining('postgresql://***@db.example.org'),
    },
  })
  expect(second.error).toBe('redis://***@127.0.0.1:1 is away')
  expect(lines.join('')).not.toContain('s3cr')
})

test('causes that go round, and errors that are none, end', () => {
  const { lines, log } = logged()
  const round: Error & { cause?: unknown } = new Error('round')
  round.cause = round
  log.error({ err: round }, 'x')
  log.error({ err: 'ftp://a:s3cret@b' }, 'x')
  log.error({ err: new Error('x', { cause: { kind: 'Refused', originalCode: '28P01', originalMessage: 'no', password: 's3cret' } }) }, 'x')
  expect(lines).toHaveLength(3)
  expect(JSON.parse(lines[1]!).err).toEqual({ type: 'string', message: 'ftp://***@b' })
  expect(JSON.parse(lines[2]!).err.cause).toEqual({ type: 'Refused', message: 'no', code: '28P01' })
})
