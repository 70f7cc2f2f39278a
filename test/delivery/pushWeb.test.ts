// runs once: no database is in it
import { randomBytes } from 'node:crypto'
import { isPublicAddress, pinned, resolvePublic } from '../../src/delivery/publicAddress.js'
import type { PushTarget } from '../../src/delivery/push/push.js'
import { type WebPushOptions, webPushSender } from '../../src/delivery/push/web.js'
import { babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { testCertificate, useCertificate } from '../support/tls.js'
import { useForEach } from '../support/use.js'
import { startWebPushServer } from '../support/webPushServer.js'

const HOST = 'push.example.net'
const TOKEN = 'tOk3nFr0mPu5h'
const notSent = { code: 'token_not_sent' }

const certificate = useCertificate(HOST)
const service = useForEach(
  () => startWebPushServer(certificate, HOST),
  (one) => one.close(),
)
let asked: string[]
const options = (): WebPushOptions => ({
  ...service.vapid,
  hosts: [HOST],
  ca: certificate.cert,
  ttlSeconds: 600,
  timeoutMs: 5_000,
  allowPrivateAddresses: true,
  resolve: async (host) => {
    asked.push(host)
    return ['127.0.0.1']
  },
})
const browser = (): PushTarget => {
  const { endpoint, p256dh, auth } = service.subscription
  return { provider: 'webpush', param: `p256dh=${p256dh}&auth=${auth}`, prid: endpoint }
}
const send = (target: PushTarget, changes: Partial<WebPushOptions> = {}): Promise<void> =>
  webPushSender({ ...options(), ...changes }).send(target, TOKEN)

beforeEach(() => {
  asked = []
})

test('sends a message that only the browser can read, signed for its push service', async () => {
  await send(browser())
  expect(service.messages).toEqual([
    expect.objectContaining({
      path: new URL(service.subscription.endpoint).pathname,
      body: { token: TOKEN },
      subject: 'mailto:admin@example.org',
    }),
  ])
  expect(service.messages[0]!.headers).toMatchObject({
    ttl: '600',
    urgency: 'high',
    'content-encoding': 'aes128gcm',
    host: `${HOST}:${service.port}`,
  })
})

test('the keys come in any order, with or without padding; the query belongs to the URL', async () => {
  const { endpoint, p256dh, auth } = service.subscription
  await send({ provider: 'webpush', param: `auth=${auth}==&p256dh=${p256dh}=`, prid: `${endpoint}?token=a%2Fb` })
  expect(service.messages[0]!.path).toMatch(/\?token=a%2Fb$/)
})

test('a name is looked up once, and the connection goes where it was looked up', async () => {
  await send(browser())
  expect(asked).toEqual([HOST])
  const lookup = pinned(['192.0.2.1', '2001:db8::1'])
  const one = new Promise((resolve) => lookup('other', {}, (_error, address, family) => resolve([address, family])))
  const all = new Promise((resolve) => lookup('other', { all: true }, (_error, addresses) => resolve(addresses)))
  expect(await one).toEqual(['192.0.2.1', 4])
  expect(await all).toEqual([
    { address: '192.0.2.1', family: 4 },
    { address: '2001:db8::1', family: 6 },
  ])
})

test.each([['127.0.0.1'], ['10.1.2.3'], ['93.184.215.14', '169.254.169.254'], ['::1'], ['fd00::1'], ['::ffff:127.0.0.1']])(
  'does not connect to a name that is %s',
  async (...addresses) => {
    const failure = send({ ...browser(), prid: `https://${HOST}/x` }, { allowPrivateAddresses: false, resolve: async () => addresses })
    await expect(failure).rejects.toMatchObject({ ...notSent, message: expect.stringContaining('not public') })
  },
)

test.each([
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest',
])('does not connect to %s', async (prid) => {
  const hosts = [URL.canParse(prid) ? new URL(prid).hostname : '']
  await expect(send({ ...browser(), prid }, { allowPrivateAddresses: false, hosts })).rejects.toMatchObject({
    ...notSent,
    message: expect.stringContaining('not public'),
  })
  expect(asked).toEqual([])
})

test.each([
  'http://push.example.net/',
  'https://push.example.net:8443/',
  'https://user@push.example.net/',
  'https://user:pw@push.example.net/',
  'ftp://x/',
  'file:///etc/passwd',
  'push.example.net',
  '',
])('refuses the URL %j', async (prid) => {
  await expect(send({ ...browser(), prid }, { allowPrivateAddresses: false })).rejects.toMatchObject({
    ...notSent,
    message: expect.stringContaining('pn_prid'),
  })
  expect(asked).toEqual([])
})

test('refuses keys that are none', async () => {
  const { p256dh, auth } = service.subscription
  for (const param of [
    '',
    'x',
    `p256dh=${p256dh}`,
    `auth=${auth}`,
    `p256dh=${p256dh.slice(1)}&auth=${auth}`,
    `p256dh=${p256dh}&auth=${auth}AA`,
  ]) {
    await expect(send({ ...browser(), param })).rejects.toMatchObject({ ...notSent, message: expect.stringContaining('pn_param') })
  }
  const noPoint = Buffer.concat([Buffer.from([4]), randomBytes(64)]).toString('base64url')
  await expect(send({ ...browser(), param: `p256dh=${noPoint}&auth=${auth}` })).rejects.toMatchObject(notSent)
  expect(service.messages).toEqual([])
})

test('does not follow the push service elsewhere', async () => {
  for (const status of [301, 307]) {
    service.answer = (response) => void response.writeHead(status, { Location: service.subscription.endpoint }).end()
    await expect(send(browser())).rejects.toMatchObject({
      ...notSent,
      cause: { message: `webpush: ${status} from ${HOST}:${service.port}` },
    })
  }
  expect(service.messages).toHaveLength(2)
})

test.each([
  [404, 'device_gone'],
  [410, 'device_gone'],
  [400, 'token_not_sent'],
  [403, 'token_not_sent'],
  [413, 'token_not_sent'],
  [500, 'token_not_sent'],
])('%i is %s', async (status, code) => {
  service.answer = (response) => void response.writeHead(status).end('<html>')
  await expect(send(browser())).rejects.toMatchObject({ code })
})

test('asked to slow down, it says when to try again', async () => {
  service.answer = (response) => void response.writeHead(429, { 'Retry-After': '120' }).end()
  await expect(send(browser())).rejects.toMatchObject({ ...notSent, retryAfter: 120 })
})

test('no answer ends in time; what was accepted is sent, however slowly the rest comes', async () => {
  service.answer = () => {}
  await expect(send(browser(), { timeoutMs: 300 })).rejects.toMatchObject({ ...notSent, cause: { message: 'no answer within 300 ms' } })
  service.answer = (response) => void response.writeHead(201).write('x')
  await send(browser())
})

test('a DNS that does not answer, or knows no address, ends in time', async () => {
  await expect(send(browser(), { timeoutMs: 100, resolve: () => new Promise(() => {}) })).rejects.toMatchObject(notSent)
  await expect(send(browser(), { resolve: async () => [] })).rejects.toMatchObject(notSent)
  await expect(send(browser(), { resolve: () => Promise.reject(new Error('ENOTFOUND')) })).rejects.toMatchObject(notSent)
  await expect(resolvePublic('does-not-exist.invalid', AbortSignal.timeout(1_000))).rejects.toThrow(
    /^the DNS knows no address of does-not-exist.invalid \(E/,
  )
})

test.each([
  ['silent', silentServer],
  ['babbling', babblingServer],
  ['rude', rudeServer],
])('a %s far end is a push that was not sent', async (_, start) => {
  const broken = await start()
  await expect(send({ ...browser(), prid: `https://${HOST}:${broken.port}/` }, { timeoutMs: 300 })).rejects.toMatchObject(notSent)
  await broken.close()
})

test('a far end that is down, or is somebody else, is a push that was not sent', async () => {
  await expect(send({ ...browser(), prid: `https://${HOST}:${await closedPort()}/` })).rejects.toMatchObject(notSent)
  await expect(send(browser(), { ca: (await testCertificate(HOST)).cert })).rejects.toMatchObject(notSent)
  await expect(send({ ...browser(), prid: `https://another.example.net:${service.port}/` })).rejects.toMatchObject(notSent)
  expect(service.messages).toEqual([])
})

test.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '2a00:1450:4001:829::200a'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.31.255.255',
  '192.168.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'no address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})
