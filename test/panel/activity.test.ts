import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

const DAY_MS = 86_400_000
const DAY_S = 86_400

describeApp('the activity page', () => {
  const app = useApp()

  async function opened(): Promise<PanelClient> {
    const browser = new PanelClient(app)
    await browser.logIn(await app.make.admin())
    return browser
  }
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

  test('names who did what to whom, with links to those that are there still', async () => {
    const [alice, bob, gone] = [await app.make.admin(), await app.make.user(), await app.make.user()]
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
    await app.api.delete(`/api/accounts/${gone.id}`, { as: alice })
    const page = (await (await opened()).get(`/activity?actor=${alice.username}`)).text.replaceAll('<wbr>', '')
    expect(page).toContain(`<a href="/accounts/${alice.id}">${alice.username}@${alice.domain}</a>`)
    expect(page).toContain(`<a href="/accounts/${bob.id}">${bob.username}@${bob.domain}</a>`)
    expect(page).toContain(`${gone.username}@${gone.domain}`)
    expect(page).not.toContain(`href="/accounts/${gone.id}"`)
  })

  test('says in words what the log has by its own names', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    await app.api.put(
      `/api/accounts/${bob.id}`,
      { username: bob.username, display_name: 'Bob B.', dtmf_protocol: 'sipinfo' },
      { as: alice },
    )
    await app.api.post(`/api/accounts/${alice.id}/api-keys`, { name: 'Billing', scope: 'read' }, { as: alice })
    const browser = await opened()
    const said = async (language: string): Promise<string[]> => {
      await browser.get(`/activity?language=${language}`)
      const { text } = await browser.get(`/activity?actor=${alice.id}`)
      return [...text.matchAll(/<small>([^<]*)<\/small><\/th>/g)].map(([, words]) => words!)
    }
    expect(await said('en')).toEqual(['Billing – scope: Read', 'Display name, how apps send DTMF', 'Scope: Everything'])
    expect(await said('fr')).toEqual(['Billing – portée\u00a0: Lecture', 'Nom affiché, envoi des DTMF', 'Portée\u00a0: Tout'])
  })

  test('shows what one account did, in the days that are asked for, and keeps that in its pages', async () => {
    const [alice, other, bob] = [await app.make.admin(), await app.make.admin(), await app.make.user()]
    app.clock.advance(10 * DAY_S)
    const at = app.clock.now()
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${bob.id}/unblock`, undefined, { as: other })
    const browser = await opened()
    const shown = async (query: Record<string, string>) => {
      const { text } = await browser.get(`/activity?${new URLSearchParams({ account: String(bob.id), ...query })}`)
      const table = /<tbody>[\s\S]*<\/tbody>/.exec(text)?.[0] ?? ''
      return ['Account blocked', 'Account unblocked'].map((action) => table.includes(action))
    }
    expect(await shown({})).toEqual([true, true])
    expect(await shown({ actor: String(alice.id) })).toEqual([true, false])
    expect(await shown({ actor: `${other.username}@${other.domain}`, since: day(at), until: day(at) })).toEqual([false, true])
    expect(await shown({ until: day(at - DAY_MS) })).toEqual([false, false])
    expect(await shown({ since: day(at + DAY_MS) })).toEqual([false, false])
    expect(await shown({ actor: 'nobody there' })).toEqual([false, false])
    expect(await shown({ since: '2026-02-31' })).toEqual([true, true]) // no month has it
    for (let i = 0; i < 11; i++) {
      await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
      await app.api.post(`/api/accounts/${bob.id}/unblock`, undefined, { as: alice })
    }
    const { text } = await browser.get(`/activity?account=${bob.id}&actor=${alice.id}&since=${day(at)}`)
    const [, older] = /<a href="([^"]*)" rel="next">/.exec(text)!
    expect(older).toContain(`actor=${alice.id}&amp;since=${day(at)}&amp;cursor=`)
    // one of another list, as of an earlier version
    const anew = await browser.get(
      `/activity?account=${bob.id}&actor=${alice.id}&since=${day(at)}&cursor=${Buffer.from('e1').toString('base64url')}`,
    )
    expect(anew.text).toContain(older!)
  })
})
