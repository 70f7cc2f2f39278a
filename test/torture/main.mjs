// npm run torture [-- --short] [--only digest,races] [--database sqlite,postgresql] [--seed N] [--json FILE]
// Attacks and faults against the built service, in four processes: one table of claim, tries and failures. Exit code 1 if anything failed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { register } from 'tsx/esm/api'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
    json: { type: 'string' },
    /** leaves the logs where they are */
    keep: { type: 'boolean', default: false },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'torture-'))
process.env.TEST_SEEN = join(folder, 'seen') // where the tests' contract check notes what it saw
register() // the tests' own client and contract check are TypeScript
const { GROUPS, ONCE, torture } = await import('./lib/torture.mjs')

const names = values.only?.split(',') ?? Object.keys(GROUPS)
const databases = values.database.split(',')
for (const name of names) if (!(name in GROUPS)) throw new Error(`--only: there is no '${name}', but ${Object.keys(GROUPS).join(', ')}`)
console.log(`seed ${values.seed}, ${names.join(', ')} on ${databases.join(' and ')}, ${values.short ? 'short' : 'whole'}`)

const rowsOf = (claims) =>
  claims.map((c) => ({ claim: `${c.group}: ${c.claim}`, database: c.database, tries: c.tries, failures: c.faults.length, seen: c.seen }))
const failuresOf = (claims) => claims.reduce((sum, { faults }) => sum + faults.length, 0)

/** Writes what there is so far: of a run that is broken off the groups that have ended are known. */
function write(claims, whole) {
  if (!values.json) return
  const machine = `${cpus().length} × ${cpus()[0].model}, Node ${process.version}`
  const run = { seed: Number(values.seed), short: values.short, whole, machine, seconds: seconds(), failures: failuresOf(claims) }
  writeFileSync(values.json, `${JSON.stringify({ ...run, claims: rowsOf(claims) }, null, 2)}\n`)
}

const begin = performance.now()
const seconds = () => Math.round((performance.now() - begin) / 1000)
const claims = []
try {
  for (const [i, database] of databases.entries()) {
    const some = names.filter((name) => i === 0 || !values.short || !ONCE.includes(name))
    const before = [...claims]
    const ended = (/** @type {typeof claims} */ now) => write([...before, ...now], false)
    claims.push(...(await torture({ database, names: some, folder, short: values.short, seed: Number(values.seed), ended })))
  }
} finally {
  if (values.keep) console.log(`kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true })
}
const rows = rowsOf(claims)
const widths = ['claim', 'database', 'tries', 'failures'].map((key) => Math.max(key.length, ...rows.map((row) => String(row[key]).length)))
const line = (cells) =>
  cells.map((cell, i) => (i > 1 && i < 4 ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i] ?? 0))).join(' | ')
console.log(`\n${line(['claim', 'database', 'tries', 'failures', 'seen'])}\n${widths.map((w) => '-'.repeat(w)).join('-|-')}-|-----`)
for (const row of rows) console.log(line(Object.values(row)).trimEnd())
for (const { group, claim, database, faults } of claims) {
  for (const fault of faults.slice(0, 5)) console.log(`FAILED ${database}, ${group}: ${claim}\n  ${fault}`)
}
const failures = failuresOf(claims)
console.log(`\n${failures === 0 ? 'Nothing failed' : `${failures} failures`} in ${seconds()} s (seed ${values.seed}).`)
write(claims, true)
process.exitCode = failures === 0 ? 0 : 1
