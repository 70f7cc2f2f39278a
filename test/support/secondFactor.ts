import type { TestApp } from './app.js'
import { type SoftwareAuthenticator, totp } from './authenticator.js'
import type { ApiResponse } from './client.js'
import type { Person } from './factory.js'
import { PanelClient } from './panel.js'
import { qrOfPage } from './qr.js'

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (html: string): string => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => ENTITIES[entity]!)

/** What an attribute or a hidden field of a page says. @throws when it is not there */
function valueIn(page: ApiResponse, pattern: RegExp): string {
  const found = pattern.exec(page.text)?.[1]
  if (found === undefined) throw new Error(`nothing like ${pattern} on this page (${page.status}):\n${page.text.slice(0, 3000)}`)
  return plain(found)
}

export const stateIn = (page: ApiResponse): string => valueIn(page, /name="state" value="([^"]+)"/)
export const optionsIn = (page: ApiResponse): string => valueIn(page, /data-options="([^"]+)"/)

/** The recovery codes that a page shows. */
export const codesIn = (page: ApiResponse): string[] => page.text.match(/\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b/g) ?? []

/** Somebody who is logged in. */
export async function loggedIn(app: TestApp, person: Person, language?: string): Promise<PanelClient> {
  const browser = new PanelClient(app, language)
  expect((await browser.logIn(person)).header('location')).toBe('/')
  return browser
}

/** Sets an authenticator app up, as people do. @returns its secret, and the recovery codes that were shown */
export async function addApp(app: TestApp, browser: PanelClient): Promise<{ secret: string; codes: string[] }> {
  await browser.get('/second-factor')
  const page = await browser.post('/second-factor/app/new')
  const secret = new URL(qrOfPage(page.text)).searchParams.get('secret')!
  const done = await browser.post('/second-factor/app', { state: stateIn(page), code: totp(secret, app.clock.now()) })
  expect([done.status, done.header('location')]).toEqual([303, '/second-factor'])
  const codes = codesIn(await browser.get('/second-factor'))
  app.clock.advance(30) // the next code is another one
  return { secret, codes }
}

/** Adds a passkey, as people do. @returns the recovery codes that were shown */
export async function addPasskey(browser: PanelClient, authenticator: SoftwareAuthenticator, name = 'Laptop'): Promise<string[]> {
  await browser.get('/second-factor')
  const page = await browser.post('/second-factor/passkeys/new', { name })
  expect(page.status).toBe(200)
  const fields = { state: stateIn(page), answer: authenticator.create(optionsIn(page)) }
  const done = await browser.post('/second-factor/passkeys', fields)
  expect([done.status, done.header('location')]).toEqual([303, '/second-factor'])
  return codesIn(await browser.get('/second-factor'))
}

/** Enters name and password, and is asked for the second factor. @returns the browser, and the page that asks */
export async function halfIn(app: TestApp, person: Person): Promise<{ browser: PanelClient; page: ApiResponse }> {
  const browser = new PanelClient(app)
  expect((await browser.logIn(person)).header('location')).toBe('/login/second')
  return { browser, page: await browser.get('/login/second') }
}
