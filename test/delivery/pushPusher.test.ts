// runs once: no database is in it
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { PushTarget } from '../../src/delivery/push/push.js'
import { pusherSender } from '../../src/delivery/push/pusher.js'
import { pusherStandIn } from '../support/pusherStandIn.js'
import { useForEach } from '../support/use.js'

const IPHONE: PushTarget = { provider: 'apns', param: 'ABCD1234EF.org.example.phone', prid: '0f744707bebcf74f9b7c25d48e335894' }
const ANDROID: PushTarget = { provider: 'fcm', param: 'example-project', prid: 'cXk3v9QmT0aB:APA91bH7f2kLw0n8' }
const TOKEN = 'tOk3nFr0mPu5h'
const notSent = { code: 'token_not_sent', retryAfter: undefined }

const pusher = useForEach(pusherStandIn, (one) => one.remove())

/** Waits until a process is gone; the test's own time is the limit. */
async function ended(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await setImmediate()
  }
}

test('calls flexisip_pusher as Flexisip documents it', async () => {
  await pusherSender({ path: pusher.path }).send(IPHONE, TOKEN)
  await pusherSender({ path: pusher.path, fcmCredentialsFile: '/etc/account.json' }).send(ANDROID, TOKEN)
  const [apns, fcm] = await pusher.calls()
  expect(apns!.arguments).toEqual([
    '--pn-provider',
    'apns',
    '--pn-param',
    IPHONE.param,
    '--pn-prid',
    IPHONE.prid,
    '--apple-push-type',
    'Background',
    '--customPayload',
    '{"token":"tOk3nFr0mPu5h"}',
  ])
  expect(fcm!.arguments).toEqual([
    '--pn-provider',
    'fcm',
    '--pn-param',
    ANDROID.param,
    '--pn-prid',
    ANDROID.prid,
    '--key',
    '/etc/account.json',
    '--customPayload',
    '{"token":"tOk3nFr0mPu5h"}',
  ])
})

test('hands the pusher nothing of its own: no input, no secrets of the environment', async () => {
  process.env.PUSH_TEST_SECRET = 'secret'
  await pusherSender({ path: pusher.path }).send(IPHONE, TOKEN)
  delete process.env.PUSH_TEST_SECRET
  const [call] = await pusher.calls()
  expect(call).toMatchObject({ environment: ['PATH', 'LANG'], stdinEnds: true })
})

test('no shell ever sees the values', async () => {
  await pusher.behave('prints its arguments and fails')
  const marker = join(pusher.folder, 'marker')
  const prid = `$(/usr/bin/touch$IFS${marker});&'*'$HOME!#~`
  const failure = pusherSender({ path: pusher.path }).send({ ...ANDROID, prid }, TOKEN)
  await expect(failure).rejects.toMatchObject({ ...notSent, cause: { message: expect.stringContaining(`--pn-prid ${prid} `) } })
  expect((await pusher.calls())[0]!.arguments[5]).toBe(prid)
  await expect(stat(marker)).rejects.toThrow('ENOENT')
})

test('what the pusher prints is for the log, without the token', async () => {
  await pusher.behave('prints its arguments and fails')
  const failure = await pusherSender({ path: pusher.path })
    .send(ANDROID, TOKEN)
    .catch((error: Error) => error)
  expect((failure as Error).message).toBe('The push notification could not be sent. Try again later.')
  expect(((failure as Error).cause as Error).message).toContain('--customPayload {"token":"…"}')
})

test.each(['--key', '-', 'a b', 'a\tb', 'a\nb', 'a\0b', '', 'é', '`id`', 'a"b', 'a|b', 'a\\b'])(
  'refuses the value %j, which could be read as something else',
  async (value) => {
    const sender = pusherSender({ path: pusher.path })
    await expect(sender.send({ ...ANDROID, prid: value }, TOKEN)).rejects.toMatchObject({
      ...notSent,
      message: expect.stringContaining('pn_prid'),
    })
    await expect(sender.send({ ...ANDROID, param: value }, TOKEN)).rejects.toMatchObject({
      ...notSent,
      message: expect.stringContaining('pn_param'),
    })
    expect(await pusher.calls()).toEqual([])
  },
)

test.each(['fails', 'aborts'] as const)('a pusher that %s has not delivered', async (behaviour) => {
  await pusher.behave(behaviour)
  await expect(pusherSender({ path: pusher.path }).send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
})

test('a pusher that is not there, or cannot be run, has not delivered', async () => {
  await expect(pusherSender({ path: join(pusher.folder, 'none') }).send(IPHONE, TOKEN)).rejects.toMatchObject({
    ...notSent,
    cause: { code: 'ENOENT' },
  })
  await expect(pusherSender({ path: join(pusher.folder, 'behaviour') }).send(IPHONE, TOKEN)).rejects.toMatchObject({
    ...notSent,
    cause: { code: 'EACCES' },
  })
})

test.each(['hangs', 'hangs with a child', 'never stops printing'] as const)(
  'a pusher that %s is killed with all that it started',
  async (behaviour) => {
    await pusher.behave(behaviour)
    await expect(pusherSender({ path: pusher.path, timeoutMs: 2_000 }).send(IPHONE, TOKEN)).rejects.toMatchObject(notSent)
    const [call] = await pusher.calls()
    await ended(call!.pid)
    if (call!.child) await ended(call!.child)
  },
)

test('what a pusher leaves behind is ended, and not waited for', async () => {
  await pusher.behave('leaves a child')
  await pusherSender({ path: pusher.path }).send(IPHONE, TOKEN)
  await ended((await pusher.calls())[0]!.child!)
})

test('runs only so many at once; the others get their turn, or give up in time', async () => {
  const sender = pusherSender({ path: pusher.path, maxProcesses: 1 })
  await Promise.all([1, 2, 3].map(() => sender.send(IPHONE, TOKEN)))
  expect(await pusher.calls()).toHaveLength(3)

  await pusher.behave('hangs')
  const busy = pusherSender({ path: pusher.path, maxProcesses: 1, timeoutMs: 2_000 })
  const results = await Promise.allSettled([1, 2, 3].map(() => busy.send(IPHONE, TOKEN)))
  expect(results.map((result) => (result as PromiseRejectedResult).reason)).toEqual(
    [1, 2, 3].map(() => expect.objectContaining({ code: 'token_not_sent' })),
  )
  expect(await pusher.calls()).toHaveLength(4)

  await pusher.behave('delivers')
  await pusherSender({ path: pusher.path, maxProcesses: 1 }).send(IPHONE, TOKEN)
})
