// What a request costs at more and more accounts, as a picture.

/** What each scenario is, for people; in this order. */
const TITLES = {
  meByDigest: 'log-in by digest',
  meByKey: 'log-in by API key',
  info: 'look-up of a name',
  create: 'new account',
  adminGet: 'one account',
  listPage1: 'first page of all',
  listCursor: 'page of a walk',
  listFiltered: 'filtered page',
  search: 'search',
}
const KINDS = { sqlite: { name: 'SQLite', colour: '#1f6fc4' }, postgresql: { name: 'PostgreSQL', colour: '#b4530a' } }
const [COLUMNS, WIDTH, HEIGHT, LEFT, TOP, PLOT] = [3, 240, 150, 34, 30, { width: 150, height: 80 }]

/**
 * @param {{ against: string, accounts: number, databases: Record<string, { rows: any[] }> }[]} results of `--against accounts:N`, all from the same number
 * @returns {string} SVG
 */
export function growthChart(results) {
  const ordered = [...results].sort((a, b) => manyOf(a) - manyOf(b))
  const sizes = [ordered[0].accounts, ...ordered.map(manyOf)]
  const cells = Object.keys(TITLES)
    .map((scenario) => ({ scenario, lines: Object.keys(KINDS).map((kind) => ({ kind, costs: costsOf(ordered, kind, scenario) })) }))
    .filter(({ lines }) => lines.every(({ costs }) => costs.every((cost) => cost !== undefined)))
  const rows = Math.ceil(cells.length / COLUMNS)
  const [width, height] = [COLUMNS * WIDTH, rows * HEIGHT + 40]
  const key = Object.values(KINDS).map(
    ({ name, colour }, i) =>
      `<line x1="${LEFT + i * 110}" x2="${LEFT + 20 + i * 110}" y1="20" y2="20" stroke="${colour}" stroke-width="2"/><text x="${LEFT + 26 + i * 110}" y="24">${name}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="11" fill="#333">
<title>CPU of the service for one request, in microseconds, at ${sizes.map(short).join(', ')} accounts</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${key.join('\n')}
<text x="${LEFT + 240}" y="24">µs of CPU for one request, by number of accounts</text>
${cells.map(({ scenario, lines }, i) => cell(TITLES[scenario], lines, sizes, (i % COLUMNS) * WIDTH, 40 + Math.floor(i / COLUMNS) * HEIGHT)).join('\n')}
</svg>
`
}

const manyOf = ({ against }) => Number(against.split(':')[1])
const short = (count) => (count >= 1_000_000 ? `${count / 1_000_000} M` : `${count / 1_000} k`)

/** At the smallest number, which all results begin with, and at each that they were compared with: as the ratio says, which is measured in one run. */
function costsOf(results, kind, scenario) {
  const found = results.map(({ databases }) => databases[kind]?.rows.find((row) => row.scenario === scenario))
  if (found.some((row) => row === undefined)) return [undefined]
  const [{ base_us: few }] = found
  return [few, ...found.map(({ ratio }) => Math.round(few * ratio))]
}

function cell(title, lines, sizes, x, y) {
  const most = Math.max(...lines.flatMap(({ costs }) => costs)) * 1.15
  const across = (i) => x + LEFT + (i * PLOT.width) / (sizes.length - 1)
  const up = (cost) => y + TOP + PLOT.height * (1 - cost / most)
  const base = y + TOP + PLOT.height
  return `<text x="${x + LEFT}" y="${y + 16}" font-weight="bold">${title}</text>
<line x1="${x + LEFT}" x2="${across(sizes.length - 1)}" y1="${base}" y2="${base}" stroke="#999"/>
${sizes.map((size, i) => `<text x="${across(i)}" y="${base + 14}" text-anchor="middle">${short(size)}</text>`).join('')}
${lines.map(({ kind, costs }, i) => curve(KINDS[kind].colour, costs, across, up, lines[1 - i].costs)).join('\n')}`
}

/** A line with a number at each end, above or below it, away from the other line. */
function curve(colour, costs, across, up, other) {
  const points = costs.map((cost, i) => `${across(i).toFixed(1)},${up(cost).toFixed(1)}`).join(' ')
  const label = (i) => {
    const dy = costs[i] >= other[i] ? -6 : 13
    return `<text x="${across(i)}" y="${(up(costs[i]) + dy).toFixed(1)}" text-anchor="middle" fill="${colour}">${costs[i]}</text>`
  }
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>${label(0)}${label(costs.length - 1)}`
}
