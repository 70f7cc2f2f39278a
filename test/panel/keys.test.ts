import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

const MONITORING = { name: 'Monitoring', scope: 'read', idle: '1440', networks: '127.0.0.0/8, ::1' }

describeApp('the page of API keys', () => {
  const app = useApp()
  async function loggedIn(person: Person, language?: string): Promise<PanelClient> {
    const browser = new PanelClient(app, language)
    await browser.logIn(person)
    await browser.get('/keys')
    return browser
  }
  const keysOf = ({ id }: Person) => app.deps.db.prisma.apiKey.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })
  const shownKey = (text: string) => />([A-Za-z0-9]{40})</.exec(text)?.[1]

  test('makes a key as the form says, without script, and shows it once', async () => {
    const alice = await app.make.admin()
    const browser = await loggedIn(alice)
    expect((await browser.post('/keys', { ...MONITORING, name: ' Monitoring ' })).status).toBe(303)
    const made = (await keysOf(alice)).at(-1)
    expect(made).toMatchObject({ name: 'Monitoring', scope: 'read', idleMinutes: 1440, networks: '127.0.0.0/8,::1/128' })
    const page = await browser.get('/keys')
    const key = shownKey(page.text)!
    for (const text of ['Monitoring', 'Read', '127.0.0.0/8', '::1/128']) expect(page.text).toContain(text)
    expect((await app.api.get('/api/accounts', { headers: { 'x-api-key': key } })).status).toBe(200)
    expect(shownKey((await browser.get('/keys')).text)).toBeUndefined()
    expect((await browser.post('/keys', { name: 'Everything', scope: 'admin', idle: '', networks: '' })).status).toBe(303)
    expect((await keysOf(alice)).at(-1)).toMatchObject({ scope: 'admin', idleMinutes: null, networks: null })
  })

  test.each<[string, object, string]>([
    ['no name', { name: '' }, 'The name must have 3 to 64 characters.'],
    ['a scope of its own', { scope: 'everything' }, 'Choose a scope from the list.'],
    ['a text for a network', { networks: 'everywhere' }, 'Enter at most 20 addresses or networks'],
    ['a time of its own', { idle: 'soon' }, 'Choose a period from the list.'],
    ['a name that there is', { name: 'Backup' }, 'You already have a key with this name.'],
  ])('says what is wrong with %s, and keeps what was entered', async (_, wrong, text) => {
    const alice = await app.make.admin()
    await createApiKey(app.deps, alice.id, CLIENT, { name: 'Backup' })
    const browser = await loggedIn(alice)
    const { status, text: page } = await browser.post('/keys', { ...MONITORING, ...wrong })
    expect([status, page.includes(text)]).toEqual([422, true])
    if (!('networks' in wrong)) expect(page).toContain('value="127.0.0.0/8, ::1"')
    expect(await keysOf(alice)).toHaveLength(2)
  })

  test('says that there are as many as may be', async () => {
    const alice = await app.make.admin()
    await app.deps.db.prisma.apiKey.createMany({
      data: Array.from({ length: 99 }, (_, i) => ({ accountId: alice.id, keyHash: `full-${alice.id}-${i}` })),
    })
    const { status, text } = await (await loggedIn(alice)).post('/keys', MONITORING)
    expect([status, text.includes('the maximum number of keys')]).toEqual([422, true])
  })

  test('asks for the password again after ten minutes, and then makes the key that was asked for', async () => {
    const alice = await app.make.admin()
    const browser = await loggedIn(alice)
    app.clock.advance(600)
    const asked = await browser.post('/keys', MONITORING)
    expect([asked.status, (await keysOf(alice)).length]).toEqual([403, 1])
    const held_form = /name="held_form" value="([^"]*)"/.exec(asked.text)![1]!
    expect((await browser.post('/keys', { held_form, held_password: alice.password })).status).toBe(303)
    expect((await keysOf(alice)).at(-1)).toMatchObject({ name: 'Monitoring', scope: 'read' })
  })

  test('escapes names, says that a key has ended, and speaks French', async () => {
    const alice = await app.make.admin()
    await createApiKey(app.deps, alice.id, CLIENT, { name: '<b>"Bold"</b>', scope: 'flexisip', idleMinutes: 1 })
    app.clock.advance(60)
    const { text } = await (await loggedIn(alice)).get('/keys')
    expect(text).toContain('&lt;b&gt;&quot;Bold&quot;&lt;/b&gt;')
    expect(text).toContain('>expired</span>')
    const french = await (await loggedIn(alice, 'fr')).get('/keys')
    for (const words of ['Portée', 'Serveur SIP', 'expirée']) expect(french.text).toContain(words)
  })

  test('is for administrators, and its form for pages of ours', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const browser = await loggedIn(bob)
    expect((await browser.get('/keys')).status).toBe(403)
    expect((await browser.post('/keys', MONITORING)).status).toBe(403)
    expect((await (await loggedIn(alice)).post('/keys', MONITORING, { token: 'another' })).status).toBe(403)
    expect(await keysOf(alice)).toHaveLength(1)
  })
})
