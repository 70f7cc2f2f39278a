import type { TestApp } from './app.js'
import type { ApiResponse } from './client.js'
import type { Person } from './factory.js'
import { PanelClient } from './panel.js'

/** An administrator at the pages of bulk work. */
export interface Desk {
  alice: Person
  browser: PanelClient
  /** sends a file to be checked */
  check(text: string | Buffer, fields?: Record<string, string>, name?: string): Promise<ApiResponse>
  /** makes the draft of a change; where its page is */
  draft(action: string, ids: readonly number[], fields?: Record<string, string>): Promise<string>
  /** confirms a draft */
  begin(path: string, fields?: Record<string, string>): Promise<ApiResponse>
  /** confirms a draft, and has it done; the page of its result */
  run(path: string, fields?: Record<string, string>): Promise<ApiResponse>
}

export async function bulkDesk(app: TestApp, language = 'en'): Promise<Desk> {
  const alice = await app.make.admin()
  const browser = new PanelClient(app, language)
  await browser.logIn(alice)
  const begin = async (path: string, fields: Record<string, string> = {}): Promise<ApiResponse> => {
    await browser.get(path)
    return browser.post(`${path}/begin`, fields)
  }
  return {
    alice,
    browser,
    begin,
    async check(text, fields = {}, name = 'people.csv') {
      await browser.get('/bulk/import')
      const bytes = typeof text === 'string' ? Buffer.from(text) : text
      return browser.upload('/bulk/import', { existing: 'skip', activated: 'on', text: '', ...fields }, { name, bytes })
    },
    async draft(action, ids, fields = {}) {
      await browser.get('/accounts')
      const ticked = Object.fromEntries(ids.map((id) => [`a${id}`, 'on']))
      const answer = await browser.post('/bulk/select', { action, which: 'chosen', ...ticked, ...fields })
      expect([answer.status, answer.header('location')]).toEqual([303, expect.stringMatching(/^\/bulk\/\d+$/)])
      return answer.header('location')!
    },
    async run(path, fields) {
      expect((await begin(path, fields)).status).toBe(303)
      await app.deps.bulk.drain()
      return browser.get(`${path}?show=all`)
    },
  }
}

/** The cells of the rows of a page's last table, without markup. */
export const rowsOf = ({ text }: ApiResponse): string[][] => {
  const body = text.slice(text.lastIndexOf('<tbody>'), text.lastIndexOf('</tbody>'))
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => plain(cell!)),
  )
}

/** Words of a page. */
export const plain = (html: string): string =>
  html
    .replace(/<br>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
