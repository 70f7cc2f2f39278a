// runs once: it is about the contract, which is the same over every database
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { validateRequestToken } from '../../src/services/tokens/requestTokens.js'
import { useApp } from '../support/app.js'
import { type ApiResponse, answerChallenge } from '../support/client.js'
import { digestFields, fromOf, unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { phone as device, RegisteredDevices } from '../support/registeredDevices.js'
import { newAddress, newPhone } from '../support/signUp.js'

/** A request that liblinphone 5.5.15 sent, without Host, User-Agent and Content-Length. */
interface Recorded {
  run: string
  op: string
  method: string
  path: string
  headers: Record<string, string>
  authorization?: string
  body?: string
}
const FILE = join(packageRoot(), 'test', 'fixtures', 'liblinphone-5.5', 'requests.jsonl')
const RECORDED: Recorded[] = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const USER_AGENT = 'LinphoneExample/6.2.0 (Example Phone) LinphoneSDK/5.5.15'

/** What each recorded request gets (those of LEGACY_APPS are off; test/legacy has them on): without credentials, and with them where the service asks for them; a `code` behind an error. */
const ANSWERS = `
GET /api/accounts/+33612345678/info-by-phone                404 not_enabled
POST /api/accounts/recover-by-phone                         404 not_enabled
GET /api/accounts/pauline@sip.example.org/recover/1234      404 not_enabled
POST /api/accounts/public                                   404 not_enabled
POST /api/account_creation_tokens/send-by-push              200
POST /api/account_recovery_tokens/send-by-push              200
POST /api/account_creation_request_tokens                   201
POST /api/account_creation_tokens/using-account-creation-request-token 201
POST /api/accounts/with-account-creation-token              200
POST /api/accounts/me/phone/request                         401 200
POST /api/accounts/me/phone                                 401 200
POST /api/accounts/me/email/request                         401 200
POST /api/accounts/me/email                                 401 200
GET /api/accounts/me/devices                                401 200
GET /api/accounts/me/devices/uuid1                          401 200
DELETE /api/accounts/me/devices/f81d4fae-7dec-11d0-a765-00a0c91e6bf6 401 200
DELETE /api/accounts/me/devices/urn:uuid:11111111-2222-3333-4444-555555555555 401 200
GET /api/ping                                               200
GET /api/accounts/pauline@sip.example.org/info              200
POST /api/accounts/pauline@sip.example.org/activate/email   200
POST /api/accounts/pauline@sip.example.org/activate/phone   200
POST /api/accounts/auth_token                               201
GET /api/accounts/me/api_key/auth123                        200
GET /api/accounts/auth_token/auth123/attach                 401 200
GET /api/accounts/me                                        401 200
GET /api/accounts/pauline@sip.example.org/search            401 200
POST /api/accounts/me/password                              401 200
DELETE /api/accounts/me                                     401 200
GET /api/accounts/me/contacts                               401 200
GET /api/accounts/me/contacts/pauline@sip.example.org       401 200
GET /api/accounts/me/provision                              401 200
GET /provisioning                                           200
GET /provisioning/prov123                                   200
GET /provisioning/me                                        401 200
POST /api/account_creation_tokens                           401 201
POST /api/accounts                                          401 200
GET /api/accounts                                           401 200
GET /api/accounts/42                                        401 200
GET /api/accounts/42/activate                               401 200
GET /api/accounts/42/deactivate                             401 200
DELETE /api/accounts/42                                     401 200
# its account creator swaps the old and the new password, and without an old one it sends none
POST /api/accounts/me/password, none old                    401 422 validation_failed
POST /api/accounts/me/password, swapped                     401 422 wrong_password
# Bearer is not for us, and a wrong password ends after three requests
GET /provisioning/me, Bearer                                401 401
GET /api/accounts/me/devices, wrong password                401 401
# the same Authorization again, after a lost answer: a fresh challenge
POST /api/accounts/me/phone/request, again                  401 401`

type Expected = { statuses: string[]; code?: string }
const tableOf = (text: string) =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line): [string, Expected] => {
        const [, key, answers] = /^(.*?)\s+(\d{3}\b.*)$/.exec(line)!
        const words = answers!.split(' ')
        const code = words.find((word) => !/^\d/.test(word))
        return [key!, { statuses: words.filter((word) => /^\d/.test(word)), ...(code && { code }) }]
      }),
  )
const TABLE = tableOf(ANSWERS)

/** The row of a request: its line, and what is special about the run. */
function rowOf({ method, path, run, authorization, body = '' }: Recorded, n: number): string {
  const line = `${method} ${path}`
  if (authorization?.startsWith('Bearer') && path !== '/provisioning') return `${line}, Bearer`
  if (run.startsWith('wrong password')) return `${line}, wrong password`
  if (authorization && RECORDED[n - 1]?.authorization && run.startsWith('connection closed')) return `${line}, again`
  if (path !== '/api/accounts/me/password') return line
  return body.includes('"old_password":"newsecret"') ? `${line}, swapped` : body.includes('old_password') ? line : `${line}, none old`
}

/** What stands in for what was recorded. */
interface Replay {
  /** who asks, if not the one that was made for the request */
  person?: Person
  path?: string
  body?: Record<string, unknown>
}

describe('requests recorded from liblinphone 5.5.15', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ replaced: { registrar } })

  /** Who asks: an account with the algorithm of the recording, an administrator where only they may ask. */
  async function asker({ op, authorization }: Recorded): Promise<Person> {
    const options = { password: 'secret', algorithm: authorization?.includes('SHA-256') ? ('SHA-256' as const) : ('MD5' as const) }
    return op.startsWith('admin-') ? { ...(await app.make.admin(options)), apiKey: undefined } : app.make.user(options)
  }
  const pushed = async () => {
    const target = { pn_provider: 'fcm', pn_param: 'param1', pn_prid: unique() }
    expect((await app.api.post('/api/account_creation_tokens/send-by-push', target)).status).toBe(200)
    return (await app.outbox.last('push', `fcm param1 ${target.pn_prid}`)).data.token!
  }
  const requested = async (person: Person, kind: 'phone' | 'email'): Promise<Replay> => {
    const to = kind === 'phone' ? newPhone() : newAddress()
    expect((await app.api.post(`/api/accounts/me/${kind}/request`, { [kind]: to }, { as: person })).status).toBe(200)
    return { body: { code: (await app.outbox.last(kind === 'phone' ? 'sms' : 'email', to)).data.code } }
  }
  const authToken = async (): Promise<string> => (await app.api.post('/api/accounts/auth_token')).body.token
  const withDevice = async (person: Person, { path }: Recorded): Promise<Replay> => {
    registrar.register(person, device(path.split('/').at(-1)!, null), device('another', null))
    return {}
  }
  const onAnother = async (_: Person, { path }: Recorded): Promise<Replay> => ({
    path: path.replace('42', String((await app.make.unconfirmed()).id)),
  })

  /** How each request gets real ids, codes and tokens, by its name in the recording; those that are not here need none. */
  const REPLAYS: Record<string, (person: Person, recorded: Recorded) => Promise<Replay>> = {
    push: async () => ({ body: { pn_prid: unique() } }),
    'recovery-push': async () => ({ body: { pn_prid: unique() } }),
    convert: async () => {
      const { token } = (await app.api.post('/api/account_creation_request_tokens')).body
      await validateRequestToken(app.deps, token)
      return { body: { account_creation_request_token: token } }
    },
    // its test suite chooses 'secret', which nobody may any more
    create: async () => ({ body: { account_creation_token: await pushed(), username: `new.${unique()}`, password: 'pauline-secret' } }),
    'phone-request': async () => ({ body: { phone: newPhone() } }),
    'email-request': async () => ({ body: { email: newAddress() } }),
    phone: (person) => requested(person, 'phone'),
    email: (person) => requested(person, 'email'),
    contacts: async ({ id, record }) => {
      await app.deps.db.prisma.contact.create({ data: { accountId: id, contactId: id, spaceId: record.spaceId } })
      return {}
    },
    device: withDevice,
    'delete-device': withDevice,
    activate: async (_, { path }) => {
      const person = await app.make.unconfirmed(path.endsWith('email') ? { email: newAddress() } : { phone: newPhone() })
      return { person, body: { code: person.record.confirmationKey } }
    },
    'api-key': async (person) => {
      const token = await authToken()
      expect((await app.api.get(`/api/accounts/auth_token/${token}/attach`, { as: person })).status).toBe(200)
      return { path: `/api/accounts/me/api_key/${token}` }
    },
    attach: async () => ({ path: `/api/accounts/auth_token/${await authToken()}/attach` }),
    provisioning: async (person, { path }) => {
      if (!path.endsWith('prov123')) return {}
      const { body } = await app.api.get('/api/accounts/me/provision', { as: person })
      return { path: `/provisioning/${body.provisioning_token}` }
    },
    'admin-create': async (_, { body }) => ({
      body: { username: `new.${unique()}`, password: 'pauline-secret', ...(body!.includes('phone') && { phone: newPhone() }) },
    }),
    'admin-get': onAnother,
    'admin-activate': onAnother,
    'admin-delete': onAnother,
  }

  test('have a row each, and no row is without one', () => {
    expect(RECORDED).toHaveLength(158)
    expect(new Set(RECORDED.map(rowOf))).toEqual(new Set(TABLE.keys()))
  })

  test.each(RECORDED.map((recorded, n) => [n, rowOf(recorded, n), recorded] as const))('%i: %s', async (_, row, recorded) => {
    const made = await asker(recorded)
    const { person = made, ...replay } = (await REPLAYS[recorded.op]?.(made, recorded)) ?? {}
    const target = (replay.path ?? recorded.path).replace('pauline', person.username)
    const text = recorded.body && JSON.stringify({ ...JSON.parse(recorded.body), ...replay.body })
    const headers: Record<string, string> = { ...recorded.headers, 'User-Agent': USER_AGENT }
    if (headers.From) headers.From = fromOf(person)
    if (headers['x-api-key']) headers['x-api-key'] = await app.make.apiKey(person)
    const send = (more: Record<string, string> = {}) =>
      app.api.raw(recorded.method, target, { headers: { ...headers, ...more }, ...(text && { body: text }) })
    const expected = TABLE.get(row)!
    const check = (response: ApiResponse, status = '') => {
      const code = status === '401' ? 'unauthenticated' : status.startsWith('2') ? undefined : expected.code
      expect([response.status, response.body?.code]).toEqual([Number(status), code])
    }
    // each request is first sent without credentials, but for those by key
    const first = await send()
    check(first, headers['x-api-key'] ? expected.statuses.at(-1) : expected.statuses[0])
    if (!recorded.authorization || first.status !== 401) return
    const authorization = inItsForm(recorded, row, first, person, target)
    if (row.endsWith('again')) expect((await send({ Authorization: authorization })).status).toBe(200)
    check(await send({ Authorization: authorization }), expected.statuses[1])
  })

  /** Our answer with liblinphone's order of fields and quotes, and its cnonce. */
  function inItsForm({ authorization, method }: Recorded, row: string, challenge: ApiResponse, person: Person, target: string): string {
    if (!authorization!.startsWith('Digest')) return authorization!
    const cnonce = digestFields(authorization!).get('cnonce')!
    const password = row.endsWith('wrong password') ? 'not-it' : person.password
    const answer = answerChallenge(challenge, person, method, target, { algorithm: person.algorithm, cnonce, password })
    const ours = digestFields(answer)
    return authorization!.replace(/([a-z]+)=("?)[^",]*\2/g, (_, name: string, quote: string) => `${name}=${quote}${ours.get(name)}${quote}`)
  }
})
