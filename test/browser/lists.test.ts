// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { useApp } from '../support/app.js'
import { describeBrowser, inWindowAt, useBrowser } from '../support/browser.js'
import type { Person } from '../support/factory.js'

/** What of a list stands out of its card, or of its cell; run in the page. */
const STANDING_OUT = `(() => {
  const card = document.querySelector('article').getBoundingClientRect()
  return [...document.querySelectorAll('table, table td, table th, table a, table .badge')].flatMap((part) => {
    const { left, right } = part.getBoundingClientRect()
    const cell = part.closest('td, th')
    const within = cell ? cell.getBoundingClientRect() : card
    const out = right > card.right || left < card.left || right > within.right + 1 || part.scrollWidth > part.clientWidth + 1
    return out && getComputedStyle(part).display !== 'inline' && !part.closest('thead') ? [part.outerHTML.slice(0, 120)] : []
  })
})()`

describeBrowser('lists with names of any length', () => {
  const app = useApp()
  const browser = useBrowser()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'a'.repeat(64), email: `${'w'.repeat(64)}@mail.example.org`, phone: '+33612345699' })
    const other = await app.make.admin({ username: 'm'.repeat(64), domain: 'other.example.org' })
    await app.make.unconfirmed({ username: 'w'.repeat(64) })
    await app.deps.db.prisma.account.update({
      where: { id: other.id },
      data: { displayName: 'W'.repeat(120), blocked: true, activated: false },
    })
    const { id: _, ...entry } = await app.deps.db.prisma.auditEntry.findFirstOrThrow({ where: { accountId: alice.id } })
    await app.deps.db.prisma.auditEntry.create({
      data: { ...entry, actorId: alice.id, actorAddress: '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', detail: 'x'.repeat(60) },
    })
  })

  test.each(
    ['/accounts', '/activity', '/accounts?search=aaaaaa&state=active&since=2026-01-01'].flatMap((path) => [
      [path, 'en-GB'] as const,
      [path, 'fr-FR'] as const,
    ]),
  )('%s in %s stays within its card at every width', (path, language) =>
    inWindowAt(path, alice, browser, app, { language }, async ({ page }) => {
      for (const width of [320, 390, 641, 768, 900, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        expect([width, await page.evaluate(STANDING_OUT)]).toEqual([width, []])
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
      }
    }),
  )
})
