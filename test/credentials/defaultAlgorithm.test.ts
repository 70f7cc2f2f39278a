import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, receiveToken, newAccount as someone } from '../support/signUp.js'

/** A new account, as whoever does not say how its password is hashed. */
function silent() {
  const { algorithm: _, ...account } = someone()
  return account
}

describe.each([[undefined, 'SHA-256', 'MD5'] as const, ['MD5', 'MD5', 'SHA-256'] as const])(
  'with DEFAULT_ALGORITHM %s',
  (set, usual, other) => {
    describeApp('a password whose algorithm is not said', () => {
      const app = useApp({ env: { LEGACY_APPS: 'on', ...(set && { DEFAULT_ALGORITHM: set }) } })
      const stored = async (id: number) =>
        (await app.deps.db.prisma.password.findMany({ where: { accountId: id } })).map(({ algorithm }) => algorithm)

      test.each([
        ['accounts/with-token', async () => ({ token: await receiveToken(app) })],
        ['accounts/with-account-creation-token', async () => ({ account_creation_token: await receiveToken(app) })],
        ['accounts/public', async () => ({ account_creation_token: await receiveToken(app), email: newAddress() })],
        ['accounts', async () => ({})],
      ] as const)('is hashed by it at POST %s, and by another one that is said', async (path, proof) => {
        const as = await app.make.admin()
        for (const [more, algorithm] of [
          [{}, usual],
          [{ algorithm: other }, other],
        ] as const) {
          const made = await app.api.post(`/api/${path}`, { ...silent(), ...more, ...(await proof()) }, { as })
          expect([made.status, await stored(made.body.id)]).toEqual([200, [algorithm]])
        }
      })

      test('is hashed by it when its owner changes it, whatever it was hashed by before, and the same again is answered alike', async () => {
        const bob = await app.make.user({ algorithm: other })
        const body = { password: 'n3w-secret', old_password: bob.password }
        const changed = { ...bob, password: body.password, algorithm: usual, apiKey: undefined }
        expect((await app.api.post('/api/accounts/me/password', body, { as: bob })).status).toBe(200)
        expect(await stored(bob.id)).toEqual([usual])
        expect((await app.api.post('/api/accounts/me/password', body, { as: changed })).status).toBe(200)
        expect((await app.api.get('/api/accounts/me', { as: changed })).status).toBe(200)
      })

      test('is hashed by it when an administrator changes it', async () => {
        const [alice, bob] = [await app.make.admin(), await app.make.user({ algorithm: other })]
        const changed = await app.api.put(`/api/accounts/${bob.id}`, { username: bob.username, password: 'n3w-secret' }, { as: alice })
        expect([changed.status, await stored(bob.id)]).toEqual([200, [usual]])
      })

      test('is what the pages offer first', async () => {
        const browser = new PanelClient(app)
        await browser.logIn(await app.make.admin())
        for (const path of ['/password', '/accounts/new'])
          expect((await browser.get(path)).text).toMatch(new RegExp(`value="${usual}" (?:checked|selected)`))
      })
    })
  },
)
