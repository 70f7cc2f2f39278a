// runs once: no page of it asks a database
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useApp } from '../support/app.js'
import { describeBrowser, useBrowser } from '../support/browser.js'
import { operations } from '../support/contract.js'

/** Runs in the page, as text: its samples of curl, and what stands on a bright ground. */
const seen = String.raw`() => {
  const codes = [...document.querySelectorAll('pre')].map((pre) => pre.textContent)
  const known = new Map([[null, 'rgb(255, 255, 255)']]) // most have the same parents: a style costs time
  const back = (one) => {
    if (!known.has(one)) {
      const color = getComputedStyle(one).backgroundColor
      known.set(one, /, 0(?:\.\d+)?\)$/.test(color) ? back(one.parentElement) : color)
    }
    return known.get(one)
  }
  const bright = (color) => color.match(/\d+/g).slice(0, 3).every((part) => Number(part) > 200)
  const texts = [...document.querySelectorAll('#docs :is(h1, h2, h3, p, td, li, label, input)')].filter((one) => one.getClientRects().length > 0)
  return [codes.filter((code) => code.includes('curl')), texts.filter((one) => bright(back(one))).map((one) => one.outerHTML.slice(0, 120))]
}`

describe('the documentation page', () => {
  const app = useApp()

  test('may run nothing inline, load nothing from elsewhere, and tell nobody where it is', async () => {
    const page = await app.api.get('/api')
    expect(page.header('referrer-policy')).toBe('no-referrer')
    const policy = page.header('content-security-policy')!
    const directives = new Map(policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]))
    expect(directives.get('default-src')).toEqual(["'none'"])
    expect(directives.get('script-src')).toEqual(["'self'"])
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
  })

  test('has a script that asks nobody else for anything, and may be kept', async () => {
    const [, source] = /<script src="([^"]+)"/.exec((await app.api.get('/api')).text)!
    const script = await app.api.get(source!)
    expect([script.status, script.header('content-type')]).toEqual([200, expect.stringMatching(/^text\/javascript/)])
    expect(script.header('cache-control')).toContain('immutable')
    expect(script.text).not.toMatch(/cdn\.redoc|fonts\.g/)
    expect(source).toContain(createHash('sha256').update(script.text).digest('hex').slice(0, 12))
  })
})

describeBrowser('the documentation page in a browser', () => {
  const app = useApp()
  const browser = useBrowser()

  test('is dark where the visitor is, calls this service in its samples, and leads back', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'dark' })
    await page.goto(`${app.url}/api#tag/me`)
    await page.locator('h1', { hasText: 'Flexisip accounts' }).waitFor()
    if (process.env.TEST_SCREENSHOTS) await page.screenshot({ path: join(process.env.TEST_SCREENSHOTS, 'docs-dark.png') })
    const [samples, light] = await page.evaluate<[string[], string[]]>(`(${seen})()`)
    expect(samples.length).toBeGreaterThan(10)
    expect(samples.filter((sample) => !sample.includes('http://accounts.test/api'))).toEqual([])
    expect(light.slice(0, 5)).toEqual([])
    expect(await page.getByRole('link', { name: 'Account panel' }).getAttribute('href')).toBe('/')
    await page.close()
  }, 60_000)

  /** Opens a page: what it asked for elsewhere than where it is from, and what the browser complained about. */
  async function open(url: string, home: string) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    const faults: string[] = []
    page.on('request', (request) => new RegExp(`^(data:|blob:|${home})`).test(request.url()) || faults.push(request.url()))
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(url)
    await page.locator('h1', { hasText: 'Flexisip accounts' }).waitFor()
    return { page, faults }
  }

  /** Code that goes on beyond its box: the header values of the chapter about digest are to be read as a whole. */
  const cutOff = (page: Page): Promise<string[]> =>
    page.evaluate("[...document.querySelectorAll('pre')].filter((pre) => pre.scrollWidth > pre.clientWidth).map((pre) => pre.textContent)")

  test('shows every operation and its samples, finds words, and breaks no rule of its policy', async () => {
    const { page, faults } = await open(`${app.url}/api`, app.url)
    const text = await page.locator('body').textContent()
    for (const { path } of operations) expect(text).toContain(path)
    expect(await page.getByRole('tab', { name: 'Kotlin' }).count()).toBe(operations.length)
    expect(await cutOff(page)).toEqual([])
    await page.getByPlaceholder('Search...').fill('password')
    await page.locator('[data-role="search:results"] li').first().waitFor()
    expect(faults).toEqual([])
    await page.close()
  }, 60_000)

  test('is there as one file as well, which needs no server', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'accounts-docs-'))
    try {
      const file = join(folder, 'api.html')
      await promisify(execFile)(process.execPath, [join(packageRoot(), 'scripts/docs.mjs'), file])
      const { page, faults } = await open(pathToFileURL(file).href, 'file:')
      expect(await page.locator('body').textContent()).toContain('/accounts/me/password')
      expect(await cutOff(page)).toEqual([])
      expect(faults).toEqual([])
      await page.close()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 60_000)
})
