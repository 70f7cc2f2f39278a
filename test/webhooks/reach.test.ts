// runs once: no database is in it
import { postWebhook, urlFault } from '../../src/delivery/webhook.js'
import { broken, silentServer } from '../support/brokenServers.js'
import { useForEach } from '../support/use.js'
import { WebhookServer } from '../support/webhookServer.js'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
const PRIVATE_URLS = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.0.0.1./',
  'https://①②⑦.0.0.1/',
  'https://0.0.0.0/',
  'https://0/',
  'https://10.1.2.3/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://192.0.0.8/',
  'https://198.18.0.1/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:0:7f00:1::]/',
  'https://[fc00::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
]

const post = (url: string, more: object, signal = new AbortController().signal) =>
  postWebhook({ networks: [], ...more }, { url, secret: SECRET, id: 'evt_1', body: '{}' }, Date.now(), signal)

describe('webhooks without networks of the operator', () => {
  test.each(PRIVATE_URLS)('do not lead to %s', async (url) => {
    expect(urlFault(url, { networks: [] })).toMatch(/^This URL leads to a private address\. WEBHOOK_NETWORKS/)
    await expect(post(url, {})).rejects.toThrow('private address')
  })

  test.each([
    'http://crm.example.org/',
    'ftp://crm.example.org/',
    'file:///etc/passwd',
    'https:crm',
    'https://user@crm.example.org/',
    'https://:password@crm.example.org/',
    'https://crm.example.org/#',
    'https://crm.example.org:22/',
    'https://crm.example.org:80/',
    'https://crm.example.org:1023/',
    'nothing',
    '',
  ])('do not lead to %j', (url) => {
    const fault = urlFault(url, { networks: [] })
    // `https:crm` is https://crm/, by the rules of browsers
    if (url === 'https:crm') expect(fault).toBeUndefined()
    else expect(fault).toEqual(expect.any(String))
  })

  test.each([
    'https://crm.example.org',
    'https://crm.example.org:443/a?b=c',
    'https://crm.example.org:8443/',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ])('lead to %s', (url) => {
    expect(urlFault(url, { networks: [] })).toBeUndefined()
  })

  describe('and a server on this machine', () => {
    const server = useForEach(
      () => WebhookServer.start(),
      (one) => one.close(),
    )
    const port = () => new URL(server.url).port

    test.each([
      ['127.0.0.1'],
      ['::1'],
      ['::ffff:127.0.0.1'],
      ['fe80::1%lo'],
      ['8.8.8.8', '127.0.0.1'],
      ['127.0.0.1', '8.8.8.8'],
      ['10.0.0.1'],
      ['169.254.169.254'],
    ])('do not connect to a name that is %s %s', async (...addresses) => {
      const resolve = async () => addresses.filter((one) => one !== undefined)
      await expect(post(`https://crm.example.org:${port()}/`, { resolve })).rejects.toThrow(
        'crm.example.org has an address that webhooks must not reach',
      )
      expect(server.told).toEqual([])
    })

    test('ask for a name once, so that a second answer changes nothing', async () => {
      let asked = 0
      // what a rebinding DNS says: first what may be reached, then this machine
      const resolve = async () => (++asked === 1 ? ['127.0.0.2'] : ['127.0.0.1'])
      await expect(post(`http://crm.example.org:${port()}/`, { resolve, networks: ['127.0.0.2/32'] })).rejects.toThrow()
      expect([asked, server.told.length]).toEqual([1, 0])
      await expect(post(`http://crm.example.org:${port()}/`, { resolve, networks: ['127.0.0.2/32'] })).rejects.toThrow('must not reach')
      expect([asked, server.told.length]).toEqual([2, 0])
    })

    test('do not follow a redirect', async () => {
      server.says['/a'] = { status: 302, headers: { location: `${server.url}/b` } }
      await expect(post(`${server.url}/a`, { networks: ['127.0.0.0/8'] })).rejects.toThrow(/^302 from 127\.0\.0\.1:\d+$/)
      expect(server.told.map(({ path }) => path)).toEqual(['/a'])
    })

    test('lead to a network that the operator allows, and to no other', async () => {
      await post(`${server.url}/a`, { networks: ['127.0.0.1/32'] })
      await post(`http://crm.internal:${port()}/b`, { networks: ['127.0.0.1/32'], resolve: async () => ['::ffff:127.0.0.1'] })
      expect(server.told.map(({ path }) => path)).toEqual(['/a', '/b'])
      await expect(post(`${server.url}/c`, { networks: ['10.0.0.0/8'] })).rejects.toThrow('private address')
      // without TLS to the public internet never
      await expect(post('http://crm.example.org/', { networks: ['10.0.0.0/8'], resolve: async () => ['8.8.8.8'] })).rejects.toThrow(
        'must not reach',
      )
      expect(server.told).toHaveLength(2)
    })

    test('have no address', async () => {
      await expect(post('https://crm.example.org/', { resolve: async () => [] })).rejects.toThrow('crm.example.org has no address')
    })
  })

  test.each([
    [
      'switches to another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
      'before there was an answer',
    ],
    ['has no end of headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n`, 'Header overflow'],
    ['says what is not HTTP', 'no HTTP\r\n\r\n', 'Parse Error'],
  ])('fail at once when the far end %s', async (_, answer, fault) => {
    const far = await broken((socket) => socket.once('data', () => socket.end(answer)))
    try {
      // as a stop would end it otherwise, long before the time limit
      const stop = new AbortController()
      const timer = setTimeout(() => stop.abort(new Error('it hangs')), 4_000)
      await expect(post(`http://127.0.0.1:${far.port}/`, { networks: ['127.0.0.0/8'] }, stop.signal)).rejects.toThrow(fault)
      clearTimeout(timer)
    } finally {
      await far.close()
    }
  })

  test('end with the signal, whatever the far end does', async () => {
    const silent = await silentServer()
    try {
      const stop = new AbortController()
      const waiting = post(`http://127.0.0.1:${silent.port}/`, { networks: ['127.0.0.0/8'] }, stop.signal)
      stop.abort(new Error('the service stops'))
      await expect(waiting).rejects.toThrow('the service stops')
    } finally {
      await silent.close()
    }
  })
})
