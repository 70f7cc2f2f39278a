// Runs the tests and says what of src they reached, in their own process and in the programs that they start. Usage: npm run test:coverage [-- jest's
// arguments]. A run of everything fails below THRESHOLDS; coverage/index.html shows each line.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Report } from 'c8'
import { transformSync } from 'esbuild'
import { ROOT } from './lib/paths.mjs'

/** Per cent, for a run of everything with all databases and a browser. Estimated from runs of parts: to be set anew after a whole run. */
const THRESHOLDS = { lines: 98, functions: 98, branches: 94 }

const args = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'coverage-'))
const children = join(folder, 'children')
const SEEN_BY_JEST = join(folder, 'coverage-final.json')
mkdirSync(children)
try {
  const { status, signal } = runTests()
  if (!existsSync(SEEN_BY_JEST)) throw new Error(`The tests broke off: ${signal ?? `exit code ${status}`}.`)
  const map = await coverageMap()
  await report(map)
  process.exitCode = status === 0 && (args.length > 0 || isEnough(map)) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function runTests() {
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...['--coverage', '--coverageProvider=v8', '--coverageReporters=json', `--coverageDirectory=${folder}`],
    ...['--collectCoverageFrom=src/**/*.ts', '--collectCoverageFrom=!src/sdk/**'],
  ]
  return spawnSync(process.execPath, [...jest, ...args], { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TEST_COVERAGE: children } })
}

/** What jest saw and what the children saw, together; without the files that are types alone. */
async function coverageMap() {
  keepOwnScripts()
  const map = await c8({ include: ['src/**'], exclude: [], excludeAfterRemap: true, src: [ROOT] }).getCoverageMapFromAllCoverageFiles()
  map.merge(JSON.parse(readFileSync(SEEN_BY_JEST, 'utf8')))
  map.filter((file) => relative(ROOT, file).startsWith(`src${sep}`) && hasCode(file))
  return map
}

/** @returns {any} whose method that makes a map is none of its types */
function c8(options) {
  return new Report({ reporter: ['text', 'html'], tempDirectory: children, ...options })
}

/** Node notes every script that a process loads: those of packages would take minutes to read. */
function keepOwnScripts() {
  const ours = pathToFileURL(join(ROOT, 'dist', 'src')).href
  for (const name of readdirSync(children)) {
    const file = join(children, name)
    const { result, ...rest } = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...rest, result: result.filter(({ url }) => url.startsWith(ours)) }))
  }
}

function hasCode(file) {
  return transformSync(readFileSync(file, 'utf8'), { loader: 'ts' }).code.trim() !== ''
}

async function report(map) {
  const made = c8({ reportsDirectory: join(ROOT, 'coverage'), skipFull: true })
  made.getCoverageMapFromAllCoverageFiles = async () => map
  await made.run()
}

function isEnough(map) {
  const summary = map.getCoverageSummary()
  const missed = Object.entries(THRESHOLDS).filter(([what, least]) => summary[what].pct < least)
  for (const [what, least] of missed) process.stderr.write(`${what}: ${summary[what].pct} % is less than ${least} %\n`)
  return missed.length === 0
}
