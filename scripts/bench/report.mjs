// npm run bench:report: writes scripts/bench/results/RESULTS.md, and docs/growth.svg once there are results of two `accounts:N`, from the results beside it (npm run bench -- --json scripts/bench/results/NAME.json).
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { growthChart } from './growthChart.mjs'
import { targetTable } from './targets.mjs'

const folder = join(import.meta.dirname, 'results')
/** @type {[heading: string, cell: (row: any) => unknown][]} */
const COLUMNS = [
  ['scenario', (row) => row.scenario],
  ['CPU µs', (row) => `${row.cpu_us} (${row.cpu_spread})`],
  ['compared µs', (row) => row.base_us],
  ['ratio', (row) => `**${row.ratio}** (${row.ratio_spread})`],
  ['requests/s', (row) => row.rps],
  ['p50 ms', (row) => row.p50_ms],
  ['p99 ms', (row) => row.p99_ms],
]

const NOT_RATIOS = ['bulk.json', 'pages.json', 'lists.json']
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && !NOT_RATIOS.includes(name))
  .sort()
  .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) }))
const parts = all.flatMap((result) => Object.entries(result.databases).map(([kind, figures]) => part(result, kind, figures)))
const others = NOT_RATIOS.map((name) =>
  existsSync(join(folder, name)) ? { name, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) } : undefined,
)
const [bulk, pages, lists] = others
writeFileSync(join(folder, 'RESULTS.md'), `${head()}\n${targetTable(all, { bulk, pages, lists })}\n${parts.join('\n')}`)

const growth = all.filter(({ against }) => against.startsWith('accounts:'))
if (growth.length > 1) writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'growth.svg'), growthChart(growth))

function head() {
  const namesOf = new Map()
  for (const { name, measured, machine } of [...all, ...others.filter((one) => one?.machine)]) {
    const when = `${measured}, ${machine}`
    namesOf.set(when, [...(namesOf.get(when) ?? []), `\`${name}\``])
  }
  const machines = [...namesOf].map(([when, names]) => `- ${when}: ${names.join(', ')}`).join('\n')
  return `# Measured

Made by \`npm run bench:report\` from the files beside it, which the benchmarks write with \`--json\` (\`bulk.json\` is of bench:bulk, \`pages.json\` of bench:pages, \`lists.json\` of bench:lists). CPU is user and system time of all processes of the service for one request, the median of
the rounds with the smallest and the largest; the ratio is that to what it is compared with, measured in turns in the same run. The floor is bare
\`node:http\` with prepared statements of the raw driver, the same reads and writes, the same bytes, and the same garbage collection. The load generator
never sleeps, or its waking would be counted on whoever answers slowly enough to let it. It, and PostgreSQL, share the two cores with the service:
requests/s are what was left, and below what a machine does that has clients elsewhere. Memory on SQLite counts the pages of the database file that are
mapped, which the system takes back when it needs them: with a million accounts, 200 MB. Several workers, and the one that they are compared with, have
nonces and limits in Redis.

${machines}
`
}

function part(
  { name, against, accounts, connections, workers, rounds, requests_per_second: rate },
  kind,
  { rows, first_answer_ms, rss_mb },
) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const title = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }[kind]
  return `## ${title}, compared with ${compared(against)}

${accounts.toLocaleString('en')} accounts, ${connections} connection${connections === 1 ? '' : 's'}, ${workers} worker${workers === 1 ? '' : 's'}, ${rounds} rounds${rate ? `, ${rate.toLocaleString('en')} requests a second offered` : ''} (\`${name}\`).
First answer ${first_answer_ms} ms after the start; ${rss_mb} MB resident after the load.

${line(COLUMNS.map(([heading]) => heading))}
${line(COLUMNS.map(() => '---'))}
${rows.map((row) => line(COLUMNS.map(([, cell]) => cell(row)))).join('\n')}
`
}

function compared(against) {
  const [what, number] = against.split(':')
  if (what === 'floor') return 'the floor'
  if (what === 'build') return 'an earlier build'
  const count = Number(number).toLocaleString('en')
  return {
    accounts: `the same at fewer accounts: here ${count}`,
    workers: `one worker: here ${count}`,
    operations: `the contract as it is: here ${count} operations`,
  }[what]
}
