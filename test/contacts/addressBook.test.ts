import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

/** A line of a vCard as it was before it was folded. */
const linesOf = (text: string): string[] => text.replace(/\r\n[ \t]/g, '').split('\r\n')

describeApp('the address book', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  async function add(owner: Person, ...contacts: Person[]): Promise<void> {
    for (const { id } of contacts)
      expect((await app.api.post(`/api/accounts/${owner.id}/contacts/${id}`, undefined, { as: alice })).status).toBe(200)
  }
  let count = 0
  async function share(owner: Person, ...members: Person[]): Promise<void> {
    const { body: list } = await app.api.post('/api/contacts_lists', { title: `Shared ${++count}`, description: '' }, { as: alice })
    for (const { id } of members) await app.api.post(`/api/contacts_lists/${list.id}/contacts/${id}`, undefined, { as: alice })
    expect((await app.api.post(`/api/accounts/${owner.id}/contacts_lists/${list.id}`, undefined, { as: alice })).status).toBe(200)
  }
  const contactsOf = async (as: Person) => (await app.api.get('/api/accounts/me/contacts', { as })).body
  const { account } = { account: (person: Person, data: object) => app.deps.db.prisma.account.update({ where: { id: person.id }, data }) }

  /** Carol as a door station, with all that is nobody else's business. */
  async function carolAtTheDoor(): Promise<Person> {
    const carol = await app.make.user({ email: `carol${++count}@private.example.org`, phone: `+3361234${5000 + count}` })
    await account(carol, { displayName: 'Carol; at, the "door"', dtmfProtocol: 'sipinfo' })
    await app.api.get('/api/accounts/me/provision', { as: carol })
    await app.api.post('/api/accounts/me/email/request', { email: `other${count}@private.example.org` }, { as: carol })
    const { accountType, typeOfAccount, accountAction, dictionaryEntry } = app.deps.db.prisma
    const { id: typeId, spaceId } = await accountType.create({ data: { spaceId: carol.record.spaceId, key: `door${count}` } })
    await typeOfAccount.create({ data: { accountId: carol.id, typeId, spaceId } })
    await accountAction.create({ data: { accountId: carol.id, key: 'open', code: '12#' } })
    await dictionaryEntry.create({ data: { accountId: carol.id, key: 'secret-key', value: 'secret-value' } })
    return carol
  }

  test('has the own contacts and the members of all lists, each once and in their order', async () => {
    const [bob, carol, dave, erin] = [await app.make.user(), await app.make.user(), await app.make.user(), await app.make.user()]
    await add(bob, dave, carol)
    await share(bob, carol, erin)
    await share(bob, erin, bob)
    expect((await contactsOf(bob)).map(({ id }: Person) => id)).toEqual([bob.id, carol.id, dave.id, erin.id])
    expect(await contactsOf(carol)).toEqual([])
  })

  test('tells of a contact what a call needs, and nothing else', async () => {
    const [bob, carol] = [await app.make.user(), await carolAtTheDoor()]
    await add(bob, carol)
    const [contact] = await contactsOf(bob)
    expect(contact).toEqual({
      id: carol.id,
      username: carol.username,
      domain: carol.domain,
      activated: true,
      dtmf_protocol: 'sipinfo',
      display_name: 'Carol; at, the "door"',
      sip_uri: `sip:${carol.username}@${carol.domain}`,
      types: [{ id: expect.any(Number), key: expect.stringMatching(/^door/) }],
      actions: [{ id: expect.any(Number), key: 'open', code: '12#' }],
    })
    for (const sip of [
      `${carol.username}@${carol.domain}`,
      `sip:${carol.username}@${carol.domain.toUpperCase()}`,
      `${carol.username}%40${carol.domain}`,
    ])
      expect((await app.api.get(`/api/accounts/me/contacts/${sip}`, { as: bob })).body).toEqual(contact)
    const { text } = await app.api.get('/contacts/vcard', { as: bob })
    for (const told of [text, JSON.stringify(contact)]) expect(told).not.toMatch(/private\.example\.org|\+3361|secret|provisioning/)
  })

  test('shows no actions of an account whose DTMF protocol is not known', async () => {
    const [bob, carol] = [await app.make.user(), await carolAtTheDoor()]
    await account(carol, { dtmfProtocol: null })
    await add(bob, carol)
    expect(await contactsOf(bob)).toMatchObject([{ dtmf_protocol: null, actions: [] }])
    expect((await app.api.get('/contacts/vcard', { as: bob })).text).not.toMatch(/ACTION|DTMF/)
  })

  test('shows whether contacts are activated, those that are blocked as they were', async () => {
    const [bob, carol, dave] = [await app.make.user(), await app.make.unconfirmed(), await app.make.user()]
    await account(dave, { activated: false, blocked: true, activatedBeforeBlock: true })
    await add(bob, carol, dave)
    expect((await contactsOf(bob)).map(({ activated }: { activated: boolean }) => activated)).toEqual([false, true])
  })

  test('has nobody under other addresses', async () => {
    const [bob, carol] = [await app.make.user(), await app.make.user()]
    await share(bob, bob)
    for (const sip of [
      `${carol.username}@${carol.domain}`,
      'nobody@sip.example.org',
      'x',
      '@',
      "' or 1=1 --@x",
      'a@b'.repeat(100),
      '%00@x',
      '%ff',
    ]) {
      expect([sip, (await app.api.get(`/api/accounts/me/contacts/${encodeURI(sip)}`, { as: bob })).status]).toEqual([sip, 404])
      expect([sip, (await app.api.get(`/contacts/vcard/${encodeURI(sip)}`, { as: bob })).status]).toEqual([sip, 404])
    }
  })

  describe('as vCards', () => {
    const get = (as: Person, path = '/contacts/vcard', headers: Record<string, string> = {}) =>
      app.api.get(path, { as, headers: { accept: 'text/vcard', 'accept-encoding': 'gzip', ...headers } })

    test('is empty without contacts, which apps take for an empty list', async () => {
      const bob = await app.make.user()
      const { status, text, header } = await get(bob)
      expect([status, text, header('content-type'), header('content-length')]).toEqual([200, '', 'text/vcard', '0'])
      expect(header('content-encoding')).toBeUndefined()
      expect((await get(await app.make.admin(), '/api/contacts/vcard')).status).toBe(200)
    })

    test('has one of version 4.0 for each contact, with what Linphone reads', async () => {
      const [bob, carol, dave] = [await app.make.user(), await carolAtTheDoor(), await app.make.user()]
      await add(bob, carol, dave)
      const { text } = await get(bob)
      expect(linesOf(text)).toEqual([
        'BEGIN:VCARD',
        'VERSION:4.0',
        expect.stringMatching(/^UID:urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        'KIND:individual',
        `IMPP:sip:${carol.username}@${carol.domain}`,
        'FN:Carol\\; at\\, the "door"',
        'X-LINPHONE-ACCOUNT-DTMF-PROTOCOL:sipinfo',
        expect.stringMatching(/^X-LINPHONE-ACCOUNT-TYPE:door\d+$/),
        'X-LINPHONE-ACCOUNT-ACTION:open;12#',
        'END:VCARD',
        'BEGIN:VCARD',
        'VERSION:4.0',
        expect.stringMatching(/^UID:urn:uuid:/),
        'KIND:individual',
        `IMPP:sip:${dave.username}@${dave.domain}`,
        `FN:${dave.username}`,
        'END:VCARD',
        '',
      ])
      const one = await get(bob, `/contacts/vcard/${dave.username}@${dave.domain}`)
      expect(text.endsWith(one.text)).toBe(true)
      expect(one.text.startsWith('BEGIN:VCARD\r\n')).toBe(true)
    })

    test('gives a contact one UID for good, the same to all who have it', async () => {
      const [bob, dave, carol] = [await app.make.user(), await app.make.user(), await app.make.user()]
      await add(bob, carol)
      await share(dave, carol)
      const uidOf = async (as: Person) => /^UID:.*$/m.exec((await get(as)).text)![0]
      const uid = await uidOf(bob)
      await account(carol, { displayName: 'Another name' })
      expect([await uidOf(bob), await uidOf(dave)]).toEqual([uid, uid])
    })

    test.each([
      ['a line break', 'A\r\nEND:VCARD\r\nBEGIN:VCARD\nFN:B\rC', 'A\\nEND:VCARD\\nBEGIN:VCARD\\nFN:B\\nC'],
      ['a backslash', 'a\\nb\\', 'a\\\\nb\\\\'],
      ['control characters', 'a\u0001\u007fb\u0085', 'ab'],
      ['long and of many bytes', `📱é${'x'.repeat(60)}漢字📱`.repeat(8), `📱é${'x'.repeat(60)}漢字📱`.repeat(8)],
    ])('holds a display name with %s', async (_, displayName, shown) => {
      const [bob, carol] = [await app.make.user(), await app.make.user()]
      await account(carol, { displayName })
      await add(bob, carol)
      const { text } = await get(bob)
      const lines = text.split('\r\n')
      expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n\ufffd]/)
      expect(linesOf(text).filter((line) => line.startsWith('BEGIN:'))).toHaveLength(1)
      expect(linesOf(text)).toContain(`FN:${shown}`)
    })

    test('is sent again only when something has changed', async () => {
      const [bob, carol] = [await app.make.user(), await app.make.user()]
      await add(bob, carol)
      const first = await get(bob)
      const etag = first.header('etag')!
      expect(etag).toMatch(/^"[\w-]{22}"$/)
      for (const seen of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await get(bob, '/contacts/vcard', { 'if-none-match': seen })
        expect([again.status, again.text, again.header('etag'), again.header('content-type')]).toEqual([304, '', etag, undefined])
      }
      expect((await get(bob, '/contacts/vcard', { 'if-none-match': '"other"' })).text).toBe(first.text)
      const path = `/contacts/vcard/${carol.username}@${carol.domain}`
      expect((await get(bob, path, { 'if-none-match': (await get(bob, path)).header('etag')! })).status).toBe(304)
      await account(carol, { displayName: 'Carol' })
      const changed = await get(bob, '/contacts/vcard', { 'if-none-match': etag })
      expect([changed.status, changed.header('etag') === etag]).toEqual([200, false])
    })
  })
})
