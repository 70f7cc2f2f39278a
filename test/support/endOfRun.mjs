import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isLacking, NEEDS, remedy } from './requirements.mjs'
import { readNotes } from './runNotes.mjs'

const CONTRACT = join(import.meta.dirname, '..', '..', 'generated', 'openapi.json')

/** The projects of jest.config.mjs by their databases: all tests run on SQLite, some on PostgreSQL as well. */
const [SQLITE, POSTGRESQL] = ['sqlite', 'postgresql']

/**
 * What this needs of jest's TestContext and AggregatedResult.
 * @typedef {{ config: { rootDir: string, displayName?: { name: string } } }} Context
 * @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, testResults: { testFilePath: string }[] }} Results
 */

/** What test/support/teardown.mjs says below jest's own summary. @type {string[]} */
export const lastWords = []

/**
 * A reporter of jest for what a run left out. It lists what was skipped, and how to run it. A whole run in which every test passed fails
 * if the contract documents a status that no test met.
 */
export default class EndOfRun {
  /** @param {{ testNamePattern?: string }} globalConfig */
  constructor(globalConfig) {
    this.globalConfig = globalConfig
    /** @type {Error | undefined} */
    this.error = undefined
  }

  /**
   * @param {Set<Context>} contexts of the projects that had a test to run
   * @param {Results} results
   */
  onRunComplete(contexts, results) {
    const { statuses, skipped } = readNotes()
    lastWords.splice(0, Infinity, ...skippedLines(skipped))
    if (!results.numPassedTests || results.numFailedTests || results.numRuntimeErrorTestSuites) return
    if (this.globalConfig.testNamePattern || isPartial(contexts, results)) return
    const unmet = documentedStatuses().filter((status) => !statuses.has(status))
    const elsewhere = isLacking('postgresql') ? unmet.filter(needsPostgres) : []
    const missing = unmet.filter((status) => !elsewhere.includes(status))
    if (elsewhere.length > 0) lastWords.push(elsewhereLine(elsewhere))
    if (missing.length > 0) this.error = new Error(missingText(missing))
    if (this.error) lastWords.push(this.error.message)
  }

  /** Jest fails a run in which a reporter has an error. */
  getLastError() {
    return this.error
  }
}

/**
 * Whether some file or project was left out: no part of a run meets every status.
 * @param {Set<Context>} contexts
 * @param {Results} results
 */
function isPartial(contexts, results) {
  const projects = new Set([...contexts].map(({ config }) => config.displayName?.name))
  const roots = new Set([...contexts].map(({ config }) => config.rootDir))
  const files = [...roots].flatMap((root) => readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }))
  const ran = new Set(results.testResults.map(({ testFilePath }) => testFilePath))
  return !projects.has(SQLITE) || !projects.has(POSTGRESQL) || ran.size < files.filter((file) => /\.test\.m?[jt]s$/.test(file)).length
}

/** @returns {string[]} each as `operationId status` */
function documentedStatuses() {
  const { paths } = JSON.parse(readFileSync(CONTRACT, 'utf8'))
  /** @type {{ operationId: string, responses?: object }[]} */
  const operations = Object.values(paths).flatMap((item) => Object.values(item))
  return operations.flatMap(({ operationId, responses = {} }) => Object.keys(responses).map((status) => `${operationId} ${status}`))
}

/** A file of SQLite cannot go away as a server can. @param {string} status */
const needsPostgres = (status) => status.endsWith(' 503')

/** @param {import('./runNotes.mjs').Skipped[]} skipped */
function skippedLines(skipped) {
  return /** @type {import('./requirements.mjs').Need[]} */ (Object.keys(NEEDS)).flatMap((need) => {
    const of = skipped.filter((one) => one.need === need)
    const project = of.some((one) => one.project === POSTGRESQL && need === POSTGRESQL) ? ['the postgresql project'] : []
    const files = new Set(of.filter((one) => one.project !== need).map(({ file }) => file)).size
    const tests = files > 0 ? [`tests in ${files} ${files === 1 ? 'file' : 'files'} that need ${NEEDS[need].name}`] : []
    const what = [...project, ...tests]
    return what.length > 0 ? [`Skipped: ${what.join(', and ')}. ${remedy(need)}`] : []
  })
}

/** @param {string[]} statuses */
const elsewhereLine = (statuses) =>
  `Not checked: whether tests meet the status 503 of ${statuses.length} operations. Those tests run on ${NEEDS.postgresql.name} alone.`

/** @param {string[]} statuses */
const missingText = (statuses) => `The contract documents statuses that no test met:
  ${statuses.join('\n  ')}
To mend this:
  1. If the operation can answer with the status, write a test that brings it about.
     The test client (test/support/client.ts) notes each answer by itself.
  2. If the operation cannot, take the status out of its "responses" in the contract, and run "npm run generate".
  3. Run "npm test" again. Only a whole run compares the contract with the answers.`
