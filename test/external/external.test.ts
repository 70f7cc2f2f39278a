import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ha1 } from '../../src/auth/digest.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import type { B2buaChannel } from '../../src/registrar/b2buaChannel.js'
import { RegistrarDown } from '../../src/registrar/registrar.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { useForEach } from '../support/use.js'

/** What a B2BUA hears. */
class Listener implements B2buaChannel {
  down = false
  listens = true
  readonly heard: string[] = []
  announce: B2buaChannel['announce'] = async ({ username, domain }, accountId) => {
    if (this.down) throw new RegistrarDown('connect ECONNREFUSED')
    if (this.listens) this.heard.push(`${username}@${domain} ${accountId}`)
    return this.listens ? 1 : 0
  }
  check: B2buaChannel['check'] = async () => 'a listener for tests'
  close: B2buaChannel['close'] = async () => undefined
}

const DOMAIN = 'sip.operator.example'
const OTHER = 'other.example.org'

describeApp('the external account of an account', () => {
  const listener = useForEach(
    async () => new Listener(),
    async () => undefined,
  )
  const app = useApp(() => ({ replaced: { b2buaChannel: listener } }), useForEach)
  let alice: Person
  let bob: Person
  beforeEach(async () => {
    alice = await app.make.admin()
    bob = await app.make.user()
  })

  const trunk = (more: object = {}) => ({ username: 'trunk', domain: DOMAIN, password: 'trunk-secret-1', protocol: 'TLS', ...more })
  const set = (body: object, of = bob) => app.api.post(`/api/accounts/${of.id}/external`, body, { as: alice })
  const get = (of = bob) => app.api.get(`/api/accounts/${of.id}/external`, { as: alice })
  const remove = (of = bob) => app.api.send('DELETE', `/api/accounts/${of.id}/external`, { as: alice })
  const row = (of = bob) => app.deps.db.prisma.externalAccount.findUniqueOrThrow({ where: { accountId: of.id } })
  const heard = async () => {
    await app.deps.outbound.b2bua.drain()
    return listener.heard.splice(0)
  }

  test('is set, read and deleted, and its password never shown', async () => {
    expect(await get()).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const made = await set(trunk({ outbound_proxy: 'sip:proxy.operator.example;transport=tls' }))
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: expect.any(Number),
      account_id: bob.id,
      username: 'trunk',
      domain: DOMAIN,
      realm: null,
      registrar: null,
      outbound_proxy: 'sip:proxy.operator.example;transport=tls',
      protocol: 'TLS',
      algorithm: 'MD5',
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    expect(await get()).toMatchObject({ status: 200, body: made.body })
    const hash = ha1('MD5', 'trunk', DOMAIN, 'trunk-secret-1')
    expect(await row()).toMatchObject({ password: hash })
    expect(made.text).not.toContain(hash)
    expect(await remove()).toMatchObject({ status: 200, body: {} })
    expect(await remove()).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id }, orderBy: { id: 'asc' } })
    expect(entries.map(({ action }) => action)).toEqual(['createAccount', 'changeExternalAccount', 'deleteExternalAccount'])
  })

  test('is set as a whole, and again: its password stays while user name and realm do', async () => {
    await set(trunk({ registrar: 'sip:registrar.operator.example' }))
    const { password: _, ...known } = trunk()
    expect(await set(known)).toMatchObject({ status: 200, body: { registrar: null } })
    expect(await set(trunk())).toMatchObject({ status: 200 })
    expect(await set({ ...known, protocol: 'UDP' })).toMatchObject({ status: 200, body: { protocol: 'UDP' } })
    for (const change of [{ username: 'other' }, { domain: 'elsewhere.example' }, { realm: 'operator' }])
      expect(await set({ ...known, ...change })).toMatchObject({ status: 422, body: { errors: { password: [expect.any(String)] } } })
    expect(await set(trunk({ realm: 'operator' }))).toMatchObject({ status: 200, body: { realm: 'operator' } })
    expect(await row()).toMatchObject({ password: ha1('MD5', 'trunk', 'operator', 'trunk-secret-1') })
    // the realm is what the hash is made with: another domain changes nothing of it
    expect(await set({ ...known, realm: 'operator', domain: 'elsewhere.example' })).toMatchObject({ status: 200 })
  })

  test('is that of one account of its space', async () => {
    const carol = await app.make.user()
    const dave = await app.make.user({ domain: OTHER })
    await set(trunk())
    const taken = { status: 422, body: { errors: { username: ['Another account of this space has this external account.'] } } }
    expect(await set(trunk({ domain: DOMAIN.toUpperCase() }), carol)).toMatchObject(taken)
    expect((await set(trunk(), dave)).status).toBe(201)
    const move = await app.api.send('PUT', `/api/accounts/${bob.id}`, {
      as: alice,
      body: { username: bob.username, domain: OTHER, password: bob.password },
    })
    expect(move).toMatchObject({ status: 422, body: { errors: { domain: [expect.any(String)] } } })
    expect((await remove(dave)).status).toBe(200)
    const body = { username: bob.username, domain: OTHER, password: bob.password }
    expect((await app.api.send('PUT', `/api/accounts/${bob.id}`, { as: alice, body })).status).toBe(200)
    expect((await set(trunk(), carol)).status).toBe(201)
  })

  test('is made once by several at once, of one account and of several', async () => {
    const carol = await app.make.user()
    const same = await Promise.all([1, 2, 3].map(() => set(trunk())))
    expect(same.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    const both = await Promise.all([bob, carol].map((person) => set(trunk({ username: 'shared' }), person)))
    expect(both.map(({ status }) => status).sort()).toEqual([expect.toBeOneOf([200, 201]), 422])
  })

  test.each<[object, string[]]>([
    [{ username: undefined }, ['username']],
    [{ username: 'Upper' }, ['username']],
    [{ username: 'x'.repeat(65) }, ['username']],
    [{ domain: 'no domain' }, ['domain']],
    [{ domain: '300.1.1.1' }, ['domain']],
    [{ domain: '-x.example' }, ['domain']],
    [{ domain: 'x'.repeat(254) }, ['domain']],
    [{ protocol: 'SCTP' }, ['protocol']],
    [{ password: undefined }, ['password']],
    [{ password: '' }, ['password']],
    [{ password: 'x'.repeat(256) }, ['password']],
    [{ realm: DOMAIN }, ['realm']],
    [{ registrar: DOMAIN.toUpperCase(), outbound_proxy: DOMAIN }, ['outbound_proxy', 'registrar']],
    [{ realm: 'é' }, ['realm']],
    [{ realm: 'a\u0000' }, ['realm']],
    [{ registrar: 'a\r\nb' }, ['registrar']],
    [{ outbound_proxy: 'x'.repeat(256) }, ['outbound_proxy']],
  ])('is refused with %j', async (more, fields) => {
    const response = await set(trunk(more))
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors).sort()).toEqual(fields)
    expect((await get()).status).toBe(404)
  })

  test.each(['192.0.2.7', '2001:db8::7', 'localhost', 'a.b-c.example'])('has the domain %s', async (domain) => {
    expect(await set(trunk({ domain }))).toMatchObject({ status: 201, body: { domain } })
  })

  test('has what is null or empty not at all', async () => {
    expect(await set(trunk({ realm: '', registrar: null, outbound_proxy: '' }))).toMatchObject({
      status: 201,
      body: { realm: null, registrar: null, outbound_proxy: null },
    })
  })

  test('is none of an account that does not exist', async () => {
    const nobody = { ...bob, id: 2_147_483_647 }
    for (const response of [await get(nobody), await remove(nobody), await set(trunk(), nobody)]) expect(response.status).toBe(404)
  })

  test('is found by the query of the handbook while its account is activated', async () => {
    const handbook = await readFile(join(packageRoot(), 'docs/devices.md'), 'utf8')
    const query = /select e\.username[\s\S]*?(?=```)/.exec(handbook)![0]
    const loaded = () => app.deps.db.prisma.$queryRawUnsafe(`${query} and a.id = ${bob.id}`)
    await set(trunk({ realm: 'operator' }))
    expect(await loaded()).toEqual([
      {
        username: 'trunk',
        domain: DOMAIN,
        user_id: 'trunk',
        secret_type: 'md5',
        secret: ha1('MD5', 'trunk', 'operator', 'trunk-secret-1'),
        realm: 'operator',
        alias_username: bob.username,
        alias_domain: bob.domain,
        outbound_proxy: '',
        registrar: '',
        protocol: 'TLS',
      },
    ])
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
    expect(await loaded()).toEqual([])
  })

  describe('is told to the B2BUA', () => {
    const at = (name: string, of = bob) => `${name}@${DOMAIN} ${of.id}`
    const post = (what: string) => app.api.post(`/api/accounts/${bob.id}/${what}`, undefined, { as: alice })

    test('when it is made, changed and deleted: under its former name too', async () => {
      await set(trunk())
      expect(await heard()).toEqual([at('trunk')])
      await set(trunk({ username: 'other' }))
      expect((await heard()).sort()).toEqual([at('other'), at('trunk')])
      await remove()
      expect(await heard()).toEqual([at('other')])
      expect(await app.deps.db.prisma.b2buaNotice.count()).toBe(0)
    })

    test('when its account is blocked, unblocked, deactivated, activated, renamed and deleted', async () => {
      await set(trunk())
      await heard()
      for (const what of ['block', 'unblock', 'deactivate', 'activate']) {
        await post(what)
        expect([what, await heard()]).toEqual([what, [at('trunk')]])
      }
      const body = { username: unique().toLowerCase(), password: bob.password }
      expect((await app.api.send('PUT', `/api/accounts/${bob.id}`, { as: alice, body })).status).toBe(200)
      expect(await heard()).toEqual([at('trunk')])
      await app.api.send('DELETE', `/api/accounts/${bob.id}`, { as: alice })
      expect(await heard()).toEqual([at('trunk')])
    })

    test('when its account activates itself', async () => {
      const carol = await app.make.unconfirmed()
      await set(trunk(), carol)
      await heard()
      const path = `/api/accounts/${carol.username}@${carol.domain}/activate/email`
      expect((await app.api.post(path, { code: carol.record.confirmationKey })).status).toBe(200)
      expect(await heard()).toEqual([at('trunk', carol)])
    })

    test('once Redis is there again, and once somebody listens', async () => {
      listener.down = true
      await set(trunk())
      await app.api.send('DELETE', `/api/accounts/${bob.id}`, { as: alice })
      expect(await heard()).toEqual([])
      listener.down = false
      listener.listens = false
      app.clock.advance(5)
      expect(await heard()).toEqual([])
      listener.listens = true
      app.clock.advance(10)
      expect(await heard()).toEqual([at('trunk')])
    })

    test('no more when nobody has listened for a quarter of an hour: it reads everything when it starts', async () => {
      listener.listens = false
      await set(trunk())
      await heard()
      expect(await app.deps.db.prisma.b2buaNotice.count()).toBe(1)
      app.clock.advance(901)
      await heard()
      expect(await app.deps.db.prisma.b2buaNotice.count()).toBe(0)
    })

    test('not when the change was refused', async () => {
      await set(trunk())
      await heard()
      expect((await set(trunk({ realm: DOMAIN }))).status).toBe(422)
      expect((await set({ ...trunk({ realm: 'x' }), password: undefined })).status).toBe(422)
      expect(await heard()).toEqual([])
    })
  })
})
