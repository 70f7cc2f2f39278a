// What the benchmarks are held against, each target beside its figure: a part of RESULTS.md.

const KINDS = ['sqlite', 'postgresql']

/** CPU of the service for one request ÷ that of the floor, at most: 10,000 accounts, 8 connections. */
const TO_THE_FLOOR = {
  withToken: 2.2,
  withCreationToken: 2.2,
  listPage1: 1.8,
  listPage500: 1.8,
  listCursor: 1.8,
  adminGet: 1.6,
  devices: 1.8,
  provisioningMe: 2,
}
/** CPU for one request ÷ that of one worker, at most, at the same rate below saturation. */
const TO_ONE_WORKER = { 2: 1.15, 4: 1.3 }
/** of a process after a minute of full load */
const RESIDENT_MB = 200
/** what the slowest hundredth of others waits while many accounts are worked through ÷ that of a quiet time, at most */
const OTHERS = 2
const IMPORTED_A_SECOND = 15_000
/** one request of the API at a million accounts, by the begin of its name in lists.json: CPU of the service */
const CPU_MS = { search: 3, 'page 50,000': 5 }
const OTHER_CPU_MS = 2
/** what the slowest hundredth of searches waits while 500 log in each second */
const SEARCH_P99_MS = 15
/** a page of the list of accounts at a million of them */
const PAGE_MS = 30

/**
 * @param {any[]} ratios results of `npm run bench`
 * @param {object} others
 * @param {{ accounts: number, rate: number, databases: any }} [others.bulk] of `npm run bench:bulk`
 * @param {{ accounts: number, databases: any }} [others.pages] of `npm run bench:pages`
 * @param {{ accounts: number, databases: any }} [others.lists] of `npm run bench:lists`
 */
export function targetTable(ratios, { bulk, pages, lists }) {
  const rows = [
    ...Object.entries(TO_THE_FLOOR).map(([scenario, most]) =>
      line(`\`${scenario}\`, to the floor`, `≤ ${most}`, (kind) => ratioOf(floorOf(ratios, kind), kind, scenario, most)),
    ),
    ...Object.entries(TO_ONE_WORKER).map(([workers, most]) =>
      line(`${workers} workers, to one, 2,000 requests/s`, `≤ ${most}`, (kind) =>
        ratioOf(
          ratios.find((one) => one.against === `workers:${workers}` && one.requests_per_second),
          kind,
          'mixed',
          most,
        ),
      ),
    ),
    line('resident after a minute of `mixed` at full load', `≤ ${RESIDENT_MB} MB`, (kind) => {
      const mb = ratios.find(isMinute)?.databases[kind]?.rss_mb
      return mb && { text: `${mb} MB`, met: mb <= RESIDENT_MB }
    }),
    ...(bulk ? bulkLines(bulk) : []),
    ...(lists ? listLines(lists) : []),
    ...(pages ? pageLines(pages) : []),
  ]
  return `## Targets

What is not met is marked.

| what | target | SQLite | PostgreSQL |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

const isMinute = ({ against, rounds, ms_per_round: ms }) => against === 'floor' && ms * (rounds + 1) >= 60_000
const floorOf = (ratios, kind) =>
  ratios.find((one) => one.against === 'floor' && one.connections === 8 && !isMinute(one) && one.databases[kind])

function ratioOf(result, kind, scenario, most) {
  const row = result?.databases[kind]?.rows.find((one) => one.scenario === scenario)
  return row && { text: `${row.ratio} (${row.ratio_spread})`, met: row.ratio <= most }
}

function bulkLines({ accounts, rate, databases }) {
  const countOf = (work) => (KINDS.map((kind) => databases[kind]?.[work]?.accounts).find(Boolean) ?? accounts).toLocaleString('en')
  const works = ['import', 'export', 'bulk deletion']
  return [
    ...works.map((work) =>
      line(`others' p99 ÷ quiet, ${work} of ${countOf(work)} beside ${rate} requests/s`, `≤ ${OTHERS}`, (kind) => {
        const row = databases[kind]?.[work]
        return row && { text: `${row.ratio} (${row.p99_ms} ms, ${row.a_second.toLocaleString('en')}/s)`, met: row.ratio <= OTHERS }
      }),
    ),
    line('import alone', `≥ ${IMPORTED_A_SECOND.toLocaleString('en')}/s`, (kind) => {
      const row = databases[kind]?.['import alone']
      return row && { text: `${row.a_second.toLocaleString('en')}/s`, met: row.a_second >= IMPORTED_A_SECOND }
    }),
  ]
}

function listLines({ accounts, databases }) {
  const names = [...new Set(KINDS.flatMap((kind) => Object.keys(databases[kind] ?? {})))]
  return names.map((name) => {
    const of = (figure) => (kind) => databases[kind]?.[name] && figure(databases[kind][name])
    if (name.startsWith('searches beside'))
      return line(
        `API at ${accounts.toLocaleString('en')}: ${name}, p99`,
        `≤ ${SEARCH_P99_MS} ms`,
        of(({ p50_ms: p50, p99_ms: p99 }) => ({
          text: `${p99} ms (p50 ${p50})`,
          met: p99 <= SEARCH_P99_MS,
        })),
      )
    if (name === 'these log-ins')
      return line(
        `API at ${accounts.toLocaleString('en')}: ${name}, p99`,
        '',
        of(({ p50_ms: p50, p99_ms: p99 }) => ({ text: `${p99} ms (p50 ${p50})`, met: true })),
      )
    const most = Object.entries(CPU_MS).find(([begin]) => name.startsWith(begin))?.[1] ?? OTHER_CPU_MS
    return line(
      `API at ${accounts.toLocaleString('en')}: ${name}, CPU`,
      `≤ ${most} ms`,
      of(({ cpu_ms: cpu, p50_ms: p50, p99_ms: p99 }) => ({
        text: `${cpu} ms (waits ${p50}, p99 ${p99})`,
        met: cpu <= most,
      })),
    )
  })
}

function pageLines({ accounts, databases }) {
  const names = [...new Set(KINDS.flatMap((kind) => Object.keys(databases[kind] ?? {})))]
  return names.map((name) =>
    line(`page at ${accounts.toLocaleString('en')}: ${name}`, `≤ ${PAGE_MS} ms`, (kind) => {
      const row = databases[kind]?.[name]
      return row && { text: `${row.ms} ms (slowest ${row.slowest_ms})`, met: row.ms <= PAGE_MS }
    }),
  )
}

/** @param {(kind: string) => { text: string, met: boolean } | undefined} figure */
function line(what, target, figure) {
  const cells = KINDS.map((kind) => {
    const one = figure(kind)
    if (!one) return '–'
    return one.met ? one.text : `**missed: ${one.text}**`
  })
  return `| ${[what, target, ...cells].join(' | ')} |`
}
