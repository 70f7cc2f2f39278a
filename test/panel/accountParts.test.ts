import { createVcard } from '../../src/services/vcards/vcards.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp('what belongs to an account, on its pages', () => {
  const app = useApp()

  async function desk() {
    const alice = await app.make.admin()
    const browser = new PanelClient(app)
    expect((await browser.logIn(alice)).status).toBe(303)
    const bob = await app.make.user()
    const page = (part: string) => browser.get(`/accounts/${bob.id}${part}`)
    const send = async (action: string, fields: Record<string, string>) => browser.post(`/accounts/${bob.id}${action}`, fields)
    return { alice, bob, browser, page, send }
  }
  const actions = async (id: number) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })).map(({ action }) => action)

  test('contacts: added by name or address, shown with a link, and removed', async () => {
    const { bob, browser, page, send } = await desk()
    const [carol, dora, far] = [await app.make.user(), await app.make.user(), await app.make.user({ domain: 'other.example.org' })]
    await page('/contacts')
    expect((await send('/contacts/add', { contact: carol.username })).header('location')).toBe(`/accounts/${bob.id}/contacts`)
    expect((await send('/contacts/add', { contact: ` sip:${dora.username}@${dora.domain}` })).status).toBe(303)
    for (const contact of ['', 'nobody.here', 'a b', `${far.username}@${far.domain}`, 'x\0y']) {
      const refused = await send('/contacts/add', { contact })
      expect([contact, refused.status, refused.text.includes('id="field-contact-error"')]).toEqual([contact, 422, true])
    }
    const shown = await page('/contacts')
    expect(shown.text).toContain(`<a href="/accounts/${carol.id}">`)
    const after = await browser.submit(shown, `/accounts/${bob.id}/contacts/remove`)
    expect(after.text).toContain('The contact has been removed.')
    expect(after.text).not.toContain(`<a href="/accounts/${carol.id}">`)
    expect((await browser.submit(shown, `/accounts/${bob.id}/contacts/remove`)).text).toContain('had already been removed')
    expect((await send('/contacts/remove', { contact: 'x' })).status).toBe(400)
    expect(await actions(bob.id)).toEqual(expect.arrayContaining(['addContact', 'removeContact']))
  })

  test('contacts lists of its domain: given and taken', async () => {
    const { alice, bob, browser, page, send } = await desk()
    const list = async (body: object): Promise<number> => (await app.api.post('/api/contacts_lists', body, { as: alice })).body.id
    const here = await list({ title: `Support ${bob.id}`, description: 'Who helps' })
    const far = await list({ title: `Far ${bob.id}`, description: 'Others', domain: 'other.example.org' })
    expect((await page('/contacts')).text).not.toContain(`Far ${bob.id}`)
    expect((await send('/contacts/lists/add', { list: String(here) })).status).toBe(303)
    const shown = await page('/contacts')
    expect(shown.text).toContain(`The contact list “Support ${bob.id}” has been assigned.`)
    for (const one of [here, far, 'x', '']) expect((await send('/contacts/lists/add', { list: String(one) })).status).toBe(422)
    expect((await browser.submit(shown, `/accounts/${bob.id}/contacts/lists/remove`)).text).toContain(
      'The contact list is no longer assigned.',
    )
    expect(await actions(bob.id)).toEqual(expect.arrayContaining(['addContactsList', 'removeContactsList']))
  })

  test('vCards: kept, shown, changed and removed', async () => {
    const { bob, browser, page, send } = await desk()
    const card = (uid: string, name: string): string => `BEGIN:VCARD\r\nVERSION:4.0\r\nUID:${uid}\r\nFN:${name}\r\nEND:VCARD\r\n`
    await page('/vcards')
    expect((await send('/vcards/keep', { vcard: card('urn:uuid:1', 'Carol <C>') })).status).toBe(303)
    for (const vcard of ['', 'nonsense', card('urn:uuid:1', 'Again'), `${card('urn:uuid:2', 'x'.repeat(4_100))}`])
      expect((await send('/vcards/keep', { vcard })).status).toBe(422)
    const shown = await page('/vcards?card=urn:uuid:1')
    expect(shown.text).toContain('vCard of Carol &lt;C&gt;')
    expect(shown.text).toMatch(/<textarea[^>]*>\s*BEGIN:VCARD/)
    expect((await send('/vcards/keep', { uid: 'urn:uuid:1', vcard: card('urn:uuid:1', 'Carol D.') })).status).toBe(303)
    expect((await send('/vcards/keep', { uid: 'urn:uuid:1', vcard: card('urn:uuid:9', 'Carol D.') })).status).toBe(422)
    const kept = await app.deps.db.prisma.vcard.findMany({ where: { accountId: bob.id } })
    expect(kept.map(({ vcard }) => /FN:(.*)/.exec(vcard)?.[1]?.trim())).toEqual(['Carol D.'])
    expect((await browser.submit(await page('/vcards'), `/accounts/${bob.id}/vcards/remove`)).text).toContain('The vCard has been removed.')
    expect(await app.deps.db.prisma.vcard.count({ where: { accountId: bob.id } })).toBe(0)
    expect(await actions(bob.id)).toContain('changeVcards')
  })

  test('a vCard that is too long for a form is shown, and not cut', async () => {
    const { bob, page } = await desk()
    const note = Array.from({ length: 90 }, (_, i) => `NOTE:${i} ${'x'.repeat(50)}`).join('\n')
    const text = `BEGIN:VCARD\nVERSION:4.0\nUID:long-1\nFN:Long\n${note}\nEND:VCARD\n`
    await createVcard(app.deps, bob.id, text, CLIENT)
    const shown = await page('/vcards?card=long-1')
    expect(shown.text).toContain('too long to be edited here')
    expect(shown.text).not.toContain('<textarea')
  })

  test('the dictionary: an entry is kept, replaced and removed', async () => {
    const { bob, browser, page, send } = await desk()
    await page('/details')
    for (const value of ['3', '4']) expect((await send('/details/dictionary/set', { key: 'floor', value })).status).toBe(303)
    const wrong: [string, string][] = [
      ['', '1'],
      ['floor', ''],
      ['k'.repeat(256), '1'],
      ['floor', 'v'.repeat(256)],
    ]
    for (const [key, value] of wrong) expect((await send('/details/dictionary/set', { key, value })).status).toBe(422)
    expect((await send('/details/dictionary/set', { key: '__proto__', value: 'x' })).status).toBe(303)
    expect(await app.deps.db.prisma.dictionaryEntry.findMany({ where: { accountId: bob.id, key: 'floor' } })).toMatchObject([
      { value: '4' },
    ])
    await send('/details/dictionary/remove', { key: '__proto__' })
    const many = Array.from({ length: 150 }, (_, i) => ({ accountId: bob.id, key: `z${i}`, value: 'x' }))
    await app.deps.db.prisma.dictionaryEntry.createMany({ data: many })
    expect((await page('/details')).text).toContain('The first 100 of 151 are shown')
    await app.deps.db.prisma.dictionaryEntry.deleteMany({ where: { accountId: bob.id, key: { startsWith: 'z' } } })
    const after = await browser.submit(await page('/details'), `/accounts/${bob.id}/details/dictionary/remove`)
    expect(after.text).toContain('The entry has been removed.')
    expect(await app.deps.db.prisma.dictionaryEntry.count({ where: { accountId: bob.id } })).toBe(0)
    expect((await send('/details/dictionary/remove', { key: 'floor' })).status).toBe(303)
    expect(await actions(bob.id)).toContain('updateAccount')
  })

  test('types of its domain, and no others', async () => {
    const { alice, bob, browser, page, send } = await desk()
    const type = async (body: object): Promise<number> => (await app.api.post('/api/account_types', body, { as: alice })).body.id
    const here = await type({ key: `door-${bob.id}` })
    const far = await type({ key: `far-${bob.id}`, domain: 'other.example.org' })
    expect((await page('/details')).text).not.toContain(`far-${bob.id}`)
    expect((await send('/details/types/add', { type: String(here) })).status).toBe(303)
    for (const one of [here, far, 'x']) expect((await send('/details/types/add', { type: String(one) })).status).toBe(422)
    expect((await browser.submit(await page('/details'), `/accounts/${bob.id}/details/types/remove`)).text).toContain(
      'The type has been removed.',
    )
  })

  test('actions: not before DTMF is set; made, changed and removed', async () => {
    const { alice, bob, browser, page, send } = await desk()
    expect((await page('/details')).text).toContain('First choose how apps send DTMF')
    expect((await send('/details/actions/save', { action: '', action_key: 'open-door', code: '1234' })).status).toBe(422)
    await app.api.put(`/api/accounts/${bob.id}`, { username: bob.username, dtmf_protocol: 'sipinfo' }, { as: alice })
    await page('/details')
    expect((await send('/details/actions/save', { action: '', action_key: 'open-door', code: '1234' })).status).toBe(303)
    for (const more of [{ action_key: 'Open' }, { code: '#' }, { action: '2147483647' }]) {
      const fields = { action: '', action_key: 'light', code: '1', ...more }
      expect([more, (await send('/details/actions/save', fields)).status]).toEqual([more, 422])
    }
    const shown = await page('/details')
    const change = /href="([^"]*\?action=\d+)#/.exec(shown.text)![1]!
    expect((await browser.get(change)).text).toMatch(/name="code"[^>]* value="1234"/)
    const id = /action=(\d+)/.exec(change)![1]!
    expect((await send('/details/actions/save', { action: id, action_key: 'open-gate', code: '77' })).status).toBe(303)
    expect(await app.deps.db.prisma.accountAction.findMany({ where: { accountId: bob.id } })).toMatchObject([
      { key: 'open-gate', code: '77' },
    ])
    expect((await browser.submit(await page('/details'), `/accounts/${bob.id}/details/actions/remove`)).text).toContain(
      'The action has been removed.',
    )
  })

  test('the account at another server: set, kept without its password, changed and removed', async () => {
    const { bob, browser, page, send } = await desk()
    const trunk = { username: `trunk.${bob.id}`, domain: 'sip.operator.example', protocol: 'TLS' }
    await page('/external')
    const stored = () => app.deps.db.prisma.externalAccount.findUnique({ where: { accountId: bob.id } })
    const first = await send('/external', trunk)
    expect([first.status, first.text.includes('id="field-password-error"')]).toEqual([422, true])
    expect((await send('/external', { ...trunk, password: 'trunk-secret-1' })).status).toBe(303)
    const { password } = (await stored())!
    const shown = await page('/external')
    expect(shown.text).toMatch(new RegExp(`name="username"[^>]* value="trunk.${bob.id}"`))
    expect(shown.text).not.toContain(password)
    expect((await send('/external', { ...trunk, outbound_proxy: 'sip:proxy.operator.example' })).status).toBe(303)
    expect(await stored()).toMatchObject({ password, outboundProxy: 'sip:proxy.operator.example' })
    const wrong = { username: 'Trunk', domain: 'a b', protocol: 'SCTP', realm: trunk.domain, registrar: 'a b', outbound_proxy: 'a b' }
    for (const [name, value] of Object.entries(wrong)) {
      const refused = await send('/external', { ...trunk, [name]: value })
      expect([name, refused.status, refused.text.includes(`id="field-${name}-error"`)]).toEqual([name, 422, true])
    }
    const other = await app.make.user()
    await browser.get(`/accounts/${other.id}/external`)
    expect((await browser.post(`/accounts/${other.id}/external`, { ...trunk, password: 'x' })).status).toBe(422)
    expect((await browser.submit(await page('/external'), `/accounts/${bob.id}/external/remove`)).text).toContain('has been removed')
    expect(await stored()).toBeNull()
    expect((await send('/external/remove', {})).status).toBe(303)
    expect(await actions(bob.id)).toEqual(expect.arrayContaining(['changeExternalAccount', 'deleteExternalAccount']))
  })
})
