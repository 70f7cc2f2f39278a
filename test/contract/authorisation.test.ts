// runs once: it is about the contract, which is the same over every database
import { randomPin } from '../../src/domain/codes.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { operations, type Role } from '../support/contract.js'
import { fromOf, unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

interface Entry {
  access: Role
  /** what somebody who is let in gets for the request below */
  status: number
  path?: (target: Person) => string
  body?: () => object
}

const id =
  (rest = '') =>
  (target: Person) =>
    `/accounts/${target.id}${rest}`
const sip = (rest: string) => (target: Person) => `/accounts/${fromOf(target)}${rest}`
const device = () => '/accounts/me/devices/some-device'
const account = () => ({ username: `new.${unique()}`, password: 'n3w-secret', algorithm: 'MD5' })

/** Who may do what. An operation of the contract that has no entry here fails the first test. */
const MATRIX: Record<string, Entry> = {
  ping: { access: 'public', status: 200 },
  getDocs: { access: 'public', status: 200 },
  getContractJson: { access: 'public', status: 200 },
  getContractYaml: { access: 'public', status: 200 },
  getLiveness: { access: 'public', status: 200 },
  getReadiness: { access: 'public', status: 200 },
  createToken: { access: 'public', status: 200, body: () => ({ pn_provider: 'fcm', pn_param: 'project', pn_prid: unique() }) },
  createAccountWithToken: { access: 'public', status: 422, body: () => ({ ...account(), token: 'tOk3nFr0mPu5h' }) },
  getAccountInfo: { access: 'public', status: 200, path: sip('/info') },
  activateByEmail: { access: 'public', status: 404, path: sip('/activate/email'), body: () => ({ code: 'wr0ngC0d3AbCd' }) },
  activateByPhone: { access: 'public', status: 404, path: sip('/activate/phone'), body: () => ({ code: randomPin() }) },
  getMe: { access: 'account', status: 200 },
  deleteMe: { access: 'account', status: 200 },
  requestEmailChange: { access: 'account', status: 200, body: () => ({ email: 'new@example.org' }) },
  confirmEmailChange: { access: 'account', status: 404, body: () => ({ code: 'wr0ngC0d3AbCd' }) },
  changePassword: { access: 'account', status: 422, body: () => ({ algorithm: 'MD5', password: 'n3w-secret', old_password: 'wrong-1' }) },
  requestPhoneChange: { access: 'account', status: 200, body: () => ({ phone: '+33612345678' }) },
  confirmPhoneChange: { access: 'account', status: 404, body: () => ({ code: '1234' }) },
  listDevices: { access: 'account', status: 503 },
  getDevice: { access: 'account', status: 503, path: device },
  deleteDevice: { access: 'account', status: 503, path: device },
  createAccount: { access: 'admin', status: 200, body: account },
  createAccounts: { access: 'admin', status: 200, body: () => ({ accounts: [account()] }) },
  listAccounts: { access: 'admin', status: 200 },
  getAccount: { access: 'admin', status: 200, path: id() },
  deleteAccount: { access: 'admin', status: 200, path: id() },
  activateAccount: { access: 'admin', status: 200, path: id('/activate') },
  activateAccountByGet: { access: 'admin', status: 200, path: id('/activate') },
  deactivateAccount: { access: 'admin', status: 200, path: id('/deactivate') },
  deactivateAccountByGet: { access: 'admin', status: 200, path: id('/deactivate') },
  listAuditEntries: { access: 'admin', status: 200 },
}

describe('authorisation', () => {
  const app = useApp()

  test('has an entry for every operation, which says what the contract says', () => {
    const stated = operations.map((o): [string, Role] => [o.operationId, o['x-role']])
    expect(Object.fromEntries(Object.entries(MATRIX).map(([name, entry]) => [name, entry.access]))).toEqual(Object.fromEntries(stated))
  })

  test('takes a digest or an API key wherever it takes credentials', () => {
    for (const { security, 'x-role': role } of operations)
      expect(security).toEqual(role === 'public' ? [] : [{ digest: [] }, { apiKey: [] }])
  })

  describe.each(operations.map((operation) => [operation.operationId, operation] as const))('%s', (name, { method, path }) => {
    const entry = MATRIX[name]!
    const IN = entry.status
    const expected = (everybody: number | string, activated: number | string, administrators: number | string) =>
      ({ public: everybody, account: activated, admin: administrators })[entry.access]

    const target = () => app.make.user()
    const url = (person: Person) => `/api${entry.path ? entry.path(person) : path}`
    async function send(as: Person | undefined, headers: Record<string, string> = {}, by?: 'digest'): Promise<ApiResponse> {
      return app.api.send(method.toUpperCase(), url(await target()), {
        body: entry.body?.(),
        headers,
        ...(as && { as }),
        ...(by && { by }),
      })
    }
    const outcome = ({ status, body }: ApiResponse) => (status === 403 || status === 401 ? body.code : status)

    test('anonymous', async () => {
      expect(outcome(await send(undefined))).toBe(expected(IN, 'unauthenticated', 'unauthenticated'))
    })
    test('a wrong password', async () => {
      const bob = await app.make.user()
      expect(outcome(await send({ ...bob, password: 'wrong-1' }))).toBe(expected(IN, 'unauthenticated', 'unauthenticated'))
    })
    test('an unknown API key', async () => {
      expect(outcome(await send(undefined, { 'x-api-key': 'x'.repeat(40) }))).toBe(expected(IN, 'unauthenticated', 'unauthenticated'))
    })
    test('an account that is not activated', async () => {
      const carol = await app.make.unconfirmed()
      expect(outcome(await send(carol))).toBe(expected(IN, 'account_not_activated', 'account_not_activated'))
    })
    test('an administrator who is not activated', async () => {
      const alice = await app.make.admin({ activated: false })
      expect(outcome(await send(alice))).toBe(expected(IN, 'account_not_activated', 'account_not_activated'))
    })
    test('a user', async () => {
      expect(outcome(await send(await app.make.user()))).toBe(expected(IN, IN, 'admin_required'))
    })
    test('an administrator, by key and by digest', async () => {
      expect(outcome(await send(await app.make.admin()))).toBe(IN)
      expect(outcome(await send(await app.make.admin(), {}, 'digest'))).toBe(IN)
    })
  })
})
