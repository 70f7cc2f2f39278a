// Runs the tests and says what of src they reached, in their own process and in the programs that they start. Usage: npm run test:coverage [-- vitest's
// arguments]. A run of everything fails below THRESHOLDS; coverage/index.html shows each line.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mergeProcessCovs } from '@bcoe/v8-coverage'
import { convert } from 'ast-v8-to-istanbul'
import { transformSync } from 'esbuild'
import coverage from 'istanbul-lib-coverage'
import { createContext } from 'istanbul-lib-report'
import reports from 'istanbul-reports'
import { parseAstAsync } from 'vite'
import { ROOT } from './lib/paths.mjs'

/** Per cent, for a run of everything with all databases and a browser. Estimated from runs of parts: to be set anew after a whole run. */
const THRESHOLDS = { lines: 98, functions: 98, branches: 94 }

const args = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'coverage-'))
const children = join(folder, 'children')
const ours = join(folder, 'ours')
const SEEN_BY_TESTS = join(ours, 'coverage-final.json')
mkdirSync(children)
try {
  const { status, signal } = runTests()
  if (!existsSync(SEEN_BY_TESTS)) throw new Error(`The tests broke off: ${signal ?? `exit code ${status}`}.`)
  const map = await coverageMap()
  report(map)
  process.exitCode = status === 0 && (args.length > 0 || isEnough(map)) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function runTests() {
  const options = {
    enabled: true,
    provider: 'v8',
    reporter: 'json',
    reportsDirectory: ours,
    reportOnFailure: true,
    include: 'src/**/*.ts',
    exclude: 'src/sdk/**',
  }
  const vitest = Object.entries(options).map(([name, value]) => `--coverage.${name}=${value}`)
  const command = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...vitest, ...args]
  return spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TEST_COVERAGE: children } })
}

/** What the tests saw and what the children saw, together; without the files that are types alone. */
async function coverageMap() {
  const map = coverage.createCoverageMap(JSON.parse(readFileSync(SEEN_BY_TESTS, 'utf8')))
  for (const script of seenByChildren()) {
    for (const [file, seen] of Object.entries(await converted(script))) if (map.data[file]) addHits(map.data[file].data, seen)
  }
  map.filter((file) => relative(ROOT, file).startsWith(`src${sep}`) && hasCode(file))
  return map
}

/** Node notes every script that a process loads, also those of packages. */
function seenByChildren() {
  const built = pathToFileURL(join(ROOT, 'dist', 'src')).href
  const processes = readdirSync(children).map((name) => {
    const { result } = JSON.parse(readFileSync(join(children, name), 'utf8'))
    return { result: result.filter(({ url }) => url.startsWith(built)) }
  })
  return mergeProcessCovs(processes).result
}

/** What was seen of a built file, told of its source. */
async function converted(script) {
  const file = fileURLToPath(script.url)
  const code = readFileSync(file, 'utf8')
  const sourceMap = JSON.parse(readFileSync(`${file}.map`, 'utf8'))
  return convert({ code, sourceMap, ast: await parseAstAsync(code), coverage: script })
}

/** The compiler and vitest give parts of a line other columns: a part was reached if one of its kind on its line was. */
function addHits(into, seen) {
  const kinds = [
    [into.s, into.statementMap, seen.s, seen.statementMap, ({ start }) => start.line],
    [into.f, into.fnMap, seen.f, seen.fnMap, ({ decl }) => decl.start.line],
    [into.b, into.branchMap, seen.b, seen.branchMap, ({ type, loc }) => `${type} ${loc.start.line}`],
  ]
  for (const [hits, parts, more, places, key] of kinds) {
    for (const id of Object.keys(hits)) {
      const same = Object.keys(more).filter((other) => key(places[other]) === key(parts[id]))
      for (const other of same) hits[id] = sum(hits[id], more[other])
    }
  }
}

/** Of a branch there is a number for each way. */
function sum(hits, more) {
  return Array.isArray(hits) ? hits.map((count, i) => count + (more[i] ?? 0)) : hits + more
}

function hasCode(file) {
  return transformSync(readFileSync(file, 'utf8'), { loader: 'ts' }).code.trim() !== ''
}

function report(map) {
  const context = createContext({ dir: join(ROOT, 'coverage'), coverageMap: map, defaultSummarizer: 'nested' })
  reports.create('text', { skipFull: true }).execute(context)
  reports.create('html').execute(context)
}

function isEnough(map) {
  const summary = map.getCoverageSummary()
  const missed = Object.entries(THRESHOLDS).filter(([what, least]) => summary[what].pct < least)
  for (const [what, least] of missed) process.stderr.write(`${what}: ${summary[what].pct} % is less than ${least} %\n`)
  return missed.length === 0
}
