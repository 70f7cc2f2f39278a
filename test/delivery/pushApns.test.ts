// runs once: no database is in it
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApnsOptions, type ApnsSender, apnsSender } from '../../src/delivery/push/apns.js'
import { apnsDevice } from '../../src/delivery/push/apnsDevice.js'
import type { PushTarget } from '../../src/delivery/push/push.js'
import { respond, startApnsServer } from '../support/apnsServer.js'
import { type BrokenServer, babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { useFolder } from '../support/folder.js'
import { testCertificate, useCertificate } from '../support/tls.js'
import { useForEach } from '../support/use.js'

const HEX = '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78'
const VOIP = 'a'.repeat(64)
const IPHONE: PushTarget = { provider: 'apns', param: 'DEF123GHIJ.org.example.phone.remote', prid: HEX }
const TOKEN = 'tOk3nFr0mPu5h'
const notSent = { code: 'token_not_sent' }
const START = Date.UTC(2026, 0, 1)

let time: number
let sender: ApnsSender
const now = (): number => time
const folder = useFolder()
const certificate = useCertificate()
const useApple = () =>
  useForEach(
    () => startApnsServer(certificate, folder.path, now),
    (one) => one.close(),
  )
const options = (): ApnsOptions => ({
  ...apple.credentials,
  hosts: { apns: apple.origin, 'apns.dev': sandbox.origin },
  ca: certificate.cert,
  now,
  ttlSeconds: 600,
  timeoutMs: 5_000,
})

beforeEach(() => {
  time = START
})
const sandbox = useApple()
const apple = useApple()
beforeEach(() => {
  sender = apnsSender(options())
})
afterEach(() => sender.close())

test('sends a background push that holds the token, with a provider token that Apple accepts', async () => {
  await sender.send(IPHONE, TOKEN)
  expect(apple.pushes).toEqual([
    expect.objectContaining({
      path: `/3/device/${HEX}`,
      headers: expect.objectContaining({
        'apns-push-type': 'background',
        'apns-priority': '5',
        'apns-topic': 'org.example.phone',
        'apns-expiration': String(START / 1000 + 600),
      }),
      body: { aps: { 'content-available': 1 }, token: TOKEN, customPayload: { token: TOKEN } },
    }),
  ])
})

test('development builds are pushed to by the sandbox', async () => {
  sandbox.credentials.keyId = 'other'
  await expect(sender.send({ ...IPHONE, provider: 'apns.dev' }, TOKEN)).rejects.toMatchObject({
    ...notSent,
    cause: { message: 'apns: 403 InvalidProviderToken' },
  })
  expect([apple.connections, sandbox.connections]).toEqual([0, 1])
})

test('keeps one connection, and the provider token for less than an hour', async () => {
  await sender.send(IPHONE, TOKEN)
  time += 39 * 60_000
  await sender.send(IPHONE, TOKEN)
  time += 2 * 60_000
  await Promise.all([sender.send(IPHONE, TOKEN), sender.send(IPHONE, TOKEN)])
  const [first, second, third, fourth] = apple.pushes.map((push) => push.headers.authorization)
  expect(first).toBe(second)
  expect(third).not.toBe(second)
  expect(fourth).toBe(third)
  expect(apple.connections).toBe(1)
})

test('a clock that was set back makes a new provider token', async () => {
  await sender.send(IPHONE, TOKEN)
  time -= 3_600_000
  await sender.send(IPHONE, TOKEN)
  expect(apple.pushes).toHaveLength(2)
})

test('told to go away, it comes back on a new connection', async () => {
  await sender.send(IPHONE, TOKEN)
  apple.goAway()
  await sender.send(IPHONE, TOKEN)
  expect(apple.pushes.map((push) => push.connection)).toEqual([1, 2])
})

test('a connection that breaks under a push is replaced at once', async () => {
  await sender.send(IPHONE, TOKEN)
  apple.answer = (stream, push) => (push.connection === 1 ? stream.session!.destroy() : respond(stream, 200))
  await sender.send(IPHONE, TOKEN)
  expect(apple.pushes.map((push) => push.connection)).toEqual([1, 1, 2])
})

test.each([
  [410, 'Unregistered', 'device_gone'],
  [410, 'ExpiredToken', 'device_gone'],
  [400, 'BadDeviceToken', 'device_gone'],
  [400, 'DeviceTokenNotForTopic', 'device_gone'],
  [400, 'TopicDisallowed', 'token_not_sent'],
  [403, 'ExpiredProviderToken', 'token_not_sent'],
  [500, 'InternalServerError', 'token_not_sent'],
])('%i %s is %s', async (status, reason, code) => {
  apple.answer = (stream) => respond(stream, status, reason)
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject({ code, cause: { message: `apns: ${status} ${reason}` } })
})

test('asked to slow down, it says when to try again', async () => {
  const inAMinute = new Date(now() + 60_000).toUTCString()
  apple.answer = (stream) => respond(stream, 429, 'TooManyRequests', { 'retry-after': inAMinute })
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject({ ...notSent, retryAfter: 60 })
  apple.answer = (stream) => respond(stream, 429, 'TooManyRequests', { 'retry-after': '17' })
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject({ ...notSent, retryAfter: 17 })
})

test('garbage for an answer is a push that was not sent', async () => {
  for (const body of ['<html>', '[1', '"x"', 'null', '{"reason":{}}', 'x'.repeat(100_000)]) {
    apple.answer = (stream) => {
      stream.respond({ ':status': 400 })
      stream.end(body)
    }
    await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
  }
})

test('no answer, half an answer and a dripping one end in time; the next push has a new connection', async () => {
  sender = apnsSender({ ...options(), timeoutMs: 1_000 })
  for (const status of [undefined, 400]) {
    apple.answer = (stream) => {
      if (!status) return
      stream.respond({ ':status': status })
      const timer = setInterval(() => stream.write(' '), 20)
      stream.on('close', () => clearInterval(timer))
    }
    await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject({ ...notSent, cause: { message: 'no answer within 1000 ms' } })
  }
  apple.answer = (stream) => respond(stream, 200)
  await sender.send(IPHONE, TOKEN)
  expect(apple.connections).toBe(3)
})

test('a stream that is reset, and a connection that ends, are pushes that were not sent', async () => {
  apple.answer = (stream) => stream.close(2)
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
  apple.answer = (stream) => stream.session!.destroy()
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
})

test.each([
  ['silent', silentServer],
  ['babbling', babblingServer],
  ['rude', rudeServer],
])('a %s far end is a push that was not sent', async (_, start) => {
  const broken: BrokenServer = await start()
  sender = apnsSender({ ...options(), hosts: { apns: `https://localhost:${broken.port}`, 'apns.dev': '' }, timeoutMs: 1_000 })
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
  await broken.close()
})

test('a far end that is down, or is somebody else, is a push that was not sent', async () => {
  sender = apnsSender({ ...options(), hosts: { apns: `https://localhost:${await closedPort()}`, 'apns.dev': '' } })
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
  sender = apnsSender({ ...options(), ca: (await testCertificate()).cert })
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
  expect(apple.pushes).toEqual([])
})

test('a key file that is put right works for the next push', async () => {
  const keyFile = join(folder.path, 'later.p8')
  sender = apnsSender({ ...options(), keyFile })
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject({ ...notSent, cause: { code: 'ENOENT' } })
  await writeFile(keyFile, 'no key')
  await expect(sender.send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
  sender.close()
  sender = apnsSender(options())
  await sender.send(IPHONE, TOKEN)
})

test('an app of another team is refused without asking Apple', async () => {
  await expect(sender.send({ ...IPHONE, param: 'ABCD1234EF.org.example.phone' }, TOKEN)).rejects.toMatchObject({
    ...notSent,
    message: expect.stringContaining('another team'),
  })
  expect(apple.connections).toBe(0)
})

test.each([
  ['DEF123GHIJ.org.example.phone', HEX],
  ['DEF123GHIJ.org.example.phone.remote', HEX],
  ['DEF123GHIJ.org.example.phone.remote', `${HEX}:remote`],
  ['DEF123GHIJ.org.example.phone.voip&remote', `${VOIP}:voip&${HEX}:remote`],
  ['DEF123GHIJ.org.example.phone.remote&voip', `${HEX}:remote&${VOIP}:voip`],
])('reads %s with %s', (param, prid) => {
  expect(apnsDevice({ provider: 'apns', param, prid })).toEqual({ team: 'DEF123GHIJ', topic: 'org.example.phone', deviceToken: HEX })
})

test.each(['org.example.phone.remote', 'ABCD1234.org.example.phone'])('%s names no team', (param) => {
  expect(apnsDevice({ provider: 'apns', param, prid: HEX })).toEqual({ team: undefined, topic: 'org.example.phone', deviceToken: HEX })
})

test.each([
  ['DEF123GHIJ.org.example.phone.voip', HEX],
  ['DEF123GHIJ.org.example.phone.voip', `${HEX}:voip`],
  ['DEF123GHIJ.org.example.phone.voip&remote', HEX],
  ['DEF123GHIJ.org.example.phone.voip&remote', `${HEX}:voip`],
  ['DEF123GHIJ.org.example.phone', 'no-hex'],
  ['DEF123GHIJ.org.example.phone', `${HEX}/../x`],
  ['DEF123GHIJ.org.example.phone', `${HEX}:remote&`],
  ['DEF123GHIJ.org/example', HEX],
  ['', HEX],
  ['x'.repeat(4096), HEX],
])('refuses %s with %s', (param, prid) => {
  expect(() => apnsDevice({ provider: 'apns', param, prid })).toThrow(/pn_p/)
})
