// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { useApp } from '../support/app.js'
import { describeBrowser, follow, inWindowAt, useBrowser, type Window } from '../support/browser.js'
import type { Person } from '../support/factory.js'

describeBrowser('the list of accounts', () => {
  const app = useApp()
  const browser = useBrowser()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
    for (let i = 1; i <= 41; i++) await app.make.user({ username: `crowd.${String(i).padStart(2, '0')}` })
    await app.make.unconfirmed({ username: 'carol.waits', email: 'Carol@Mail.example.org' })
    await app.make.user({ username: 'dave_other', domain: 'other.example.org', phone: '+33612345678' })
  }, 60_000)

  const listed = ({ page }: Window) => page.locator('tbody th').allInnerTexts()
  const work = (options: object, todo: (window: Window) => Promise<void>) => inWindowAt('/accounts', alice, browser, app, options, todo)

  test('is read a page at a time, there and back', async () => {
    await work({}, async (window) => {
      const { page } = window
      const to = async (name: string) => {
        await follow(page.getByRole('link', { name, exact: true }))
        return listed(window)
      }
      expect(await page.getByRole('heading', { name: '44 accounts' }).count()).toBe(1)
      const first = await listed(window)
      expect([first.length, ...first.slice(0, 3)]).toEqual([
        20,
        'dave_other@other.example.org',
        'carol.waits@sip.example.org',
        'crowd.41@sip.example.org',
      ])
      const second = await to('Next')
      expect([second.length, second[0]]).toEqual([20, 'crowd.23@sip.example.org'])
      expect(await page.getByText('Page 2 of 3').count()).toBe(1)
      expect(await to('Last')).toEqual([
        'crowd.03@sip.example.org',
        'crowd.02@sip.example.org',
        'crowd.01@sip.example.org',
        'alice.admin@sip.example.org',
      ])
      expect(await page.getByRole('link', { name: 'Next' }).count()).toBe(0)
      expect(await to('Previous')).toEqual(second)
      expect(await to('First')).toEqual(first)
    })
  })

  test.each([
    ['Search', 'carol@mail', ['carol.waits@sip.example.org']],
    ['Search', '612345', ['dave_other@other.example.org']],
    ['Search', 'e_o', ['dave_other@other.example.org']],
    ['Status', 'waiting', ['carol.waits@sip.example.org']],
    ['Role', 'admin', ['alice.admin@sip.example.org']],
    ['Domain', 'other.example.org', ['dave_other@other.example.org']],
  ])('finds by %s: %s', async (label, value, found) => {
    await work({}, async (window) => {
      if (label !== 'Search') await window.page.getByText('More filters').click()
      expect(await window.send({ [label]: value }, 'Search')).toBe(200)
      expect(await listed(window)).toEqual(found)
      const field = window.page.getByLabel(label, { exact: true })
      expect(await field.inputValue()).toBe(value)
      await follow(window.page.getByRole('link', { name: 'Clear filters' }))
      expect(await window.page.getByRole('heading', { name: '44 accounts' }).count()).toBe(1)
    })
  })

  test('keeps what it is narrowed to from page to page', async () => {
    await work({}, async (window) => {
      await window.page.getByText('More filters').click()
      await window.send({ Search: 'CROWD', Status: 'active' }, 'Search')
      await follow(window.page.getByRole('link', { name: 'Last', exact: true }))
      await window.page.getByText('Page 3 of 3').waitFor()
      expect(await listed(window)).toEqual(['crowd.01@sip.example.org'])
      expect(await window.page.getByLabel('Search', { exact: true }).inputValue()).toBe('CROWD')
    })
  })

  test('goes to a page by its number, with more filters, and takes one off by a click; without script', async () => {
    await work({ javaScriptEnabled: false }, async (window) => {
      const { page } = window
      await page.getByText('More filters').click()
      expect(await window.send({ Search: 'crowd', 'E-mail address': 'no', Order: 'name' }, 'Search')).toBe(200)
      expect(await page.getByLabel('E-mail address', { exact: true }).inputValue()).toBe('no')
      expect(await window.send({ 'Page number': '3' }, 'Go')).toBe(200)
      expect(await listed(window)).toEqual(['crowd.41@sip.example.org'])
      await follow(page.getByRole('link', { name: 'Remove the filter Search: crowd' }))
      await page.getByRole('heading', { name: '43 accounts' }).waitFor()
      expect(await page.getByRole('link', { name: /^Remove the filter/ }).count()).toBe(1)
    })
  })

  test('begins high on a phone, folds its filters away unless one is in use, and says how to be rid of them', async () => {
    await work({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } }, async ({ page, open }) => {
      expect((await page.getByRole('heading', { name: '44 accounts' }).boundingBox())!.y).toBeLessThan(500)
      expect(await page.getByLabel('Status', { exact: true }).isVisible()).toBe(false)
      await open('/accounts?search=crowd')
      expect(await page.getByLabel('Status', { exact: true }).isVisible()).toBe(false)
      await open('/accounts?state=active&search=nobody')
      expect(await page.getByLabel('Status', { exact: true }).isVisible()).toBe(true)
      await follow(page.getByRole('link', { name: 'Clear filters' }))
      expect(await page.getByRole('heading', { name: '44 accounts' }).count()).toBe(1)
    })
  })

  test('selects all of a page without a script, and has at hand what can be done with what is selected', async () => {
    await work({ javaScriptEnabled: false }, async ({ page }) => {
      const [button, ticked] = [page.getByRole('button', { name: 'Continue' }), page.locator('td.pick input:checked')]
      const seen = async (): Promise<boolean> => (await button.boundingBox())!.y < page.viewportSize()!.height
      expect(await seen()).toBe(false)
      await page.locator('td.pick input').first().check()
      expect(await seen()).toBe(true)
      await follow(page.getByRole('link', { name: 'Select all on this page' }))
      expect([await ticked.count(), await seen()]).toEqual([20, true])
      // what has the focus is not below the bar
      for (let i = 0; i < 12; i++) await page.keyboard.press('Tab')
      await page.locator('td.pick input').nth(15).focus()
      const [focused, bar] = [await page.locator('td.pick input').nth(15).boundingBox(), await page.locator('.several').boundingBox()]
      expect(focused!.y + focused!.height).toBeLessThanOrEqual(bar!.y)
      await follow(page.getByRole('link', { name: 'Select none' }))
      expect(await ticked.count()).toBe(0)
    })
  })

  test('says when nothing matches, and shows what was searched as text', async () => {
    await work({}, async (window) => {
      await window.send({ Search: '"><script>alert(1)</script>' }, 'Search')
      expect(await window.page.getByText('No account matches.').count()).toBe(1)
      expect(await window.page.getByLabel('Search', { exact: true }).inputValue()).toBe('"><script>alert(1)</script>')
    })
  })

  test.each([
    ['?page=99', 'Page 3 of 3'],
    ['?page=0', 'Page 1 of 3'],
    ['?page=-1', 'Page 1 of 3'],
    ['?page=99999999', 'Page 3 of 3'],
    ['?page=9999999999999', 'Page 1 of 3'],
    ['?page=2&page=3', 'Page 1 of 3'],
    ['?search=a&search=b', 'Page 1 of 3'],
    ['?state=x&role=y&domain=z', 'Page 1 of 3'],
  ])('makes the best of the address %s', async (query, says) => {
    await work({}, async ({ open, page }) => {
      expect(await open(`/accounts${query}`)).toBe(200)
      expect(await page.getByText(says).count()).toBe(1)
    })
  })

  test('leads to each account, without script as well, and in French', async () => {
    await work({ javaScriptEnabled: false, language: 'fr-FR' }, async ({ page, send }) => {
      await send({ Recherche: 'dave' }, 'Rechercher')
      await follow(page.getByRole('link', { name: 'dave_other@other.example.org' }))
      expect(await page.locator('h1').textContent()).toBe('dave_other@other.example.org')
      expect(await page.getByText('+33612345678').count()).toBe(1)
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    })
  })
})
