import { randomUUID } from 'node:crypto'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

const OWN = '/api/accounts/me/vcards-storage'
const urn = () => `urn:uuid:${randomUUID()}`
const cardOf = (uid: string, ...more: string[]) =>
  ['BEGIN:VCARD', 'VERSION:4.0', `UID:${uid}`, 'FN:Carol', ...more, 'END:VCARD', ''].join('\n')

describeApp('vCards that an account keeps', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const keep = (as: Person, vcard: unknown, path = OWN) => app.api.post(path, { vcard }, { as })
  const replace = (as: Person, uid: string, vcard: string, path = OWN) => app.api.send('PUT', `${path}/${uid}`, { as, body: { vcard } })
  const one = (as: Person, uid: string, path = OWN) => app.api.get(`${path}/${encodeURIComponent(uid)}`, { as })
  const remove = (as: Person, uid: string, path = OWN) => app.api.delete(`${path}/${encodeURIComponent(uid)}`, { as })

  /** Who asks, and where: the account itself, or an administrator for it. */
  const WAYS: [who: string, way: (bob: Person) => { as: Person; path: string }][] = [
    ['the account itself', (bob) => ({ as: bob, path: OWN })],
    ['an administrator', (bob) => ({ as: alice, path: `/api/accounts/${bob.id}/vcards-storage` })],
  ]
  test.each(WAYS)('are kept, listed, shown, replaced and deleted by %s', async (_, way) => {
    const bob = await app.make.user()
    const { as, path } = way(bob)
    const [uid, other] = [urn(), urn()]
    expect((await app.api.get(path, { as })).text).toBe('{}')
    const kept = await keep(as, cardOf(uid), path)
    expect([kept.status, kept.body]).toEqual([
      201,
      { vcard: cardOf(uid), created_at: expect.stringMatching(/Z$/), updated_at: kept.body.created_at },
    ])
    expect((await keep(as, cardOf(other), path)).status).toBe(201)
    expect(Object.entries((await app.api.get(path, { as })).body)).toEqual([
      [uid, kept.body],
      [other, expect.objectContaining({ vcard: cardOf(other) })],
    ])
    expect((await one(as, uid, path)).body).toEqual(kept.body)
    expect((await one(as, uid.slice('urn:uuid:'.length), path)).body).toEqual(kept.body)

    const again = await keep(as, cardOf(uid, 'NOTE:another'), path)
    expect([again.status, again.body.code]).toEqual([409, 'vcard_exists'])
    app.clock.advance(60)
    const replaced = await replace(as, uid.slice('urn:uuid:'.length), cardOf(uid, 'NOTE:another'), path)
    expect(replaced.body).toMatchObject({ vcard: cardOf(uid, 'NOTE:another'), created_at: kept.body.created_at })
    expect(replaced.body.updated_at > kept.body.updated_at).toBe(true)
    const refused = await replace(as, uid, cardOf(other), path)
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      { vcard: ['The UID must stay the same. Keep this one as a vCard of its own.'] },
    ])

    expect((await remove(as, uid, path)).body).toEqual({})
    expect(Object.keys((await app.api.get(path, { as })).body)).toEqual([other])
    const none = urn()
    for (const answer of [await remove(as, uid, path), await one(as, uid, path), await replace(as, none, cardOf(none), path)])
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
  })

  test('of an account that does not exist are 404 to administrators', async () => {
    const path = '/api/accounts/999999/vcards-storage'
    const uid = urn()
    for (const answer of [
      await app.api.get(path, { as: alice }),
      await keep(alice, cardOf(uid), path),
      await one(alice, uid, path),
      await replace(alice, uid, cardOf(uid), path),
      await remove(alice, uid, path),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
  })

  test('are noted when somebody else changes them', async () => {
    const bob = await app.make.user()
    const uid = urn()
    await keep(bob, cardOf(uid))
    await replace(alice, uid, cardOf(uid, 'NOTE:x'), `/api/accounts/${bob.id}/vcards-storage`)
    const noted = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id, action: { not: 'createAccount' } } })
    expect(noted.map(({ action, actorId }) => [action, actorId])).toEqual([['changeVcards', alice.id]])
  })

  test('are those of the account alone, and go with it', async () => {
    const [bob, carol] = [await app.make.user(), await app.make.user()]
    const uid = urn()
    for (const one of [bob, carol]) expect((await keep(one, cardOf(uid, `NOTE:${one.username}`))).status).toBe(201)
    expect((await remove(bob, uid)).status).toBe(200)
    expect((await one(carol, uid)).body.vcard).toContain(carol.username)
    await app.api.delete('/api/accounts/me', { as: carol })
    expect(await app.deps.db.prisma.vcard.count({ where: { uid } })).toBe(0)
  })

  test('of one UID that come at once are kept once', async () => {
    const bob = await app.make.user()
    const uid = urn()
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => keep(bob, cardOf(uid, `NOTE:${n}`))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
  })

  test('have UIDs of any kind: a path means the one of exactly this UID', async () => {
    const bob = await app.make.user()
    const bare = randomUUID()
    for (const uid of [bare, `urn:uuid:${bare}`, '__proto__', 'https://example.org/a?b#c', 'é📱 "x"/..', 'x'.repeat(255)]) {
      expect([uid, (await keep(bob, cardOf(uid))).status]).toEqual([uid, 201])
      expect([uid, (await one(bob, uid)).body.vcard?.replace(/\n /g, '')]).toEqual([uid, cardOf(uid)])
    }
    expect(Object.keys((await app.api.get(OWN, { as: bob })).body)).toHaveLength(6)
  })

  test.each([
    ['line ends of each kind, blank lines and a mark', `\ufeff${cardOf('u').replaceAll('\n', '\r\n\r\n')}`, cardOf('u')],
    ['lines that end by CR alone', cardOf('u').replaceAll('\n', '\r'), cardOf('u')],
    ['lines that are folded', cardOf('u', 'NOTE:a\n b\r\n\tc'), cardOf('u', 'NOTE:abc')],
    ['no line end at the end', cardOf('u').trimEnd(), cardOf('u')],
    [
      'a long line',
      cardOf('u', `NOTE:${'é📱'.repeat(30)}`),
      cardOf('u', `NOTE:${'é📱'.repeat(11)}é\n ${'📱é'.repeat(12)}\n ${'📱é'.repeat(6)}📱`),
    ],
    [
      'values that no reader of vCards may change',
      cardOf('u', 'N:Doe;Jo\\;hn\\,;;;', 'NOTE:a\\;b\\\\;c\\n', 'REV:2020', 'item1.TEL;TYPE="voice,home";X-A=b:+1', 'X-Y;Z="a;b:c":d'),
      cardOf('u', 'N:Doe;Jo\\;hn\\,;;;', 'NOTE:a\\;b\\\\;c\\n', 'REV:2020', 'item1.TEL;TYPE="voice,home";X-A=b:+1', 'X-Y;Z="a;b:c":d'),
    ],
    [
      'version 3.0',
      'BEGIN:VCARD\nVERSION:3.0\nUID:u\nFN:x\nN:a;b\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\nEND:VCARD\n',
      'BEGIN:VCARD\nVERSION:3.0\nUID:u\nFN:x\nN:a;b\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\nEND:VCARD\n',
    ],
    ['lower case', 'begin:vcard\nversion:4.0\nuid:u\nfn:x\nend:vcard\n', 'begin:vcard\nversion:4.0\nuid:u\nfn:x\nend:vcard\n'],
  ])('are kept with %s', async (_, sent, kept) => {
    const bob = await app.make.user()
    const { status, body } = await keep(bob, sent)
    expect([status, body.vcard]).toEqual([201, kept])
    expect((await replace(bob, 'u', body.vcard)).body.vcard).toBe(kept)
  })

  test.each<[what: string, vcard: unknown]>([
    ['nothing', ''],
    ['no text', { a: 1 }],
    ['words', 'Carol'],
    ['blanks', ' \n\t'],
    ['JSON', '["vcard",[["uid",{},"text","x"]],[]]'],
    ['a calendar', 'BEGIN:VCALENDAR\nVERSION:4.0\nUID:u\nFN:x\nEND:VCALENDAR'],
    ['no end', 'BEGIN:VCARD\nVERSION:4.0\nUID:u\nFN:x'],
    ['another end', 'BEGIN:VCARD\nVERSION:4.0\nUID:u\nFN:x\nEND:VCALENDAR'],
    ['two', cardOf('u') + cardOf('v')],
    ['one in another', cardOf('u', cardOf('v').trimEnd())],
    ['something behind it', `${cardOf('u')}NOTE:x`],
    ['something before it', `NOTE:x\n${cardOf('u')}`],
    ['no version', 'BEGIN:VCARD\nUID:u\nFN:x\nEND:VCARD'],
    ['version 2.1', 'BEGIN:VCARD\nVERSION:2.1\nUID:u\nFN:x\nEND:VCARD'],
    ['two versions', cardOf('u', 'VERSION:3.0')],
    ['no UID', 'BEGIN:VCARD\nVERSION:4.0\nFN:x\nEND:VCARD'],
    ['an empty UID', cardOf(' ')],
    ['two UIDs', cardOf('u', 'UID:v')],
    ['a UID of 256 characters', cardOf('x'.repeat(256))],
    ['a UID of two lines', cardOf('a\\nb')],
    ['no name', 'BEGIN:VCARD\nVERSION:4.0\nUID:u\nEND:VCARD'],
    ['an empty name', 'BEGIN:VCARD\nVERSION:4.0\nUID:u\nFN: \nEND:VCARD'],
    ['a line without a colon', cardOf('u', 'NOTE')],
    ['a property of that name', cardOf('u', '__proto__:x', 'constructor;a:y').replace('FN', 'X-FN')],
    ['NUL', cardOf('u', 'NOTE:a\u0000b')],
    ['an escape sequence', cardOf('u', 'NOTE:\u001b[31m')],
    ['half a character', cardOf('u', 'NOTE:\ud83d')],
    ['too many characters', cardOf('u', `NOTE:${'x'.repeat(65_536)}`)],
    ['too many bytes', cardOf('u', `NOTE:${'é'.repeat(33_000)}`)],
    ['too many lines', cardOf('u', ...Array(1_000).fill('A:'))],
    ['thousands of lines', cardOf('u', ...Array(20_000).fill('A:'))],
    ['components without end', 'BEGIN:VCARD\n'.repeat(5_000)],
    ['folds without end', `${cardOf('u').trimEnd()}${'\n '.repeat(30_000)}x`],
  ])('are refused with %s, at once', async (_, vcard) => {
    const bob = await app.make.user()
    const key = await app.make.apiKey(bob)
    const since = performance.now()
    const { status, body } = await app.api.post(OWN, { vcard }, { headers: { 'x-api-key': key } })
    expect([status, body.code, Object.keys(body.errors)]).toEqual([422, 'validation_failed', ['vcard']])
    expect(performance.now() - since).toBeLessThan(2_000)
    expect(await app.deps.db.prisma.vcard.count({ where: { accountId: bob.id } })).toBe(0)
  })

  test.each([
    ['commas', `CATEGORIES:${','.repeat(60_000)}`],
    ['semicolons', `N:${';'.repeat(60_000)}`],
    ['parameters', `A${';b=c'.repeat(15_000)}:x`],
    ['quotes', `A;b=${'"a",'.repeat(15_000)}"a":x`],
    ['backslashes', `NOTE:${'\\'.repeat(60_000)}`],
    ['carets', `A;b="${'^n'.repeat(30_000)}":x`],
    ['folds', `NOTE:${'\n a'.repeat(20_000)}`],
  ])('are read at once, however many %s they have', async (_, line) => {
    const bob = await app.make.user()
    const since = performance.now()
    expect((await keep(bob, cardOf('u', line))).status).toBe(201)
    expect(performance.now() - since).toBeLessThan(2_000)
  })

  test('are 1,000 at most, also when they come at once', async () => {
    const bob = await app.make.user()
    const now = new Date()
    const data = Array.from({ length: 998 }, (_, n) => ({ accountId: bob.id, uid: `u${n}`, vcard: 'x', createdAt: now, updatedAt: now }))
    await app.deps.db.prisma.vcard.createMany({ data })
    const answers = await Promise.all(Array.from({ length: 6 }, () => keep(bob, cardOf(urn()))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403, 403, 403])
    const refused = await keep(alice, cardOf(urn()), `/api/accounts/${bob.id}/vcards-storage`)
    expect([refused.status, refused.body.code]).toEqual([403, 'vcard_limit_reached'])
    expect((await remove(bob, 'u1')).status).toBe(200)
    expect((await keep(bob, cardOf(urn()))).status).toBe(201)
  })

  test('have 4 MiB at most, all together', async () => {
    const bob = await app.make.user()
    const now = new Date()
    const data = Array.from({ length: 64 }, (_, n) => ({
      ...{ accountId: bob.id, uid: `u${n}`, createdAt: now, updatedAt: now },
      vcard: n === 0 ? 'x' : 'é'.repeat(32_768),
    }))
    await app.deps.db.prisma.vcard.createMany({ data })
    expect((await replace(bob, 'u0', cardOf('u0', 'NOTE:x'))).status).toBe(200)
    const long = (uid: string) => cardOf(uid, ...Array(60).fill(`NOTE:${'é'.repeat(500)}`))
    expect((await keep(bob, long('v'))).status).toBe(201)
    expect((await keep(bob, long('w'))).body.code).toBe('vcard_limit_reached')
    expect((await replace(bob, 'u0', long('u0'))).body.code).toBe('vcard_limit_reached')
    expect((await replace(bob, 'u1', long('u1'))).status).toBe(200)
  })

  test('are one text at the root of the server, sent again only when something has changed', async () => {
    const bob = await app.make.user()
    const get = (path: string, headers = {}) => app.api.get(path, { as: bob, headers })
    const none = await get('/vcards-storage')
    expect([none.status, none.text, none.header('content-type')]).toEqual([200, '', 'text/vcard'])
    const [first, second] = [urn(), urn()]
    for (const uid of [first, second]) await keep(bob, cardOf(uid, `NOTE:${'é'.repeat(60)}`))
    for (const path of ['/vcards-storage', '/api/vcards-storage']) {
      const { text, header } = await get(path)
      expect(text.match(/^BEGIN:VCARD\r$/gm)).toHaveLength(2)
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect((await get(path, { 'if-none-match': header('etag')! })).status).toBe(304)
      expect((await get(path, { 'if-none-match': none.header('etag')! })).status).toBe(200)
      const alone = await get(`${path}/${second.slice('urn:uuid:'.length)}`)
      expect(text.endsWith(alone.text)).toBe(true)
      expect((await get(`${path}/${second}`, { 'if-none-match': alone.header('etag')! })).status).toBe(304)
      expect((await get(`${path}/${urn()}`)).status).toBe(404)
    }
  })
})
