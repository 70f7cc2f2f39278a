// npm run bench:pages [-- --accounts 10000 --rounds 15 --database sqlite,postgresql --only accounts --json FILE]
// Each page of the panel as an administrator meets it, one after the other on one connection: how long until it is there as a whole, and how large it is.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ROUTES } from '#built/panel/routes.js'
import { ownDatabases } from './databases.mjs'
import { whereAndWhen } from './machine.mjs'
import { round } from './measure.mjs'
import { PanelSession } from './panelSession.mjs'
import { startMailServer, startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '15' },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
    /** a part of the path */
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
})
const [accounts, rounds] = [values.accounts, values.rounds].map(Number)
/** A page that takes longer is said to. Milliseconds. */
const TARGET_MS = 30

/** With all that a site can offer: other pages do not exist without it. */
const SITE = ({ url }) => ({
  MAIL_URL: url,
  MAIL_FROM: 'sip@example.org',
  SMS_URL: 'https://127.0.0.1:9/',
  SMS_COUNTRIES: 'FR',
  OPEN_REGISTRATION: 'on',
})
/** All without a token in their address; those of an account of the administrator's own. */
const pages = ROUTES.filter(
  ({ method, path }) => method === 'get' && !/:(?!id$|id\/)/.test(path) && !/^\/(?:bulk|keys|webhooks)\/:id/.test(path),
)
  .map(({ path }) => path.replace(':id', '1'))
  .filter((path) => !['/provisioning', '/provisioning/me'].includes(path)) // settings, which apps read
const searches = {
  'one account is found': 'user.00000042',
  'some are found': '00042',
  'its address': 'user.00000042@sip.example.org',
  'all are found': 'user.',
  'two characters': 'us',
  'two characters that nothing begins with': '99',
  'a number': '06 12 34 56 99',
  nothing: 'nobody.at.all',
}
const filters = [
  'state=active',
  'state=waiting',
  'state=blocked',
  'role=admin',
  'role=other',
  'domain=sip.example.org',
  'email=no',
  'phone=yes',
]
const lists = [
  'sort=name',
  'sort=oldest',
  'sort=last_login',
  'size=100',
  `page=${accounts / 40}`,
  `since=2025-12-31`,
  'search=user.&sort=name',
  'search=user.&state=active',
]
const asked = [
  ...pages.map((path) => [path, path]),
  ...Object.entries(searches).map(([name, text]) => [`/accounts, search: ${name}`, `/accounts?search=${encodeURIComponent(text)}`]),
  ...[...filters, ...lists].map((query) => [`/accounts?${query}`, `/accounts?${query}`]),
].filter(([, path]) => path.includes(values.only))

const results = {}
const kinds = values.database.split(',')
for (const kind of kinds) {
  const databases = ownDatabases(kind)
  try {
    results[kind] = await measure(await databases.make('pages', accounts), databases.folder)
  } finally {
    await databases.drop()
  }
  console.log(`\n${kind}: ${accounts} accounts, ${rounds} times each`)
  console.table(results[kind])
  const slow = Object.entries(results[kind]).filter(([, { ms }]) => ms > TARGET_MS)
  console.log(
    slow.length === 0
      ? `Each takes less than ${TARGET_MS} ms.`
      : `${slow.length} take more than ${TARGET_MS} ms: ${slow.map(([name]) => name).join('; ')}`,
  )
}
if (values.json) {
  const all = { ...(await whereAndWhen(kinds)), accounts, rounds, databases: results }
  writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`)
}

/** The first time is not counted: it compiles the template. */
async function measure(url, folder) {
  const mail = await startMailServer()
  const service = await startService(url, folder, SITE(mail))
  try {
    const panel = new PanelSession(`http://127.0.0.1:${service.port}`)
    await panel.logIn()
    const rows = {}
    for (const [name, path] of asked) {
      const times = []
      let kb = 0
      for (let n = 0; n <= rounds; n++) {
        const begun = performance.now()
        const { text } = await panel.open(path)
        if (n > 0) times.push(performance.now() - begun)
        kb = Buffer.byteLength(text) / 1000
      }
      times.sort((a, b) => a - b)
      rows[name] = { ms: round(times[Math.floor(rounds / 2)]), slowest_ms: round(times.at(-1)), kb: round(kb) }
    }
    return rows
  } finally {
    await service.stop()
    mail.stop()
  }
}
