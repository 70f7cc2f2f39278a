// runs once: a browser is slow, and test/panel asks for these pages over both databases
import type { Caller } from '../../src/caller.js'
import { deactivateAccount } from '../../src/services/accounts/change/state.js'
import { deleteAccount } from '../../src/services/accounts/deletion.js'
import { useApp } from '../support/app.js'
import { axeFaults, describeBrowser, follow, inWindowAt, useBrowser, type VisitorOptions, type Window } from '../support/browser.js'
import { CLIENT, type Person } from '../support/factory.js'

describeBrowser('the activity page', () => {
  const app = useApp()
  const browser = useBrowser()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
    for (let i = 1; i <= 30; i++) await app.make.user({ username: `crowd.${i}` })
    const bob = await app.make.user({ username: 'bob.builder' })
    const byAlice: Caller = { ...CLIENT, ip: '192.0.2.10', actor: { kind: 'admin', id: alice.id }, requestId: 'a1' }
    await deactivateAccount(app.deps, bob.id, byAlice)
    await deleteAccount(app.deps, bob.id, byAlice)
  }, 60_000)

  const work = (options: VisitorOptions, todo: (window: Window) => Promise<void>) =>
    inWindowAt('/activity', alice, browser, app, options, todo)
  const rows = async ({ page }: Window) =>
    (await page.locator('tbody tr').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim())

  test('says what was done, to whom, by whom and from where, the newest first', () =>
    work({}, async (window) => {
      const found = await rows(window)
      expect(found).toHaveLength(20)
      const when = '24 Nov 2026, 12:00 UTC'
      expect(found.slice(0, 4)).toEqual([
        `Logged in to this site alice.admin@sip.example.org Administrator, alice.admin@sip.example.org127.0.0.1 ${when}`,
        `Account deleted bob.builder@sip.example.org Administrator, alice.admin@sip.example.org192.0.2.10 ${when}`,
        `Account deactivated bob.builder@sip.example.org Administrator, alice.admin@sip.example.org192.0.2.10 ${when}`,
        `Account created bob.builder@sip.example.org Command line ${when}`,
      ])
      await follow(window.page.getByRole('link', { name: 'Older' }))
      expect((await rows(window)).length).toBeGreaterThan(10)
      expect(await window.page.getByRole('link', { name: 'Older' }).count()).toBe(0)
      await follow(window.page.getByRole('link', { name: 'Newest' }))
      expect(await rows(window)).toEqual(found)
    }))

  test('finds what was done to an account, also to one that is gone, and one action', () =>
    work({ javaScriptEnabled: false }, async (window) => {
      expect(await window.send({ Account: 'bob.builder' }, 'Search')).toBe(200)
      expect(await rows(window)).toHaveLength(3)
      await window.page.getByText('More filters').click()
      expect(await window.send({ Action: 'deleteAccount' }, 'Search')).toBe(200)
      expect(await rows(window)).toHaveLength(1)
      await follow(window.page.getByRole('link', { name: 'Clear filters' }))
      expect(await rows(window)).toHaveLength(20)
    }))

  test.each(['?account=a@b@c', '?account=<script>', '?account=nobody.here'])('says of %s that there is nothing', (query) =>
    work({}, async ({ open, page }) => {
      expect(await open(`/activity${query}`)).toBe(200)
      expect(await page.getByText('No activity matches.').count()).toBe(1)
    }),
  )

  test('begins anew where a link has a cursor that is not of this list', () =>
    work({}, async (window) => {
      expect(await window.open('/activity?cursor=nonsense')).toBe(200)
      expect(await rows(window)).toHaveLength(20)
      expect(await window.page.getByText('No activity matches.').count()).toBe(0)
    }))

  test.each([
    ['in English', {}],
    ['in French', { language: 'fr-FR' } as const],
    ['in the dark', { colorScheme: 'dark' } as const],
  ])('is clear %s: axe finds nothing, and it fits a phone', (_, options) =>
    work({ bypassCSP: true, ...options }, async ({ page }) => {
      expect(await page.locator('main').textContent()).not.toMatch(/undefined|\[object|NaN/)
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
      expect(await axeFaults(page)).toEqual([])
    }),
  )
})
