import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

const DAY_S = 86_400

/** The numbers of a day (or week) in a chart's table. */
function row(page: ApiResponse, chart: string, label: string): string[] {
  const [, part] = page.text.split(`<h2 id="${chart}">`)
  const [, line] = part!.split(`<th scope="row">${label}</th>`)
  return [...line!.slice(0, line!.indexOf('</tr>')).matchAll(/<td>([^<]*)<\/td>/g)].map(([, number]) => number!)
}

/** The number beside a state, and where it leads. */
const state = (page: ApiResponse, name: string): [list: string, count: string] => {
  const [, list, count] = new RegExp(`<a href="([^"]*)"><strong>([^<]*)</strong> ${name}</a>`).exec(page.text)!
  return [list!, count!]
}

describeApp('the overview of administrators', () => {
  const app = useApp()

  async function overview(path = '/overview'): Promise<{ browser: PanelClient; page: ApiResponse }> {
    const browser = new PanelClient(app)
    await browser.logIn(await app.make.admin())
    return { browser, page: await browser.get(path) }
  }

  test('counts accounts by their state, and leads to the list of those', async () => {
    const alice = await app.make.admin()
    const before = (await overview()).page
    const [blocked, closed] = [await app.make.user(), await app.make.user()]
    await app.make.unconfirmed()
    await app.api.post(`/api/accounts/${blocked.id}/block`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${closed.id}/deactivate`, undefined, { as: alice })
    const { browser, page } = await overview()
    const grown = (name: string): number => Number(state(page, name)[1]) - Number(state(before, name)[1])
    expect(['Not activated yet', 'Blocked', 'Deactivated', 'Administrators'].map(grown)).toEqual([1, 1, 1, 1])
    const list = await browser.get(state(page, 'Deactivated')[0])
    expect(list.text).toContain(`/accounts/${closed.id}"`)
    expect(list.text).not.toContain(`/accounts/${blocked.id}"`)
  })

  test('draws new accounts, log-ins and messages of each day, and says them as a table', async () => {
    app.clock.advance(3 * DAY_S)
    const label = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(app.clock.now())
    const bob = await app.make.user()
    expect((await app.api.get('/api/accounts/me', { as: bob, by: 'digest' })).status).toBe(200)
    const { page } = await overview()
    expect(row(page, 'sign-ups', label)).toEqual(['2'])
    const [accepted] = row(page, 'log-ins', label)
    expect(Number(accepted)).toBeGreaterThanOrEqual(1)
    expect(page.text).toContain(`<title>${label} – Created: 2</title>`)
  })

  test('counts refused log-ins and messages that were sent', async () => {
    app.clock.advance(3 * DAY_S)
    const label = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(app.clock.now())
    const bob = await app.make.user({ email: 'bob@example.org' })
    await new PanelClient(app).send('/login', { username: bob.username, password: 'not it' })
    await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: await app.make.admin() })
    await app.outbox.last('email', 'bob@example.org')
    const { page } = await overview()
    expect(row(page, 'log-ins', label)[1]).toBe('1')
    expect(row(page, 'messages', label)).toEqual(['1', '0'])
  })

  test('has weeks in the place of days where the period is long, and weighs little', async () => {
    const { page } = await overview('/overview?days=364')
    expect(page.text.match(/<th scope="row">/g)).toHaveLength(3 * 52)
    expect(page.text.length).toBeLessThan(60_000)
  })

  test('says what does not work, and looks again when it is asked to', async () => {
    const { browser } = await overview()
    const page = await browser.submit(await browser.get('/overview'), '/overview/check')
    expect(page.status).toBe(200)
    expect(page.text).toContain('Everything that is configured works.')
    const bob = await app.make.user({ email: 'nobody@example.org' })
    await app.deps.db.prisma.message.create({
      data: {
        accountId: bob.id,
        channel: 'email',
        kind: 'passwordReset',
        recipient: 'nobody@example.org',
        expiresAt: new Date(app.clock.now()),
        failedAt: new Date(app.clock.now()),
        lastError: '550 5.1.1 <mailbox> unavailable',
      },
    })
    const again = await browser.submit(page, '/overview/check')
    expect(again.text).toContain('Needs a look')
    expect(again.text).toContain('In the last 24 hours, one message could not be sent')
    expect(again.text).toContain('The mail server refused the message (550).')
    expect(again.text).toContain('<small lang="en">550 5.1.1 &lt;mailbox&gt; unavailable</small>')
    expect(again.text).toContain('<a href="/messages?state=failed">Show these messages</a>')
    expect((await browser.get('/overview?language=fr')).status).toBe(303)
    const french = (await browser.get('/overview')).text
    expect(french).toContain('Ces dernières 24 heures, un message n’a pas pu être envoyé')
    expect(french).toContain('Le serveur de messagerie a refusé le message (550).')
    expect(french).not.toContain('given up')
  })

  test('is for administrators alone', async () => {
    const browser = new PanelClient(app)
    await browser.logIn(await app.make.user())
    expect((await browser.get('/overview')).status).toBe(403)
    expect((await browser.send('/overview/check', {})).status).toBe(403)
  })
})
