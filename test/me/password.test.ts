import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress } from '../support/signUp.js'

const PASSWORD = '/api/accounts/me/password'

describeApp('changing my password', () => {
  const app = useApp()

  const change = (bob: Person, body: object, as: Person = bob) =>
    app.api.post(PASSWORD, { algorithm: 'SHA-256', old_password: bob.password, ...body }, { as })
  const logIn = async (person: Person) => (await app.api.get('/api/accounts/me', { as: { ...person, apiKey: undefined } })).status
  const algorithms = async (bob: Person) =>
    (await app.deps.db.prisma.password.findMany({ where: { accountId: bob.id }, select: { algorithm: true } })).map((row) => row.algorithm)

  test.each(['MD5', 'SHA-256'] as const)('lets the new one in, the old one no more, and stores it by %s alone', async (algorithm) => {
    const bob = await app.make.user()
    await app.make.storePassword(bob, 'SHA-256')
    const response = await change(bob, { algorithm, password: 'n3w-secret' })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({})
    expect(await algorithms(bob)).toEqual([algorithm])
    expect(await logIn({ ...bob, password: 'n3w-secret', algorithm })).toBe(200)
    expect(await logIn({ ...bob, algorithm })).toBe(401)
  })

  describe('whose answer was lost', () => {
    const NEW = { password: 'n3w-secret', old_password: 'builder-42' }
    /** Somebody whose password was changed a moment ago, and who does not know it. */
    async function changed(algorithm: 'MD5' | 'SHA-256' = 'SHA-256') {
      const bob = await app.make.user({ password: NEW.old_password })
      expect((await change(bob, { ...NEW, algorithm })).status).toBe(200)
      return bob
    }
    const passwordEntries = (bob: Person) => app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'changePassword' } })

    test.each(['MD5', 'SHA-256'] as const)('is answered alike with the password of before, and changes nothing (%s)', async (algorithm) => {
      const bob = await changed(algorithm)
      expect(await change(bob, { ...NEW, algorithm })).toMatchObject({ status: 200, text: '{}' })
      expect(await passwordEntries(bob)).toBe(1)
      expect(await logIn({ ...bob, password: NEW.password, algorithm })).toBe(200)
      expect(await logIn(bob)).toBe(401)
    })

    test('is answered alike by an API key', async () => {
      const bob = await app.make.user({ password: NEW.old_password })
      const as = { ...bob, apiKey: await app.make.apiKey(bob) }
      expect((await change(bob, NEW, as)).status).toBe(200)
      expect((await change(bob, NEW, as)).status).toBe(200)
      expect(await passwordEntries(bob)).toBe(1)
    })

    test('lets the password of before do nothing else', async () => {
      const bob = await changed()
      const other = await change(bob, { ...NEW, password: 'an0ther-secret' })
      expect(other).toMatchObject({ status: 422, body: { code: 'wrong_password' } })
      const { old_password: _, ...without } = NEW
      expect((await app.api.post(PASSWORD, { algorithm: 'SHA-256', ...without }, { as: bob })).status).toBe(422)
      expect((await app.api.post('/api/accounts/me/phone/request', { phone: '+33612345678' }, { as: bob })).status).toBe(401)
      expect(await logIn({ ...bob, password: NEW.password, algorithm: 'SHA-256' })).toBe(200)
    })

    test('is refused after ten minutes, and after another change', async () => {
      const [bob, erin] = [await changed(), await changed()]
      const third = { password: 'th1rd-secret', old_password: NEW.password }
      expect((await change({ ...erin, password: NEW.password, algorithm: 'SHA-256' }, third)).status).toBe(200)
      expect((await change(erin, NEW)).status).toBe(401)
      app.clock.advance(600)
      expect((await change(bob, NEW)).status).toBe(401)
    })
  })

  test('voids the code of a change of address that somebody with the old one asked for', async () => {
    const bob = await app.make.user()
    const email = newAddress()
    expect((await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })).status).toBe(200)
    const { code } = (await app.outbox.last('email', email)).data
    expect((await change(bob, { password: 'n3w-secret' })).status).toBe(200)
    const confirmed = await app.api.post(
      '/api/accounts/me/email',
      { code },
      { as: { ...bob, password: 'n3w-secret', algorithm: 'SHA-256' } },
    )
    expect(confirmed.status).toBe(404)
  })

  test('takes the new one that is the old one, to change the algorithm', async () => {
    const bob = await app.make.user()
    expect((await change(bob, { password: bob.password })).status).toBe(200)
    expect(await logIn({ ...bob, algorithm: 'SHA-256' })).toBe(200)
  })

  test('to the same by the same algorithm changes nothing: no entry, no mail, no session ends; keys do if asked', async () => {
    const email = newAddress()
    const bob = await app.make.user({ email, admin: true })
    const apiKey = await app.make.apiKey(bob)
    const browser = new PanelClient(app)
    await browser.logIn(bob)
    const changes = () => app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'changePassword' } })
    expect((await change(bob, { algorithm: 'MD5', password: bob.password })).status).toBe(200)
    expect((await app.api.get('/api/accounts/me', { as: { ...bob, apiKey } })).status).toBe(200)
    expect((await change(bob, { algorithm: 'MD5', password: bob.password, revoke_keys: true })).status).toBe(200)
    expect((await app.api.get('/api/accounts/me', { as: { ...bob, apiKey } })).status).toBe(401)
    expect(await changes()).toBe(0)
    expect(await app.outbox.to(email)).toEqual([])
    expect(await browser.isIn()).toBe(true)
    expect((await change(bob, { algorithm: 'MD5', password: 'n3w-secret' })).status).toBe(200)
    expect(await changes()).toBe(1)
    expect(await app.outbox.to(email)).toHaveLength(1)
  })

  test.each([
    ['without the old one', { old_password: undefined }, 'validation_failed', /old password as well/],
    ['with a wrong old one', { old_password: 'wr0ng-secret' }, 'wrong_password', /wrong/],
    ['with an empty old one', { old_password: '' }, 'wrong_password', /wrong/],
    ['with an old one that has a space too many', { old_password: 'builder-42 ' }, 'wrong_password', /wrong/],
  ])('is refused %s, by digest and by key, and changes nothing', async (_, fault, code, text) => {
    const bob = await app.make.user()
    const keyed = { ...bob, apiKey: await app.make.apiKey(bob) }
    for (const as of [bob, keyed]) {
      const response = await change(bob, { password: 'n3w-secret', ...fault }, as)
      expect(response.status).toBe(422)
      expect(response.body).toMatchObject({ code, errors: { old_password: [expect.stringMatching(text)] } })
    }
    expect(await algorithms(bob)).toEqual(['MD5'])
    expect(await logIn(bob)).toBe(200)
  })

  test('takes any of the stored ones as the old one, clear text too', async () => {
    const bob = await app.make.user()
    await app.make.storePassword({ ...bob, password: 'imp0rted-secret' }, 'CLRTXT')
    expect((await change(bob, { password: 'n3w-secret', old_password: 'imp0rted-secret' })).status).toBe(200)
    expect(await algorithms(bob)).toEqual(['SHA-256'])
  })

  test('needs no old one when there is none', async () => {
    const bob = await app.make.user()
    const keyed = { ...bob, apiKey: await app.make.apiKey(bob) }
    await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
    expect((await change(bob, { password: 'f1rst-secret', old_password: undefined }, keyed)).status).toBe(200)
    expect(await logIn({ ...bob, password: 'f1rst-secret', algorithm: 'SHA-256' })).toBe(200)
  })

  test.each(['  spaced  ', `"quoted" \\ 'too'`, 'a:b:c:d', 'пароль-密码-🔑', 'é'.repeat(255), 'tab\tnull\u0000end'])(
    'takes %j as it is, as new one and as old one',
    async (password) => {
      const bob = await app.make.user()
      expect((await change(bob, { password })).status).toBe(200)
      const changed: Person = { ...bob, password, algorithm: 'SHA-256' }
      expect(await logIn(changed)).toBe(200)
      expect((await change({ ...changed, password: `${password.slice(0, 254)} ` }, { password: 'x-secret' }, changed)).body.code).toBe(
        'wrong_password',
      )
      expect((await change(changed, { password: 'n3w-secret' })).status).toBe(200)
    },
  )

  test.each([
    ['password', '12345', /at least 6/],
    ['password', 'x'.repeat(256), /at most 255/],
    ['password', ['secret-7'], /string/],
    ['password', undefined, /required/],
    ['algorithm', 'md5', /MD5, SHA-256/],
    ['algorithm', 'CLRTXT', /MD5, SHA-256/],
    ['old_password', 42, /string/],
    ['old_password', 'x'.repeat(256), /at most 255/],
  ])('is refused for the %s %j', async (field, value, text) => {
    const bob = await app.make.user()
    const response = await change(bob, { password: 'n3w-secret', [field]: value })
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'validation_failed', errors: { [field]: [expect.stringMatching(text)] } })
    expect(await logIn(bob)).toBe(200)
  })

  test('is done by one of ten at once that know the same old one', async () => {
    const bob = await app.make.user()
    bob.apiKey = await app.make.apiKey(bob)
    const wanted = Array.from({ length: 10 }, (_, n) => `n3w-secret-${n}`)
    const responses = await Promise.all(wanted.map((password) => change(bob, { password })))
    expect(responses.filter((r) => r.status === 200)).toHaveLength(1)
    // from the sixth wrong one on they are slowed down
    expect(responses.filter((r) => r.body.code === 'wrong_password' || r.body.code === 'rate_limited')).toHaveLength(9)
    app.clock.advance(86_400)
    const logIns = await Promise.all(wanted.map((password) => logIn({ ...bob, password, algorithm: 'SHA-256' })))
    const accepted = logIns.flatMap((status, n) => (status === 200 ? [n] : []))
    expect(accepted).toEqual(responses.flatMap((r, n) => (r.status === 200 ? [n] : [])))
  })
})
