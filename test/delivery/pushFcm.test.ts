// runs once: no database is in it
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FcmOptions, fcmSender } from '../../src/delivery/push/fcm.js'
import type { PushSender, PushTarget } from '../../src/delivery/push/push.js'
import { babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { drip, fcmError, json, startFcmServer } from '../support/fcmServer.js'
import { useFolder } from '../support/folder.js'
import { testCertificate, useCertificate } from '../support/tls.js'
import { useForEach } from '../support/use.js'

const ANDROID: PushTarget = { provider: 'fcm', param: 'example-project', prid: 'cXk3v9QmT0aB:APA91bH7f2kLw0n8sYpR5dUeZ1x' }
const TOKEN = 'tOk3nFr0mPu5h'
const notSent = { code: 'token_not_sent' }

let time: number
let sender: PushSender
const now = (): number => time
const folder = useFolder()
const certificate = useCertificate()
beforeEach(() => {
  time = Date.UTC(2026, 0, 1)
})
const google = useForEach(
  () => startFcmServer(certificate, folder.path, now),
  (one) => one.close(),
)
beforeEach(() => {
  sender = fcmSender(options())
})
const options = (): FcmOptions => ({
  credentialsFile: google.credentialsFile,
  origin: google.origin,
  ca: certificate.cert,
  now,
  ttlSeconds: 600,
  timeoutMs: 5_000,
})

/** The service account file with other values, as another file. */
async function credentials(changes: Record<string, unknown>): Promise<string> {
  const file = join(folder.path, 'changed.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(google.credentialsFile, 'utf8')), ...changes }))
  return file
}

test('sends a data message that holds the token, with an access token that Google gave', async () => {
  await sender.send(ANDROID, TOKEN)
  expect(google.messages).toEqual([
    {
      path: '/v1/projects/example-project/messages:send',
      body: {
        message: {
          token: ANDROID.prid,
          data: { token: TOKEN, 'custom-payload': `{"token":"${TOKEN}"}` },
          android: { priority: 'high', ttl: '600s' },
        },
      },
    },
  ])
})

test('an app may know its project by number', async () => {
  await sender.send({ ...ANDROID, param: '929724111839' }, TOKEN)
  expect(google.messages[0]!.path).toBe('/v1/projects/example-project/messages:send')
})

test.each(['another-project', '../x', 'A', 'example-project/x', ''])('refuses the project %j without asking Google', async (param) => {
  await expect(sender.send({ ...ANDROID, param }, TOKEN)).rejects.toMatchObject({
    ...notSent,
    message: expect.stringContaining('pn_param'),
  })
  expect([google.grants, google.messages.length]).toEqual([0, 0])
})

test('one access token serves all until shortly before its end', async () => {
  await Promise.all([1, 2, 3].map(() => sender.send(ANDROID, TOKEN)))
  time += 58 * 60_000
  await sender.send(ANDROID, TOKEN)
  expect(google.grants).toBe(1)
  time += 90_000
  await sender.send(ANDROID, TOKEN)
  expect([google.grants, google.messages.length]).toEqual([2, 5])
})

test('an access token that is refused is renewed once', async () => {
  await sender.send(ANDROID, TOKEN)
  google.revoke()
  await sender.send(ANDROID, TOKEN)
  expect([google.grants, google.messages.length]).toEqual([2, 2])
  google.answer = fcmError(401, 'UNAUTHENTICATED')
  await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject(notSent)
  expect([google.grants, google.messages.length]).toEqual([3, 4])
})

test.each([
  [fcmError(404, 'NOT_FOUND', 'UNREGISTERED'), 'device_gone'],
  [
    json(400, { error: { status: 'INVALID_ARGUMENT', message: 'The registration token is not a valid FCM registration token' } }),
    'device_gone',
  ],
  [fcmError(404, 'NOT_FOUND'), 'device_gone'],
  [fcmError(400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'), 'token_not_sent'],
  [fcmError(403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH'), 'token_not_sent'],
  [fcmError(503, 'UNAVAILABLE', 'UNAVAILABLE'), 'token_not_sent'],
  [json(200, {}), 'token_not_sent'],
  [json(302, {}, { Location: 'https://example.org/' }), 'token_not_sent'],
])('what Google answers is understood (%#)', async (answer, code) => {
  google.answer = answer
  await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject({ code })
})

test('asked to slow down, it says when to try again', async () => {
  google.answer = json(429, { error: { status: 'RESOURCE_EXHAUSTED' } }, { 'Retry-After': '30' })
  await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject({ ...notSent, retryAfter: 30 })
  const inAMinute = new Date(now() + 60_000).toUTCString()
  google.answer = json(503, {}, { 'Retry-After': inAMinute })
  await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject({ ...notSent, retryAfter: 60 })
  google.answer = json(429, {}, { 'Retry-After': 'Fri, 31 Dec 1999 23:59:59 GMT' })
  await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject({ ...notSent, retryAfter: undefined })
})

test.each(['<html>', '', '[', 'null', '"x"', '{"error":1}', '{"error":{"details":[null,1]}}', 'x'.repeat(100_000)])(
  'garbage for an answer is a push that was not sent (%#)',
  async (text) => {
    for (const status of [200, 400]) {
      google.answer = (response) => response.writeHead(status).end(text)
      await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject(notSent)
    }
    google.revoke()
    google.answerGrant = (response) => response.writeHead(200).end(text)
    await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject(notSent)
  },
)

test('no answer and a dripping one end in time, at both steps; later pushes are not held up', async () => {
  sender = fcmSender({ ...options(), timeoutMs: 1_000 })
  const { answer, answerGrant } = google
  for (const stuck of [() => {}, drip]) {
    google.answerGrant = stuck
    await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject({ ...notSent, cause: { message: 'no answer within 1000 ms' } })
  }
  google.answerGrant = answerGrant
  for (const stuck of [() => {}, drip]) {
    google.answer = stuck
    await expect(sender.send(ANDROID, TOKEN)).rejects.toMatchObject({ ...notSent, cause: { message: 'no answer within 1000 ms' } })
  }
  google.answer = answer
  await sender.send(ANDROID, TOKEN)
})

test.each([
  ['silent', silentServer],
  ['babbling', babblingServer],
  ['rude', rudeServer],
])('a %s far end is a push that was not sent', async (_, start) => {
  const broken = await start()
  const origin = `https://localhost:${broken.port}`
  await expect(fcmSender({ ...options(), origin, timeoutMs: 300 }).send(ANDROID, TOKEN)).rejects.toMatchObject(notSent)
  const credentialsFile = await credentials({ token_uri: `${origin}/token` })
  await expect(fcmSender({ ...options(), credentialsFile, timeoutMs: 300 }).send(ANDROID, TOKEN)).rejects.toMatchObject(notSent)
  await broken.close()
})

test('a far end that is down, or is somebody else, is a push that was not sent', async () => {
  await expect(fcmSender({ ...options(), origin: `https://localhost:${await closedPort()}` }).send(ANDROID, TOKEN)).rejects.toMatchObject(
    notSent,
  )
  await expect(fcmSender({ ...options(), ca: (await testCertificate()).cert }).send(ANDROID, TOKEN)).rejects.toMatchObject(notSent)
  expect(google.messages).toEqual([])
})

test('a service account that Google does not know is a push that was not sent', async () => {
  const credentialsFile = await credentials({ client_email: 'nobody@example.org' })
  await expect(fcmSender({ ...options(), credentialsFile }).send(ANDROID, TOKEN)).rejects.toMatchObject({
    ...notSent,
    cause: { message: 'fcm: no access token: 400 invalid_grant Invalid JWT Signature.' },
  })
})

test.each([{ client_email: undefined }, { private_key: 'no key' }, { token_uri: 'http://example.org/' }, { project_id: 1 }])(
  'a damaged credentials file is a push that was not sent (%j)',
  async (damage) => {
    await expect(fcmSender({ ...options(), credentialsFile: await credentials(damage) }).send(ANDROID, TOKEN)).rejects.toMatchObject(
      notSent,
    )
    expect(google.messages).toEqual([])
  },
)
