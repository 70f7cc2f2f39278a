import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ha1 } from '../../src/auth/digest.js'
import { loadConfig } from '../../src/config/load.js'
import { provisioningDocument } from '../../src/services/provisioning/document.js'
import { startApp, type TestApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { fromOf } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { useFolder } from '../support/folder.js'
import { type Lpconfig, readLpconfig } from '../support/lpconfig.js'

const APP = { 'x-linphone-provisioning': '1' }
const hashOf = (algorithm: 'MD5' | 'SHA-256', { username, domain, password }: Person, realm = domain) =>
  ha1(algorithm, username, realm, password)

describeApp('the document that sets up an app', () => {
  const app = useApp()
  const folder = useFolder()

  async function mine(service: TestApp, person: Person): Promise<Lpconfig> {
    const answer = await service.api.get('/provisioning/me', { as: person, headers: APP })
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/xml'])
    return readLpconfig(answer.text)
  }
  async function withEnv<T>(env: Record<string, string>, work: (service: TestApp) => Promise<T>): Promise<T> {
    const service = await startApp({ env })
    try {
      return await work(service)
    } finally {
      await service.close()
    }
  }
  async function file(text: string | Buffer): Promise<string> {
    const path = join(folder.path, `lpconfig-${Math.random()}.ini`)
    await writeFile(path, text)
    return path
  }

  test('for everybody has no account, says where contacts are, and is fetched once: an app that comes again would lose its password', async () => {
    const answer = await app.api.get('/provisioning', { headers: APP })
    expect(answer.status).toBe(200)
    expect(readLpconfig(answer.text)).toEqual({
      misc: { 'contacts-vcard-list': 'http://accounts.test/contacts/vcard', transient_provisioning: '1' },
    })
    expect([answer.header('cache-control'), answer.header('content-encoding'), answer.header('content-length')]).toEqual([
      'no-store',
      undefined,
      String(Buffer.byteLength(answer.text)),
    ])
  })

  test('of my account has it, any number of times, and stays where it is', async () => {
    const bob = await app.make.user()
    const expected = {
      misc: { 'contacts-vcard-list': 'http://accounts.test/contacts/vcard' },
      proxy_0: {
        reg_identity: `<sip:${bob.username}@sip.example.org>`,
        realm: 'sip.example.org',
        reg_proxy: '<sip:sip.example.org;transport=tls>',
        reg_sendregister: '1',
        reg_expires: '3600',
      },
      auth_info_0: {
        username: bob.username,
        domain: 'sip.example.org',
        ha1: hashOf('MD5', bob),
        realm: 'sip.example.org',
        algorithm: 'MD5',
      },
    }
    expect(await mine(app, bob)).toEqual(expected)
    expect(await mine(app, bob)).toEqual(expected)
    const text = (await app.api.get('/api/provisioning/me', { as: bob, headers: APP })).text
    expect(readLpconfig(text)).toEqual(expected)
    expect(text.indexOf('"misc"') < text.indexOf('"proxy_0"') && text.indexOf('"proxy_0"') < text.indexOf('"auth_info_0"')).toBe(true)
  })

  test.each([
    ['stored', ['MD5'], 'MD5'],
    ['stored', ['SHA-256'], 'SHA-256'],
    ['stored', ['MD5', 'SHA-256'], 'SHA-256'],
    ['stored', ['CLRTXT'], 'SHA-256'],
    ['MD5', ['MD5', 'SHA-256'], 'MD5'],
    ['MD5', ['CLRTXT'], 'MD5'],
    ['SHA-256', ['MD5', 'SHA-256'], 'SHA-256'],
    ['SHA-256', ['MD5'], 'MD5'],
    ['MD5', ['SHA-256'], 'SHA-256'],
  ] as const)('with PROVISIONING_ALGORITHM=%s, of an account with %s has its hash by %s', async (setting, stored, expected) => {
    const bob = await app.make.user()
    await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
    for (const algorithm of stored) await app.make.storePassword(bob, algorithm)
    const config = { ...app.config, provisioningAlgorithm: setting }
    const account = (await app.deps.accounts.byAor(bob))!
    const document = readLpconfig(provisioningDocument({ config }, account, { once: false }))
    expect(document.auth_info_0).toMatchObject({ ha1: hashOf(expected, bob), algorithm: expected })
  })

  test('of an account without a password has its auth_info_0 all the same', async () => {
    const bob = await app.make.user()
    await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
    const account = (await app.deps.accounts.byAor(bob))!
    expect(readLpconfig(provisioningDocument(app.deps, account, { once: false })).auth_info_0).toEqual({
      username: bob.username,
      domain: bob.domain,
      realm: bob.domain,
      algorithm: 'SHA-256',
    })
  })

  test('has registrar, outbound proxy, expiry and realm from the settings', async () => {
    const env = {
      SIP_REGISTRAR: 'sip:edge.example.org:5061;transport=tls',
      SIP_OUTBOUND_PROXY: 'sips:out.example.org;lr',
      REGISTRATION_TTL: '600',
      SIP_REALM: 'one "realm" & <all>',
    }
    await withEnv(env, async (service) => {
      const bob = await service.make.user({ domain: 'other.example.org' })
      const account = (await service.deps.accounts.byAor(bob))!
      const { proxy_0, auth_info_0 } = readLpconfig(provisioningDocument(service.deps, account, { once: false }))
      expect(proxy_0).toMatchObject({
        reg_proxy: '<sip:edge.example.org:5061;transport=tls>',
        reg_route: '<sips:out.example.org;lr>',
        reg_expires: '600',
        realm: env.SIP_REALM,
      })
      expect(auth_info_0).toMatchObject({ realm: env.SIP_REALM, ha1: hashOf('MD5', bob, env.SIP_REALM) })
    })
  })

  test('has every entry of PROVISIONING_FILE as it is written, before ours, and the file’s in place of our defaults', async () => {
    const values = {
      yes: 'yes',
      off: 'off',
      null: 'null',
      brackets: '(a!b;c)',
      quotes: '"a" \'b\'',
      equals: 'a=b==c',
      markup: `&<>"' ]]> &amp; <![CDATA[x]]> <!-- y -->`,
      empty: '',
      umlaut: 'Grüße 📞',
      percent: '%2B%00',
    }
    const lines = Object.entries(values).map(([name, value]) => `  ${name} = ${value}`)
    const path = await file(
      Buffer.from(
        [
          '\uFEFF# a comment',
          '; another',
          '[ui]',
          ...lines,
          '',
          '[ s&<>"\' ]',
          'n&<>"\'=1',
          '[proxy_0]',
          'reg_proxy=<sip:mine>',
          'avpf=1',
          '[misc]',
          'x=1',
          '[ui]',
          'again=2',
        ].join('\r\n'),
      ),
    )
    await withEnv({ PROVISIONING_FILE: path }, async (service) => {
      const everybody = await service.api.get('/provisioning', { headers: APP })
      expect(readLpconfig(everybody.text)).toEqual({
        ui: { ...values, again: '2' },
        's&<>"\'': { 'n&<>"\'': '1' },
        misc: { 'contacts-vcard-list': 'http://accounts.test/contacts/vcard', transient_provisioning: '1', x: '1' },
      })
      const bob = await service.make.user()
      const answer = await service.api.get('/provisioning/me', { as: bob, headers: APP })
      expect(readLpconfig(answer.text).proxy_0).toMatchObject({
        reg_identity: `<sip:${bob.username}@sip.example.org>`,
        reg_proxy: '<sip:mine>',
        avpf: '1',
      })
      expect(answer.text.indexOf('name="ui"')).toBeLessThan(answer.text.indexOf('name="misc"'))
    })
  })

  test('is refused at the start when the file has faults, each with its line', async () => {
    const text = [
      'alone=1',
      '[a]',
      'x=1',
      'x=2',
      '=3',
      'nothing',
      '[]',
      '[auth_info_1]',
      '[b] c',
      'bell=\u0007',
      '[misc]',
      'contacts-vcard-list=https://example.org',
      '[proxy_0]',
      'reg_identity=<sip:x@y>',
    ]
    const refusal = (value: string) => {
      try {
        loadConfig({ PROVISIONING_FILE: value, DATA_DIR: folder.path, SECRET: 'a secret for tests alone' })
      } catch (error) {
        return (error as Error).message
      }
      return 'accepted'
    }
    const said = refusal(await file(text.join('\n')))
    for (const fault of [
      'line 1: the entry alone stands in no section',
      'line 4: the section a has the entry x already',
      'line 5: the entry has no name',
      'line 6: this is neither [section] nor name=value',
      'line 7: the section has no name',
      'line 8: the service itself says [auth_info_1]',
      'line 9: a section is written as [name]',
      'line 10: it has a control character',
      'line 12: the service itself says misc/contacts-vcard-list',
      'line 14: the service itself says proxy_0/reg_identity',
    ])
      expect(said).toContain(fault)
    expect(refusal(await file(Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0x62, 0x3d, 0xff])))).toContain('is not UTF-8')
    expect(refusal(await file(`[a]\nb=${'x'.repeat(262_144)}`))).toContain('has more than')
    expect(refusal(join(folder.path, 'nowhere'))).toContain('cannot be read')
    expect(refusal(await file('[a]\nb=1'))).toBe('accepted')
  })

  describe('is for apps', () => {
    test('who has no X-Linphone-Provisioning is refused, after credentials, with a JSON error', async () => {
      const bob = await app.make.user()
      for (const accept of [undefined, '*/*', 'application/xml', 'application/json']) {
        const headers: Record<string, string> = accept === undefined ? {} : { accept }
        for (const path of ['/provisioning', '/provisioning/unknown', '/api/provisioning', '/api/provisioning/unknown'])
          expect(await app.api.get(path, { headers })).toMatchObject({ status: 400, body: { code: 'provisioning_header_missing' } })
        expect((await app.api.get('/provisioning/me', { headers })).status).toBe(401)
        expect(await app.api.get('/provisioning/me', { headers, as: bob })).toMatchObject({
          status: 400,
          body: { code: 'provisioning_header_missing' },
        })
      }
    })

    test('any value of the header will do, and with PROVISIONING_HEADER=optional none', async () => {
      for (const value of ['', '0', 'anything'])
        expect((await app.api.get('/provisioning', { headers: { 'x-linphone-provisioning': value } })).status).toBe(200)
      await withEnv({ PROVISIONING_HEADER: 'optional' }, async (service) => {
        const bob = await service.make.user()
        expect((await service.api.get('/provisioning')).status).toBe(200)
        expect((await service.api.get('/provisioning/me', { as: bob })).status).toBe(200)
      })
    })

    test('what is not there is a JSON error, never a page', async () => {
      for (const path of ['/provisioning/a/b', '/provisioning/qrcode', '/contacts', '/contacts/x'])
        expect(await app.api.get(path, { headers: APP })).toMatchObject({ status: 404, body: { code: 'not_found' } })
      const posted = await app.api.post('/provisioning', {}, { headers: APP })
      expect([posted.status, posted.header('allow')]).toEqual([405, 'GET'])
    })
  })

  describe('behind a 401', () => {
    const algorithmsFor = async (path: string, person?: Person, service = app) => {
      const answer = await service.api.get(path, { headers: { ...APP, ...(person && { from: fromOf(person) }) } })
      expect(answer.status).toBe(401)
      return answer.all('www-authenticate').map((line) => [...line.matchAll(/algorithm=([\w-]+)/g)].map(([, name]) => name).join())
    }

    test('there is one challenge, by the algorithm of the account, or SHA-256 when nobody is known', async () => {
      const [bob, dave, both] = [await app.make.user(), await app.make.person({}), await app.make.user()]
      await app.make.storePassword(both, 'SHA-256')
      for (const path of ['/provisioning/me', '/api/provisioning/me']) {
        expect(await algorithmsFor(path, bob)).toEqual(['MD5'])
        expect(await algorithmsFor(path, dave)).toEqual(['SHA-256'])
        expect(await algorithmsFor(path, both)).toEqual(['SHA-256'])
        expect(await algorithmsFor(path)).toEqual(['SHA-256'])
        expect(await algorithmsFor(path, { ...bob, username: 'nobody.here' })).toHaveLength(1)
      }
      expect(await algorithmsFor('/api/accounts/me', both)).toEqual(['MD5', 'SHA-256'])
      expect(await algorithmsFor('/contacts/vcard')).toEqual(['MD5', 'SHA-256'])
    })

    test('the setting decides between several', async () => {
      await withEnv({ PROVISIONING_ALGORITHM: 'MD5' }, async (service) => {
        const both = await service.make.user()
        await service.make.storePassword(both, 'SHA-256')
        expect(await algorithmsFor('/provisioning/me', both, service)).toEqual(['MD5'])
      })
    })

    test('a digest is for the target that was sent, at the root and below /api', async () => {
      const bob = await app.make.user()
      for (const path of ['/provisioning/me?x=1', '/api/provisioning/me', '/contacts/vcard', '/api/contacts/vcard'])
        expect((await app.api.get(path, { as: bob, headers: APP })).status).toBe(200)
    })
  })
})
