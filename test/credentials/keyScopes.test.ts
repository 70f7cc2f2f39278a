import type { Operation } from '../../src/api/operation.js'
import { refusalOf } from '../../src/api/security/policy.js'
import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import type { KeyScope } from '../../src/services/credentials/keyFacts.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { CLIENT } from '../support/factory.js'

describeApp('the scope of an API key', () => {
  const app = useApp()
  const keyOf = async (scope: KeyScope) => {
    const alice = await app.make.admin()
    return { alice, 'x-api-key': (await createApiKey(app.deps, alice.id, CLIENT, { scope })).key }
  }
  const outcome = ({ status, body }: ApiResponse) => body.code ?? status
  const frank = (more: object = {}) => ({ username: `frank.${unique()}`, password: 'fr4nk-secret', algorithm: 'SHA-256', ...more })

  test('is named by what refuses a key', async () => {
    const { alice: _, ...headers } = await keyOf('read')
    expect(await app.api.post('/api/accounts', frank(), { headers })).toMatchObject({
      status: 403,
      body: { code: 'scope_missing', message: 'This key may not do this. It takes a key with one of these scopes: accounts, admin.' },
    })
    expect((await app.api.get('/api/accounts/me', { headers })).body.message).toBe(
      'This key may not do this. It takes a key with the scope: admin.',
    )
  })

  test('is of no use beside a digest, which proves all of the account: the key counts where both come', async () => {
    const { alice, ...headers } = await keyOf('read')
    expect(outcome(await app.api.get('/api/accounts/me', { as: { ...alice, apiKey: undefined } as never, by: 'digest' }))).toBe(200)
    expect(outcome(await app.api.get('/api/accounts/me', { headers: { ...headers, authorization: 'Digest username="x"' } }))).toBe(
      'scope_missing',
    )
  })

  test('stays with its key when both are used at the same time', async () => {
    const { alice: _, ...reads } = await keyOf('read')
    const { alice: __, ...writes } = await keyOf('accounts')
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => app.api.post('/api/accounts', frank(), { headers: i % 2 === 0 ? reads : writes })),
    )
    expect(answers.map(outcome)).toEqual(answers.map((_, i) => (i % 2 === 0 ? 'scope_missing' : 200)))
  })

  test('that the database has, and this version does not know, does nothing', async () => {
    const { alice, ...headers } = await keyOf('read')
    await app.deps.db.prisma.apiKey.updateMany({ where: { accountId: alice.id }, data: { scope: 'webhooks' } })
    for (const path of ['/api/accounts', '/api/spaces', '/api/accounts/me'])
      expect(outcome(await app.api.get(path, { headers }))).toBe('scope_missing')
  })

  test('that an operation does not name is admin', async () => {
    const { alice } = await keyOf('read')
    const forgotten = { 'x-role': 'admin' } as Operation
    const by = (scope?: KeyScope) =>
      refusalOf({ account: { ...alice.record, admin: true, activated: true }, by: 'apiKey', ...(scope && { scope }) }, forgotten, {})
    for (const scope of ['read', 'accounts', 'flexisip'] as const) expect(by(scope)?.code).toBe('scope_missing')
    expect([by('admin'), by()]).toEqual([undefined, undefined])
  })

  describe('accounts', () => {
    test('makes and changes accounts', async () => {
      const { alice: _, ...headers } = await keyOf('accounts')
      const { body } = await app.api.post('/api/accounts', frank({ activated: true, admin: false }), { headers })
      const path = `/api/accounts/${body.id}`
      const { username } = body
      expect(outcome(await app.api.put(path, { username, display_name: 'Frank', admin: false }, { headers }))).toBe(200)
      expect(outcome(await app.api.get(path, { headers }))).toBe(200)
      expect(outcome(await app.api.post(`${path}/block`, undefined, { headers }))).toBe(200)
      expect(outcome(await app.api.delete(path, { headers }))).toBe(200)
    })

    test('makes no administrator', async () => {
      const { alice: _, ...headers } = await keyOf('accounts')
      const bob = await app.make.user()
      const before = await app.deps.db.prisma.account.count()
      for (const admin of [true, '1'])
        expect(outcome(await app.api.post('/api/accounts', frank({ admin }), { headers }))).toBe('scope_missing')
      for (const admin of [true, '1', 1, 'true'])
        expect(outcome(await app.api.post('/api/accounts/bulk', { accounts: [frank(), frank({ admin })] }, { headers }))).toBe(
          'scope_missing',
        )
      for (const admin of [true, '1'])
        expect(outcome(await app.api.put(`/api/accounts/${bob.id}`, { username: bob.username, admin }, { headers }))).toBe('scope_missing')
      expect(await app.deps.db.prisma.account.count()).toBe(before)
      expect((await app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: bob.id } })).admin).toBe(false)
      const rows = { accounts: [frank({ admin: false }), frank({ admin: '0' }), frank()] }
      expect((await app.api.post('/api/accounts/bulk', rows, { headers })).body.results).toMatchObject([
        { status: 'created' },
        { status: 'created' },
        { status: 'created' },
      ])
    })

    test.each<[string, string, string, object?]>([
      ['reads one with its secrets', 'GET', ''],
      ['sets a password', 'PUT', '', { password: 'her-new-secret', algorithm: 'SHA-256' }],
      ['sets an e-mail address', 'PUT', '', { email: 'mallory@example.org' }],
      ['deletes', 'DELETE', ''],
      ['deactivates', 'POST', '/deactivate'],
      ['deactivates by GET', 'GET', '/deactivate'],
      ['blocks', 'POST', '/block'],
      ['unblocks', 'POST', '/unblock'],
      ['makes a confirmation key', 'POST', '/confirmation-key'],
      ['makes a link', 'GET', '/provision'],
      ['sends a link', 'POST', '/send_provisioning_email'],
      ['removes a device', 'DELETE', '/devices/x'],
      ['makes a key', 'POST', '/api-keys', { name: 'Monitoring', scope: 'admin' }],
    ])('never %s of an administrator, its owner included', async (_, method, rest, body) => {
      const { alice, ...headers } = await keyOf('accounts')
      const other = await app.make.admin()
      for (const { id, username } of [alice, other]) {
        const sent = body && { ...(method === 'PUT' && { username }), ...body }
        const answer = await app.api.send(method, `/api/accounts/${id}${rest}`, { headers, ...(sent && { body: sent }) })
        expect(outcome(answer)).toBe('scope_missing')
      }
      // alice’s own key of all scopes, which each of these would have ended, is good as before
      expect((await app.api.get('/api/accounts/me', { as: other })).status).toBe(200)
    })

    test('sees administrators as a key does that reads', async () => {
      const { alice, ...headers } = await keyOf('accounts')
      expect(outcome(await app.api.get(`/api/accounts/${alice.id}/devices`, { headers }))).toBe(200)
      expect(outcome(await app.api.get(`/api/accounts/${alice.username}@${alice.domain}/search`, { headers }))).toBe(200)
    })
  })

  test('read gives no secret of an account: no key, link or hash', async () => {
    const { alice: _, ...headers } = await keyOf('read')
    const carol = await app.make.unconfirmed({ email: `carol.${unique()}@example.org` })
    const secrets = await app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: carol.id }, include: { passwords: true } })
    const { body: link } = await app.api.get(`/api/accounts/${carol.id}/provision`, { as: await app.make.admin() })
    for (const path of [
      `/api/accounts?search=${carol.username}`,
      `/api/accounts?cursor=&search=${carol.username}`,
      `/api/accounts/${carol.username}@${carol.domain}/search`,
      `/api/accounts/${carol.record.email ?? 'x@example.org'}/search-by-email`,
      '/api/audit',
      `/api/accounts/${carol.id}/api-keys`,
    ]) {
      const { text } = await app.api.get(path, { headers })
      for (const secret of [secrets.confirmationKey!, link.provisioning_token, ...secrets.passwords.map(({ password }) => password)])
        expect(text).not.toContain(secret)
    }
  })
})
