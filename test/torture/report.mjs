// npm run torture:report: writes RESULTS.md from the results beside it (npm run torture -- --json test/torture/torture-DATABASE.json, npm run soak -- --json …).
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const DATABASES = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }

/** @param {string} name @returns {any} undefined when there was no such run */
const read = (name) => {
  const path = join(import.meta.dirname, name)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** @param {Record<string, unknown>[]} rows all with the same columns, in which numbers stand to the right */
function table(rows) {
  const names = Object.keys(rows[0] ?? {})
  const texts = rows.map((row) => names.map((name) => String(row[name] ?? '').replaceAll('|', '\\|')))
  const widths = names.map((name, i) => Math.max(3, name.length, ...texts.map((cells) => cells[i]?.length ?? 0)))
  const right = names.map((name) => rows.every((row) => typeof row[name] === 'number'))
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, i) => (right[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`
  const rule = line(widths.map((width, i) => (right[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))))
  return [line(names), rule, ...texts.map(line)].join('\n')
}

/** @param {string} database */
function ofTorture(database) {
  const run = read(`torture-${database}.json`)
  if (!run) return []
  const rows = run.claims.map((/** @type {any} */ { claim, tries, failures, seen }) => ({ claim, tries, failures, seen }))
  const outcome = run.failures === 0 ? 'nothing failed' : `${run.failures} failures`
  const title = `## ${DATABASES[/** @type {'sqlite'} */ (database)]}: ${outcome} in ${run.seconds} s${run.short ? ', short' : ''}`
  return [title, [`Seed ${run.seed}, ${run.machine}.`, run.note].filter(Boolean).join(' '), table(rows)]
}

/** @param {string} database */
function ofSoak(database) {
  const run = read(`soak-${database}.json`)
  if (!run) return []
  const rate = Math.round(run.answers / run.seconds)
  const number = new Intl.NumberFormat('en')
  const claims = run.claims.map((/** @type {any} */ { claim, holds, seen }) => ({ claim, holds: holds ? 'yes' : '**no**', seen }))
  const kinds = run.kinds.map((/** @type {any} */ { kind, answers, p50_ms, p99_ms, statuses }) => ({
    ...{ kind, answers, 'p50 ms': p50_ms, 'p99 ms': p99_ms, statuses },
  }))
  const tables = Object.entries(run.tables).map(([name, { before, after }]) => ({ table: name, 'rows before': before, after }))
  return [
    `## Soak on ${DATABASES[/** @type {'sqlite'} */ (database)]}: ${run.seconds / 60} minutes, ${number.format(run.accounts)} accounts, ${run.workers} workers, ${rate} requests/s`,
    `${run.machine}; the load generator and the mail server were on it too. ${run.cpu_us_per_request} µs of CPU per request, logs and mails included.`,
    table(claims),
    `Megabytes of all processes, minute by minute: ${run.memory_mb_each_minute.join(', ')}.`,
    table(kinds),
    table(tables),
  ]
}

const head = `# What was found last

Made by \`npm run torture:report\` from the files beside it, which \`npm run torture -- --json FILE\` and \`npm run soak -- --json FILE\` write. Whole runs,
four processes, of the commit that added them.`
const names = Object.keys(DATABASES)
writeFileSync(join(import.meta.dirname, 'RESULTS.md'), `${[head, ...names.flatMap(ofTorture), ...names.flatMap(ofSoak)].join('\n\n')}\n`)
