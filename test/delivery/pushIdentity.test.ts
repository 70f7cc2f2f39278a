// runs once: it is about the far ends and what they take for one device
import type { PushSender, PushTarget } from '../../src/delivery/push/push.js'
import { pushSenders } from '../../src/delivery/push/senders.js'
import { usePushFarEnds } from '../support/pushFarEnds.js'

const HOST = 'push.example.net'
const FCM_TOKEN = 'cXk3v9QmT0aB:APA91bH7f2kLw0n8'
const APPLE_TOKEN = '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78'
const OTHER = '1'.repeat(64)

const { apple, google, service, pusher, native: options } = usePushFarEnds(HOST)
const kept: unknown[] = []
const fallback: PushSender = { identify: JSON.stringify, send: async (target) => void kept.push(target) }

const native = (changes: { webPushHosts?: string[]; fcmProjectNumber?: string } = {}): PushSender =>
  pushSenders({ ...options(), fallback, ...changes })

/** Spellings of one Apple device: of its app, and of its tokens. */
const apples = (): PushTarget[] =>
  ['DEF123GHIJ.org.example.phone', 'org.example.phone', 'ABCD1234.org.example.phone'].flatMap((app) =>
    [
      [app, APPLE_TOKEN],
      [app, APPLE_TOKEN.toUpperCase()],
      [`${app}.remote`, APPLE_TOKEN],
      [app, `${APPLE_TOKEN}:remote`],
      [`${app}.voip&remote`, `${OTHER}:voip&${APPLE_TOKEN}:remote`],
      [`${app}.voip&remote`, `${'2'.repeat(64)}:voip&${APPLE_TOKEN}:remote`],
      [`${app}.remote&voip`, `${APPLE_TOKEN.toUpperCase()}:remote&${OTHER}:voip`],
    ].flatMap(([param, prid]) => (['apns', 'apns.dev'] as const).map((provider) => ({ provider, param: param!, prid: prid! }))),
  )
const androids = (): PushTarget[] =>
  ['example-project', '1', '2', '999999999999'].map((param) => ({ provider: 'fcm', param, prid: FCM_TOKEN }))
function browsers(): PushTarget[] {
  const { p256dh, auth } = service.subscription
  const host = `${HOST}:${service.port}`
  const params = [`p256dh=${p256dh}&auth=${auth}`, `auth=${auth}&p256dh=${p256dh}=`, `p256dh=${p256dh}&auth=${auth}==&x=1`]
  const urls = [
    `https://${host}/push/a-b`,
    `https://${host.toUpperCase()}/push/a-b`,
    `HTTPS://${host}/push/a-b#1`,
    `https://${host}/push/x/../a-b`,
    `https://${host}/push/./a%2Db#x`,
  ]
  return params.flatMap((param) => urls.map((prid) => ({ provider: 'webpush' as const, param, prid })))
}

/** What the far end takes for the address of a push. */
const ends: [string, () => PushTarget[], () => string[]][] = [
  ['APNs', apples, () => apple.pushes.map(({ path, headers }) => `${path.toLowerCase()} ${headers['apns-topic']}`)],
  ['FCM', androids, () => google.messages.map(({ body }) => body.message.token)],
  ['Web Push', browsers, () => service.messages.map(({ path }) => decodeURIComponent(path))],
]

describe.each(ends)('all spellings that %s receives alike', (_, spellings, received) => {
  test('are one device', async () => {
    const sender = native()
    const before = received().length
    const names = new Set<string>()
    for (const target of spellings()) {
      names.add(sender.identify(target))
      await sender.send(target, 'tOk3nFr0mPu5h')
    }
    sender.close?.()
    expect(received().length - before).toBe(spellings().length)
    expect(new Set(received().slice(before)).size).toBe(1)
    expect(names.size).toBe(1)
  })
})

test.each([
  ['https://fcm.googleapis.com/fcm/send/a:b', 'https://fcm.googleapis.com/wp/a:b?x=1'],
  ['https://updates.push.services.mozilla.com/wpush/v2/gAAA', 'https://updates.push.services.mozilla.com//wpush//v2/gAAA/?y'],
  ['https://web.push.apple.com/QGo', 'https://other.push.apple.com/QGo?x=2'],
  ['https://sg2p.notify.windows.com/w/?token=BQY%3d', 'https://sg2p.notify.windows.com/w/x?a=1&token=BQY%3D'],
])('%s and %s are one subscription', (one, other) => {
  const sender = native({
    webPushHosts: ['*.googleapis.com', 'updates.push.services.mozilla.com', '*.push.apple.com', '*.notify.windows.com'],
  })
  const [{ param }] = browsers() as [PushTarget]
  const name = (prid: string) => sender.identify({ provider: 'webpush', param, prid })
  expect(name(other)).toBe(name(one))
  expect(name(one.replace('a:b', 'a:c').replace('gAAA', 'gAAB').replace('QGo', 'QGp').replace('BQY', 'BQZ'))).not.toBe(name(one))
})

test.each([
  ['a host that the operator does not name', 'https://push.example.org/x'],
  ['a name that only ends alike', `https://not${HOST}/x`],
  ['a host below one that is named without its hosts', `https://x.${HOST}/x`],
  ['the agent of a cloud', 'https://168.63.129.16/x'],
  ['a name with a dot at its end', `https://${HOST}./x`],
])('nothing is pushed to %s, natively or by flexisip_pusher', async (_, prid) => {
  const [{ param }] = browsers() as [PushTarget]
  const target: PushTarget = { provider: 'webpush', param, prid }
  const refusal = { code: 'token_not_sent', message: expect.stringContaining('none of the push services that its operator names') }
  const calls = (await pusher.calls()).length
  for (const sender of [native(), pushSenders({ pusherPath: pusher.path, webPushHosts: [HOST], fallback })]) {
    await expect(sender.send(target, 'tOk3nFr0mPu5h')).rejects.toMatchObject(refusal)
    expect(() => sender.identify(target)).toThrow(expect.objectContaining(refusal))
  }
  expect((await pusher.calls()).length).toBe(calls)
})

test('the number of another Firebase project is refused where the operator says the own one', async () => {
  const sender = native({ fcmProjectNumber: '123456789012' })
  await expect(sender.send({ provider: 'fcm', param: '2', prid: FCM_TOKEN }, 'tOk3nFr0mPu5h')).rejects.toMatchObject({
    code: 'token_not_sent',
    message: expect.stringContaining('another Firebase project'),
  })
  await sender.send({ provider: 'fcm', param: '123456789012', prid: FCM_TOKEN }, 'tOk3nFr0mPu5h')
  await sender.send({ provider: 'fcm', param: 'example-project', prid: FCM_TOKEN }, 'tOk3nFr0mPu5h')
})
