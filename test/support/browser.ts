import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { packageRoot } from '../../src/lib/packageRoot.js'
import type { TestApp } from './app.js'
import { databaseUnderTest, describeApp } from './database.js'
import type { Person } from './factory.js'
import { browserPath, isSkipped } from './needs.js'
import { PanelClient } from './panel.js'
import { folderOfRun } from './runNotes.mjs'
import { listen } from './servers.js'
import { useForAll } from './use.js'

/** `describe`, or `describe.skip` where there is no browser, or not the database. */
export function describeBrowser(title: string, tests: () => void): void {
  if (isSkipped('browser')) describe.skip(title, tests)
  else describeApp(title, tests)
}

/** The browser of this process, which ends with it: to start one takes longer than most tests. */
let shared: Browser | undefined

/** A browser for all tests of the block, without anything of the block before. */
export const useBrowser = (): Browser => useForAll(launched, closeContexts, 60_000)

/** It ends with its pipe: the signals of a worker are for the worker. */
const NO_SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }

async function launched(): Promise<Browser> {
  if (!shared?.isConnected())
    shared = await inFolderOfRun(() => chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'], ...NO_SIGNALS }))
  return shared
}

/** What a browser writes goes when the run ends: vitest ends a worker before it could tidy up itself. */
async function inFolderOfRun<T>(work: () => Promise<T>): Promise<T> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = folderOfRun()
  try {
    return await work()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

async function closeContexts(browser: Browser): Promise<void> {
  free.delete(browser)
  await Promise.all(browser.contexts().map((context) => context.close()))
}

export interface VisitorOptions extends BrowserContextOptions {
  language?: 'en-GB' | 'fr-FR'
}

/** In this process or in another. */
type Service = Pick<TestApp, 'url' | 'api'>

/** Somebody's browser window. What it complains of, and what it asks of others than this service, is a fault: `leave` throws then. */
export interface Window {
  context: BrowserContext
  page: Page
  open(path: string): Promise<number>
  /** fills fields by their labels, then clicks the button */
  send(fields: Record<string, string>, button: string): Promise<number>
  /** is logged in, at the start page: by a session that was begun beside it, because only one test need fill in that form */
  logIn(person: Person): Promise<void>
  /** forgets who it was, for the next one */
  leave(): Promise<void>
}

/** Clicks what leads to another page, and waits until that one is there, because a click returns before: its status. */
export async function follow(link: Locator): Promise<number> {
  const page = link.page()
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 303),
    page.waitForEvent('load'),
    link.click(),
  ])
  return answer.status()
}

const DESKTOP = { width: 1280, height: 900 }

async function openWindow(
  browser: Browser,
  app: Service,
  { language = 'en-GB', viewport = DESKTOP, ...options }: VisitorOptions,
): Promise<Window> {
  const context = await browser.newContext({ locale: language, viewport, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(8_000) // before the test gives up, so that it says what it waited for
  const faults: string[] = []
  page.on(
    'request',
    (request) => request.url().startsWith(`${app.url}/`) || request.url() === axeUrl || faults.push(`asks ${request.url()}`),
  )
  // a page whose status tells of an error is no fault; a file that is missing is
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') faults.push(`${response.status()} ${response.url()}`)
  })
  page.on('console', (message) => {
    const ofStatus = /^Failed to load resource: the server responded with a status of/.test(message.text())
    if (['error', 'warning'].includes(message.type()) && !ofStatus) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))

  const window: Window = {
    context,
    page,
    open: async (path) => (await page.goto(app.url + path))!.status(),
    async send(fields, button) {
      for (const [label, value] of Object.entries(fields)) {
        const field = page.getByLabel(label, { exact: true })
        if ((await field.evaluate((element) => (element as { tagName: string }).tagName)) === 'SELECT') await field.selectOption(value)
        else await field.fill(value)
      }
      return follow(page.getByRole('button', { name: button, exact: true }))
    },
    async logIn(person) {
      const client = new PanelClient(app)
      expect((await client.logIn(person)).status).toBe(303)
      await context.addCookies([{ name: 'session', value: client.cookies.get('session')!, url: app.url, httpOnly: true, sameSite: 'Lax' }])
      await window.open('/')
    },
    async leave() {
      if (faults.length > 0) throw new Error(`the browser complains:\n${faults.join('\n')}`)
      await Promise.all([context.clearCookies(), ...context.pages().flatMap((other) => (other === page ? [] : [other.close()]))])
      await page.setViewportSize(viewport ?? DESKTOP)
    },
  }
  return window
}

/** A picture of the page in test-results/, for whoever looks into a failure. */
async function keepPicture(page: Page): Promise<void> {
  const folder = join(packageRoot(), 'test-results')
  await mkdir(folder, { recursive: true })
  const name = (expect.getState().currentTestName ?? 'page').replace(/[^a-z0-9]+/gi, '-').slice(0, 120)
  await page.screenshot({ path: join(folder, `${databaseUnderTest}-${name}.png`), fullPage: true }).catch(() => undefined)
}

/** Windows that nobody is in, by their browser and what they are like: opening one costs more than most of what is done in it. */
const free = new WeakMap<Browser, Map<string, Window[]>>()

/** A picture of a page as it should be, in the folder TEST_SCREENSHOTS, for looking at it; none without that. */
export async function keepView(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** Does a test's work in a window; keeps a picture if it fails. */
export async function inWindow(
  browser: Browser,
  app: Service,
  options: VisitorOptions,
  work: (window: Window) => Promise<void>,
): Promise<void> {
  const kind = JSON.stringify([app.url, options])
  const windows = free.get(browser) ?? new Map<string, Window[]>()
  free.set(browser, windows)
  const window = windows.get(kind)?.pop() ?? (await openWindow(browser, app, options))
  try {
    await work(window)
    await window.leave()
  } catch (error) {
    await keepPicture(window.page)
    await window.context.close()
    throw error
  }
  windows.set(kind, [...(windows.get(kind) ?? []), window])
}

/** As `inWindow`, with somebody logged in, at a page. */
export const inWindowAt = (
  path: string,
  person: Person,
  browser: Browser,
  app: Service,
  options: VisitorOptions,
  work: (window: Window) => Promise<void>,
): Promise<void> =>
  inWindow(browser, app, options, async (window) => {
    await window.logIn(person)
    await window.open(path)
    await work(window)
  })

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
let axeUrl: string | undefined
let served: Promise<string> | undefined

/** Where the browser finds axe: it compiles a file that it may keep once, and a text that is put into a page each time. */
function axe(): Promise<string> {
  served ??= serveAxe()
  return served
}

async function serveAxe(): Promise<string> {
  const text = await readFile(AXE)
  const headers = { 'content-type': 'text/javascript', 'cache-control': 'max-age=86400' }
  const server = createServer((_, response) => response.writeHead(200, headers).end(text)).unref()
  axeUrl = `http://127.0.0.1:${await listen(server)}/axe.js`
  return axeUrl
}

/** What axe-core has against the page, one line each. The window must have been opened with `bypassCSP`: axe is a script that is put in. */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) }
  if (await page.evaluate('!window.axe')) await page.addScriptTag({ url: await axe() })
  const { violations } = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`))
}
