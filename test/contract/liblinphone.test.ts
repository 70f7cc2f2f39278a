// runs once: it is about the contract, which is the same over every database
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import type { RegisteredDevice } from '../../src/registrar/registrar.js'
import { useApp } from '../support/app.js'
import { type ApiResponse, answerChallenge } from '../support/client.js'
import { digestFields, unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { registrarWith } from '../support/registeredDevices.js'

/** A request that liblinphone 5.1.65 sent, the Host header left out. */
interface Recorded {
  method: string
  path: string
  headers: Record<string, string>
  authorization?: string
  body: string
}
const RECORDED: Recorded[] = JSON.parse(readFileSync(join(packageRoot(), 'test', 'fixtures', 'liblinphone-5.1.65.json'), 'utf8'))

/** What a recorded request becomes for an account that exists, and what it must get. */
interface Replay {
  pauline: Person
  path?: string
  body?: Record<string, unknown>
  status: number
  code?: string
}

describe('requests recorded from liblinphone 5.1.65', () => {
  const device: RegisteredDevice = { uuid: 'uuid1', expiresAt: new Date(), updateTime: new Date(), userAgent: 'Linphone' }
  const app = useApp({ replaced: { registrar: registrarWith({ list: async () => [device], remove: async () => true }) } })

  let phones = 0
  const phone = () => `+336987654${String(10 + phones++)}`
  const user = () => app.make.user({ password: 'secret' })
  const admin = async (): Promise<Person> => ({ ...(await app.make.admin({ password: 'secret', algorithm: 'MD5' })), apiKey: undefined })
  const requestedPin = async (pauline: Person) => {
    const to = phone()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone: to }, { as: pauline })).status).toBe(200)
    return (await app.outbox.last('sms', to)).data.code!
  }
  const token = async () => {
    const device = { pn_provider: 'fcm', pn_param: 'param1', pn_prid: unique() }
    expect((await app.api.post('/api/tokens', device)).status).toBe(200)
    return (await app.outbox.last('push', `fcm param1 ${device.pn_prid}`)).data.token!
  }
  const newName = () => `newuser.${unique()}`
  const onAccount =
    (rest = '') =>
    async (): Promise<Replay> => ({
      pauline: await admin(),
      path: `/api/accounts/${(await app.make.unconfirmed()).id}${rest}`,
      status: 200,
    })

  /** How each request gets real ids, codes and credentials, by what was recorded. */
  const REPLAYS: Record<string, (body: Record<string, string>) => Promise<Replay>> = {
    'GET /api/accounts/pauline@sip.example.org/info': async () => ({ pauline: await user(), status: 200 }),
    'POST /api/accounts/pauline@sip.example.org/activate/email': async ({ code }) => {
      const pauline = await app.make.unconfirmed(code!.length === 4 ? { phone: phone() } : { email: 'pauline@example.org' })
      return { pauline, body: { code: pauline.record.confirmationKey! }, status: 200 }
    },
    'POST /api/accounts/me/phone/request': async () => ({ pauline: await user(), body: { phone: phone() }, status: 200 }),
    'POST /api/accounts/me/phone': async () => {
      const pauline = await user()
      return { pauline, body: { code: await requestedPin(pauline) }, status: 200 }
    },
    'GET /api/accounts/me': async () => ({ pauline: await user(), status: 200 }),
    // its account creator swaps the old and the new password, and without an old one it sends none
    'POST /api/accounts/me/password': async ({ old_password: old }) => {
      if (old === 'secret') return { pauline: await user(), status: 200 }
      return { pauline: await user(), status: 422, code: old === undefined ? 'validation_failed' : 'wrong_password' }
    },
    'POST /api/tokens': async () => ({ pauline: await user(), status: 200 }),
    'POST /api/accounts/with-token': async () => ({
      pauline: await user(),
      // its test suite chooses 'secret', which nobody may any more
      body: { token: await token(), username: newName(), password: 'pauline-secret' },
      status: 200,
    }),
    'POST /api/accounts': async (body) => ({
      pauline: await admin(),
      body: { username: newName(), ...(body.phone && { phone: phone() }) },
      status: 200,
    }),
    'DELETE /api/accounts/me': async () => ({ pauline: await user(), status: 200 }),
    'GET /api/ping': async () => ({ pauline: await user(), status: 200 }),
    'POST /api/accounts/me/email/request': async () => ({ pauline: await user(), status: 200 }),
    'GET /api/accounts/me/devices': async () => ({ pauline: await user(), status: 200 }),
    'GET /api/accounts/me/devices/uuid1': async () => ({ pauline: await user(), status: 200 }),
    'GET /api/accounts': async () => ({ pauline: await admin(), status: 200 }),
    'GET /api/accounts/42': onAccount(),
    'GET /api/accounts/42/activate': onAccount('/activate'),
    'GET /api/accounts/42/deactivate': onAccount('/deactivate'),
    'DELETE /api/accounts/42': onAccount(),
  }

  test('cover every operation that it has', () => {
    expect(new Set(RECORDED.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(Object.keys(REPLAYS)))
  })

  test.each(
    RECORDED.map(
      (recorded, i) => [i, `${recorded.method} ${recorded.path}${recorded.authorization ? ', authorised' : ''}`, recorded] as const,
    ),
  )('%i: %s', async (_, __, { method, path, headers, authorization, body }) => {
    const recordedBody = body === '' ? {} : JSON.parse(body)
    const replay = await REPLAYS[`${method} ${path}`]!(recordedBody)
    const target = (replay.path ?? path).replace('pauline', replay.pauline.username)
    const text = body === '' ? undefined : JSON.stringify({ ...recordedBody, ...replay.body })
    const { 'Content-Length': __length, ...kept } = headers
    const send = (more: Record<string, string>) =>
      app.api.raw(method, target, {
        body: text,
        headers: { ...kept, From: headers.From!.replace('pauline', replay.pauline.username), ...more },
      })

    // every request is first sent without credentials
    const first = await send({})
    const secured = RECORDED.some((other) => other.method === method && other.path === path && other.authorization)
    if (!secured) return check(first, replay)
    expect(first.status).toBe(401)
    if (authorization) check(await send({ Authorization: inItsForm(authorization, first, replay.pauline, method, target) }), replay)
  })

  function check(response: ApiResponse, { status, code }: Replay): void {
    expect([response.status, response.body?.code]).toEqual([status, code])
  }

  /** Our answer with liblinphone's order of fields and quotes, and its cnonce. */
  function inItsForm(recorded: string, challenge: ApiResponse, pauline: Person, method: string, target: string): string {
    const cnonce = digestFields(recorded).get('cnonce')!
    const ours = digestFields(answerChallenge(challenge, pauline, method, target, { algorithm: 'MD5', cnonce }))
    return recorded.replace(/([a-z]+)=("?)[^",]*\2/g, (_, name: string, quote: string) => `${name}=${quote}${ours.get(name)}${quote}`)
  }
})
