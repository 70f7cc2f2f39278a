// runs once: it is about the contract, which is the same over every database
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { blockAccount, deactivateAccount } from '../../src/services/accounts/change/state.js'
import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { accountsAccess } from '../accounts/access.js'
import { auditAccess } from '../audit/access.js'
import { authTokensAccess } from '../authTokens/access.js'
import { contactsAccess } from '../contacts/access.js'
import { devicesAccess } from '../devices/access.js'
import { dictionaryAccess } from '../dictionary/access.js'
import { exportAccess } from '../export/access.js'
import { externalAccess } from '../external/access.js'
import { legacyAccess } from '../legacy/access.js'
import { loginsAccess } from '../logins/access.js'
import { meAccess } from '../me/access.js'
import { messagesAccess } from '../messages/access.js'
import { phoneCountriesAccess } from '../phoneCountries/access.js'
import { provisioningAccess } from '../provisioning/access.js'
import { secondFactorAccess } from '../secondFactor/access.js'
import { serviceAccess } from '../service/access.js'
import { signUpAccess } from '../signUp/access.js'
import { spacesAccess } from '../spaces/access.js'
import type { AccessRow } from '../support/access.js'
import { useApp } from '../support/app.js'
import { type ApiResponse, answerChallenge } from '../support/client.js'
import { operations, type Role } from '../support/contract.js'
import { challengeFor, fromOf } from '../support/digestHeader.js'
import { CLIENT, type Person } from '../support/factory.js'
import { toMend } from '../support/toMend.js'
import { tokensAccess } from '../tokens/access.js'
import { typesAccess } from '../types/access.js'
import { vcardsAccess } from '../vcards/access.js'
import { webhooksAccess } from '../webhooks/access.js'

/** Who may do what: an area's rows are in test/<area>/access.ts. */
const MATRIX: Record<string, AccessRow> = {
  ...serviceAccess,
  ...signUpAccess,
  ...tokensAccess,
  ...meAccess,
  ...devicesAccess,
  ...authTokensAccess,
  ...provisioningAccess,
  ...contactsAccess,
  ...vcardsAccess,
  ...legacyAccess,
  ...accountsAccess,
  ...spacesAccess,
  ...dictionaryAccess,
  ...typesAccess,
  ...exportAccess,
  ...externalAccess,
  ...secondFactorAccess,
  ...phoneCountriesAccess,
  ...loginsAccess,
  ...messagesAccess,
  ...auditAccess,
  ...webhooksAccess,
}

const SCOPES = ['read', 'accounts', 'flexisip', 'admin'] as const
/** Operation → the scopes of API keys that may call it, written by hand: the contract must say the same. */
const MAY_CALL = Object.fromEntries(
  readFileSync(join(packageRoot(), 'test', 'contract', 'scopes.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([name, ...scopes]) => [name!, scopes]),
)

describe('authorisation', () => {
  const app = useApp()

  test('has an entry for every operation, which says what the contract says', () => {
    const stated = operations.map((o): [string, Role] => [o.operationId, o['x-role']])
    const rows = Object.entries(MATRIX).map(([name, { access }]) => [name, access])
    toMend(
      [
        'Look at each line of the difference: "-" comes from the contract (x-role), "+" from the rows.',
        'An operation without a row: write one into test/<area>/access.ts, with its x-role, a request, and the status that this request gets.',
        'A new area: import its rows into MATRIX of this file.',
        'Another role: decide which of both is right, and mend the other one.',
      ],
      () => expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(stated)),
    )
  })

  test('takes a digest or an API key wherever it takes credentials', () => {
    for (const { security, 'x-role': role } of operations)
      expect(security).toEqual(role === 'public' ? [] : [{ digest: [] }, { apiKey: [] }])
  })

  test('says for every operation with credentials which scopes of API keys may call it', () => {
    const stated = operations
      .filter((o) => o['x-role'] !== 'public')
      .map((o) => [o.operationId, [...new Set([...(o['x-scope'] ?? []), 'admin'])]])
    toMend(
      [
        'Look at each line of the difference: "-" comes from the contract (x-scope), "+" from test/contract/scopes.txt.',
        '`read` is for what reads, and neither has an effect nor gives a secret; `accounts` for what manages accounts and what belongs to them.',
        '`flexisip` is for what the SIP server calls. An operation without x-scope takes `admin` alone.',
      ],
      () => expect(MAY_CALL).toEqual(Object.fromEntries(stated)),
    )
  })

  const inMatrix = operations.filter(({ operationId }) => operationId in MATRIX)
  describe.each(inMatrix.map((operation) => [operation.operationId, operation] as const))(
    '%s',
    (name, { method, path, 'x-before-activation': early }) => {
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
      if (entry.access !== 'public') {
        test('a digest for another target', async () => {
          const alice = await app.make.admin()
          const challenge = await challengeFor(app.api, alice)
          const authorization = answerChallenge(challenge, alice, method.toUpperCase(), '/api/another', { algorithm: alice.algorithm })
          const headers = { from: fromOf(alice), authorization }
          expect(await send(undefined, headers)).toMatchObject({ status: 400, body: { code: 'digest_uri_mismatch' } })
        })
      }
      test('an account that is not activated', async () => {
        const carol = await app.make.unconfirmed()
        const refused = early === 'any' ? IN : 'account_not_activated'
        expect(outcome(await send(carol))).toBe(expected(IN, refused, 'account_not_activated'))
      })
      test('an account that a creation token has made, and that is not activated', async () => {
        const dave = await app.make.waiting()
        expect(outcome(await send(dave))).toBe(expected(IN, early ? IN : 'account_not_activated', 'account_not_activated'))
      })
      test('such an account that an administrator has deactivated', async () => {
        const dave = await app.make.waiting()
        await deactivateAccount(app.deps, dave.id, CLIENT)
        // that it is let in to consume a token changes nothing: test/tokens/creationTokens.test.ts
        const refused = early === 'any' ? IN : 'account_not_activated'
        expect(outcome(await send(dave))).toBe(expected(IN, refused, 'account_not_activated'))
      })
      test('an administrator who is not activated', async () => {
        const alice = await app.make.admin({ activated: false })
        const refused = early === 'any' ? IN : 'account_not_activated'
        expect(outcome(await send(alice))).toBe(expected(IN, refused, 'account_not_activated'))
      })
      test('an account that is blocked', async () => {
        const alice = await app.make.admin()
        await app.make.admin() // the last one is not blocked
        await blockAccount(app.deps, alice.id, CLIENT)
        expect(outcome(await send(alice))).toBe(expected(IN, 'account_blocked', 'account_blocked'))
      })
      test('a user', async () => {
        expect(outcome(await send(await app.make.user()))).toBe(expected(IN, IN, 'admin_required'))
      })
      test.each(SCOPES)('an administrator’s key of scope %s', async (scope) => {
        const alice = await app.make.admin()
        const { key } = await createApiKey(app.deps, alice.id, CLIENT, { scope })
        const may = entry.access === 'public' || MAY_CALL[name]!.includes(scope)
        expect(outcome(await send({ ...alice, apiKey: key }))).toBe(may ? IN : 'scope_missing')
      })
      test('an administrator, by key and by digest', async () => {
        expect(outcome(await send(await app.make.admin()))).toBe(IN)
        expect(outcome(await send(await app.make.admin(), {}, 'digest'))).toBe(IN)
      })
    },
  )
})
