// runs once: it is about the far end, not about what is stored
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPush } from '../../src/delivery/push/check.js'
import { looseIdentity } from '../../src/delivery/push/identity.js'
import type { PushSender, PushTarget } from '../../src/delivery/push/push.js'
import { type PushOptions, pushSenders } from '../../src/delivery/push/senders.js'
import { respond } from '../support/apnsServer.js'
import { startApp, type TestApp } from '../support/app.js'
import { closedPort } from '../support/brokenServers.js'
import { fcmError } from '../support/fcmServer.js'
import { usePushFarEnds } from '../support/pushFarEnds.js'
import { useClosing } from '../support/use.js'

const { folder, apple, google, service, pusher, native: options } = usePushFarEnds()
let kept: [PushTarget, string][]
let fallback: PushSender

beforeEach(() => {
  kept = []
  fallback = { identify: looseIdentity, send: async (target, token) => void kept.push([target, token]) }
})

const native = (): PushOptions => ({ ...options(), fallback })
const devices = (): PushTarget[] => [
  { provider: 'apns', param: 'DEF123GHIJ.org.example.phone', prid: '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78' },
  { provider: 'fcm', param: 'example-project', prid: 'cXk3v9QmT0aB:APA91bH7f2kLw0n8' },
  {
    provider: 'webpush',
    param: `p256dh=${service.subscription.p256dh}&auth=${service.subscription.auth}`,
    prid: service.subscription.endpoint,
  },
]

test('with nothing configured, pushes go to the fallback', async () => {
  const [iphone] = devices()
  await pushSenders({ fallback }).send(iphone!, 'tOk3nFr0mPu5h')
  expect(kept).toEqual([[iphone, 'tOk3nFr0mPu5h']])
})

test('a provider that is not configured, while another is, is said so', async () => {
  const sender = pushSenders({ fallback, fcm: native().fcm })
  await expect(sender.send(devices()[0]!, 'tOk3nFr0mPu5h')).rejects.toMatchObject({
    code: 'token_not_sent',
    message: 'This service is not set up for pushes by apns.',
  })
  expect(kept).toEqual([])
})

test('flexisip_pusher, if it is set, is used for every push', async () => {
  const sender = pushSenders({ ...native(), pusherPath: pusher.path })
  for (const device of devices()) await sender.send({ ...device, prid: device.prid.replace(/:\d+\//, '/') }, 'tOk3nFr0mPu5h')
  expect((await pusher.calls()).map((call) => call.arguments[1])).toEqual(['apns', 'fcm', 'webpush'])
  expect((await pusher.calls())[1]!.arguments).toContain(google.credentialsFile)
})

describe('signing up', () => {
  const closing = useClosing()
  const start = async (push: PushSender) => closing(await startApp({ replaced: { push } }), (app) => app.close())

  const received: [string, () => PushTarget, () => Promise<string>, () => PushOptions][] = [
    [
      'flexisip_pusher',
      () => devices()[1]!,
      async () => JSON.parse((await pusher.calls()).at(-1)!.arguments.at(-1)!).token,
      () => ({ fallback, pusherPath: pusher.path }),
    ],
    ['APNs', () => devices()[0]!, async () => apple.pushes.at(-1)!.body.token, native],
    ['FCM', () => devices()[1]!, async () => google.messages.at(-1)!.body.message.data.token, native],
    ['Web Push', () => devices()[2]!, async () => service.messages.at(-1)!.body.token, native],
  ]

  test.each(received)('works with a token that came by %s', async (_, device, token, options) => {
    const push = pushSenders(options())
    const app = await start(push)
    const { provider, param, prid } = device()
    const sent = await app.api.post('/api/tokens', { pn_provider: provider, pn_param: param, pn_prid: prid })
    expect([sent.status, sent.text]).toEqual([200, '{}'])
    const account = await app.api.post('/api/accounts/with-token', {
      username: 'dave.example',
      password: 'd4ve-secret',
      algorithm: 'SHA-256',
      token: await token(),
    })
    expect([account.status, account.body.activated]).toEqual([200, true])
    push.close?.()
  })

  test('a device that is gone and a push that failed are told apart, and nothing is kept of either', async () => {
    const push = pushSenders(native())
    const app = await start(push)
    const { provider, param, prid } = devices()[0]!
    const ask = () => app.api.post('/api/tokens', { pn_provider: provider, pn_param: param, pn_prid: prid })
    const { answer } = apple
    apple.answer = (stream) => respond(stream, 410, 'Unregistered')
    expect(await ask()).toMatchObject({ status: 503, body: { code: 'device_gone' } })
    apple.answer = (stream) => respond(stream, 500, 'InternalServerError')
    for (let n = 0; n < 5; n++) expect(await ask()).toMatchObject({ status: 503, body: { code: 'token_not_sent' } })
    apple.answer = answer
    expect(await ask()).toMatchObject({ status: 200 })
    push.close?.()
  })

  test('is answered within 5 s when the far end hangs, whichever it is', async () => {
    const far = { apns: apple.answer, fcm: google.answer, web: service.answer }
    await pusher.behave('hangs')
    apple.answer = google.answer = service.answer = () => {}
    const push = pushSenders(native())
    const app = await start(push)
    const other = await start(pushSenders({ fallback, pusherPath: pusher.path }))
    const ask = async ({ api }: TestApp, { provider, param, prid }: PushTarget): Promise<void> => {
      const start = performance.now()
      const answer = await api.post('/api/tokens', { pn_provider: provider, pn_param: param, pn_prid: prid })
      expect(answer).toMatchObject({ status: 503, body: { code: 'token_not_sent' } })
      expect(performance.now() - start).toBeLessThan(5_000)
    }
    await Promise.all([...devices().map((device) => ask(app, device)), ask(other, devices()[0]!)])
    push.close?.()
    apple.answer = far.apns
    google.answer = far.fcm
    service.answer = far.web
    await pusher.behave('delivers')
  })
})

describe('the check', () => {
  test('says that everything works, and sends nothing to anybody', async () => {
    google.messages.length = 0
    apple.answer = (stream) => respond(stream, 400, 'BadDeviceToken')
    expect(await checkPush(native())).toEqual([
      { check: 'push by apns', status: 'ok', detail: 'lets us in, key KEY1234567 of team DEF123GHIJ' },
      { check: 'push by fcm', status: 'ok', detail: 'lets us in, project example-project' },
      { check: 'push by webpush', status: 'ok', detail: 'the keys are a pair' },
    ])
    expect(google.messages).toEqual([expect.objectContaining({ body: { validate_only: true, message: { topic: 'doctor' } } })])
    expect(await checkPush({ ...native(), pusherPath: pusher.path })).toEqual([
      { check: 'push by flexisip_pusher', status: 'ok', detail: `${pusher.path} can be run` },
    ])
  })

  test('says what is off', async () => {
    expect(await checkPush({ fallback })).toEqual([{ check: 'push', status: 'off', detail: expect.stringContaining('outbox') }])
    expect((await checkPush({ fallback, vapid: service.vapid })).map((finding) => finding.status)).toEqual(['off', 'off', 'ok'])
  })

  test('says in one line what does not work', async () => {
    const { answer } = google
    google.answer = fcmError(403, 'PERMISSION_DENIED')
    const { apns, fcm, vapid, ...rest } = native()
    const details = async (options: Partial<PushOptions>): Promise<string[]> =>
      (await checkPush({ ...rest, ...options })).filter((finding) => finding.status === 'failed').map((finding) => finding.detail)
    await writeFile(join(folder.path, 'broken'), '{}')
    expect(await details({ fcm })).toEqual(['fcm: 403 PERMISSION_DENIED Requested entity was not found.'])
    expect(await details({ fcm: { ...fcm!, credentialsFile: join(folder.path, 'broken') } })).toEqual([
      expect.stringContaining('no service account file'),
    ])
    expect(await details({ apns: { ...apns!, keyId: 'WRONG' } })).toEqual(['Apple answers 403 InvalidProviderToken'])
    expect(await details({ apns: { ...apns!, keyFile: join(folder.path, 'none') } })).toEqual([expect.stringContaining('ENOENT')])
    expect(await details({ apns: { ...apns!, hosts: { apns: `https://localhost:${await closedPort()}`, 'apns.dev': '' } } })).toEqual([
      expect.stringContaining('ECONNREFUSED'),
    ])
    expect(await details({ vapid: { ...vapid!, privateKey: Buffer.alloc(32, 1).toString('base64url') } })).toEqual([
      'VAPID_PUBLIC_KEY does not belong to VAPID_PRIVATE_KEY',
    ])
    expect(await details({ vapid: { ...vapid!, subject: 'me' } })).toEqual([expect.stringContaining('VAPID_SUBJECT')])
    expect(await details({ pusherPath: folder.path })).toEqual([`${folder.path} is no file`])
    expect(await details({ pusherPath: join(folder.path, 'broken') })).toEqual([expect.stringContaining('EACCES')])
    google.answer = answer
  })
})
