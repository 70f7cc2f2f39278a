// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { useApp } from '../support/app.js'
import { axeFaults, describeBrowser, follow, inWindow, useBrowser } from '../support/browser.js'
import { controlFaults } from '../support/contrast.js'

const PHONE = { width: 390, height: 844 }

describeBrowser('what all pages have, in a browser', () => {
  const app = useApp()
  const browser = useBrowser()

  test('is a menu of one row on a phone, for administrators too, which opens without a script', () =>
    inWindow(browser, app, { javaScriptEnabled: false, viewport: PHONE }, async ({ page, open, logIn }) => {
      await logIn(await app.make.admin())
      await open('/accounts')
      const [menu, links] = [page.locator('header summary'), page.getByRole('navigation', { name: 'Main menu' })]
      expect((await menu.innerText()).replace(/\s+/g, ' ')).toContain('Accounts')
      expect((await page.locator('header.site').boundingBox())!.height).toBeLessThan(130)
      expect(await links.isVisible()).toBe(false)
      await menu.click()
      expect(await links.getByRole('link').count()).toBe(8)
      await follow(links.getByRole('link', { name: 'My account' }))
      expect(await page.title()).toContain('My account')
      await page.setViewportSize({ width: 1280, height: 900 })
      const own = page.getByRole('navigation', { name: 'My account' })
      expect(await own.getByRole('link').count()).toBe(5)
      await follow(own.getByRole('link', { name: 'Password' }))
      expect(await own.getByRole('link', { name: 'Password' }).getAttribute('aria-current')).toBe('page')
      expect([await menu.isVisible(), await links.isVisible()]).toEqual([false, true])
      await page.setViewportSize(PHONE)
    }))

  test('is a menu that axe finds nothing in when it is open, and that stands out', () =>
    inWindow(browser, app, { bypassCSP: true, viewport: PHONE }, async ({ page, logIn }) => {
      await logIn(await app.make.admin())
      await page.locator('header summary').click()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect([...(await axeFaults(page)), ...(await controlFaults(page))]).toEqual([])
      }
    }))

  test('is the language that a person chooses, without a script, until they choose another', () =>
    inWindow(browser, app, { javaScriptEnabled: false }, async ({ page, context, open }) => {
      await open('/activate?account=1')
      await follow(page.getByRole('navigation', { name: 'Language' }).getByRole('link', { name: 'Français' }))
      expect(page.url()).toBe(`${app.url}/activate?account=1`)
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
      await open('/login')
      expect(await page.title()).toContain('Connexion')
      const kept = (await context.cookies()).find(({ name }) => name === 'language')!
      expect(kept.expires * 1000).toBeGreaterThan(Date.now() + 300 * 86_400_000)
      await follow(page.getByRole('link', { name: 'English' }))
      expect(await page.title()).toContain('Log in')
    }))

  test('are times in the zone of the visitor, with UTC beside', () =>
    inWindow(browser, app, { timezoneId: 'Asia/Tokyo' }, async ({ page, logIn }) => {
      await logIn(await app.make.user())
      const time = page.locator('main time').first()
      const moment = new Date((await time.getAttribute('datetime'))!)
      const text = (timeZone: string) =>
        new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(moment)
      expect(await time.innerText()).toContain(text('Asia/Tokyo'))
      expect(await time.getAttribute('title')).toBe(`${text('UTC')}\u00a0UTC`)
    }))

  test('are times in UTC, which say so, where no script runs', () =>
    inWindow(browser, app, { timezoneId: 'Asia/Tokyo', javaScriptEnabled: false }, async ({ page, logIn }) => {
      await logIn(await app.make.user())
      expect(await page.locator('main time').first().innerText()).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d\u00a0UTC$/)
    }))
})
