// runs once: PostgreSQL finds a time by its own index, SQLite by what the ids of many lie between
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { manyAccounts } from '../support/manyAccounts.js'
import { PanelClient } from '../support/panel.js'

/** More than the panel counts, between a few that were made before and after. */
const MANY = 60_000
const DAY = '2026-11-24'

describeApp("what the panel's list has too many of that were made in a time", () => {
  const app = useApp()
  let browser: PanelClient
  beforeAll(async () => {
    const { prisma } = app.deps.db
    const made = async (username: string, createdAt: string): Promise<void> => {
      await app.make.user({ username })
      await prisma.account.update({ where: { username_domain: { username, domain: 'sip.example.org' } }, data: { createdAt } })
    }
    await made('early.bird', '2020-01-01T00:00:00.000Z')
    await manyAccounts(prisma, MANY)
    await made('late.riser', '2026-12-24T00:00:00.000Z')
    const alice = await app.make.admin({ username: 'old.hand' })
    await prisma.account.update({ where: { id: alice.id }, data: { createdAt: '2020-01-01T00:00:00.000Z' } })
    browser = new PanelClient(app)
    await browser.logIn(alice)
  })

  const page = async (query: Record<string, string>) => {
    const { text } = await browser.get(`/accounts?${new URLSearchParams(query)}`)
    const names = [...text.matchAll(/<th scope="row"><a href="\/accounts\/\d+">([^<]+)<wbr>/g)].map(([, name]) => name)
    return [/<h2>([^<]+)<\/h2>/.exec(text)?.[1], names.length, names[0], names.at(-1)]
  }

  test.each([
    ['since, the newest first', { since: DAY }, ['More than 50,000 accounts', 20, 'late.riser', `many.${MANY - 18}`]],
    ['until, the newest first', { until: DAY }, ['More than 50,000 accounts', 20, 'old.hand', `many.${MANY - 18}`]],
    ['since, the oldest first', { since: DAY, sort: 'oldest' }, ['More than 50,000 accounts', 20, 'many.1', 'many.20']],
    ['until, the oldest first', { until: DAY, sort: 'oldest' }, ['More than 50,000 accounts', 20, 'early.bird', 'many.19']],
    ['since and until', { since: DAY, until: DAY, page: '3000' }, ['60,000 accounts', 20, 'many.20', 'many.1']],
    ['since a day after most', { since: '2026-12-01' }, ['1 account', 1, 'late.riser', 'late.riser']],
    ['since a day after all', { since: '2027-01-01' }, ['0 accounts', 0, undefined, undefined]],
  ])('%s', async (_, query, shown) => {
    expect(await page(query as Record<string, string>)).toEqual(shown)
  })
})
