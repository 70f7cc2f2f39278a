// runs once: no database is asked
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useApp } from '../support/app.js'
import { useFolder } from '../support/folder.js'
import { PanelClient } from '../support/panel.js'

const REPOSITORY = 'https://github.com/flexisip-accounts/flexisip-accounts'
const OWN = 'https://git.example.org/?p="ours"&h=$&'
const OWN_IN_HTML = /href="https:\/\/git\.example\.org\/\?p=(?:&quot;|&#34;)ours(?:&quot;|&#34;)&(?:amp|#38);h=\$&(?:amp|#38);"/

/** AGPL-3.0, section 13: whoever uses the service over a network is offered its source. */
describe('the source of the program', () => {
  const app = useApp()
  const changed = useApp({ env: { SOURCE_URL: OWN } })
  const folder = useFolder()

  test.each([
    ['en', 'Source code'],
    ['fr', 'Code source'],
  ] as const)('is linked at the foot of every page of the panel (%s)', async (language, words) => {
    for (const path of ['/', '/login', '/activate', '/nothing-here']) {
      const { text } = await new PanelClient(app, language).get(path)
      expect(text).toMatch(new RegExp(`<footer[^]*<a href="${REPOSITORY}">${words}</a>[^]*</footer>`))
    }
    const own = new PanelClient(changed, language)
    await own.logIn(await changed.make.admin())
    for (const path of ['/', '/accounts']) expect((await own.get(path)).text).toMatch(OWN_IN_HTML)
  })

  test('is linked at the foot of the documentation, whose policy still allows its style', async () => {
    const page = await app.api.get('/api')
    expect(page.text).toContain(`<footer><a href="${REPOSITORY}">Source code</a></footer>`)
    const other = await changed.api.get('/api')
    expect(other.text).toMatch(OWN_IN_HTML)
    expect(other.text.replace(OWN_IN_HTML, '')).toBe(page.text.replace(`href="${REPOSITORY}"`, ''))
    expect(other.header('content-security-policy')).toBe(page.header('content-security-policy'))
  })

  test('is linked in the documentation as one file', async () => {
    const file = join(folder.path, 'api.html')
    const write = (env: NodeJS.ProcessEnv) => promisify(execFile)(process.execPath, ['scripts/docs.mjs', file], { cwd: packageRoot(), env })
    await write({ PATH: process.env.PATH })
    expect(await readFile(file, 'utf8')).toContain(`<footer><a href="${REPOSITORY}">Source code</a></footer>`)
    await write({ PATH: process.env.PATH, SOURCE_URL: OWN })
    expect(await readFile(file, 'utf8')).toMatch(OWN_IN_HTML)
  }, 60_000)
})
