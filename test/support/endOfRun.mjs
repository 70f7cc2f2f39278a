import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { isLacking, NEEDS, remedy } from './requirements.mjs'
import { readNotes } from './runNotes.mjs'

const CONTRACT = join(import.meta.dirname, '..', '..', 'generated', 'openapi.json')

/** The projects of vitest.config.mjs by their databases: all tests run on SQLite, some on PostgreSQL as well. */
const [SQLITE, POSTGRESQL] = ['sqlite', 'postgresql']

/**
 * Adds the end of a run to the reporters, whichever a person chose.
 * @returns {import('vitest/config').Plugin}
 */
export const endOfRun = () => ({
  name: 'end-of-run',
  // called for each project; one says how the run ended
  configureVitest({ project, vitest }) {
    if (project !== vitest.projects[0]) return
    vitest.config.reporters.push(new EndOfRun(vitest))
    vitest.onClose(dropSchemas)
  },
})

/**
 * A reporter of vitest for what a run left out. It lists what was skipped, and how to run it. A whole run in which every test passed fails
 * if the contract documents a status that no test met.
 */
class EndOfRun {
  /** @param {import('vitest/node').Vitest} vitest */
  constructor(vitest) {
    this.config = vitest.config
  }

  /** Makes the folder where the workers of this run, which inherit the variable, note what they saw: see runNotes.mjs. */
  onInit() {
    const folder = mkdtempSync(join(tmpdir(), 'accounts-seen-'))
    process.env.TEST_SEEN = folder
    process.once('exit', () => {
      try {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
      } catch {
        // a browser in it is still ending: what it writes is temporary, and no reason for a run to fail
      }
    })
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} _errors
   * @param {import('vitest/node').TestRunEndReason} reason
   */
  onTestRunEnd(modules, _errors, reason) {
    const { statuses, skipped } = readNotes()
    const lastWords = skippedLines(skipped)
    if (reason === 'passed' && !this.isPartial(modules)) {
      const unmet = documentedStatuses().filter((status) => !statuses.has(status))
      const elsewhere = isLacking('postgresql') ? unmet.filter(needsPostgres) : []
      const missing = unmet.filter((status) => !elsewhere.includes(status))
      if (elsewhere.length > 0) lastWords.push(elsewhereLine(elsewhere))
      if (missing.length > 0) {
        lastWords.push(missingText(missing))
        process.exitCode = 1
      }
    }
    if (lastWords.length > 0) process.stderr.write(`\n${lastWords.join('\n')}\n`)
  }

  /**
   * Whether some test, file or project was left out: no part of a run meets every status.
   * @param {readonly import('vitest/node').TestModule[]} modules
   */
  isPartial(modules) {
    const { root, testNamePattern } = this.config
    const projects = new Set(modules.map(({ project }) => project.name))
    const ran = new Set(modules.map(({ moduleId }) => moduleId))
    const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.test\.m?[jt]s$/.test(file))
    return Boolean(testNamePattern) || !projects.has(SQLITE) || !projects.has(POSTGRESQL) || ran.size < files.length
  }
}

/** Those of which tests have used one after the other: see migratedDatabases.ts. */
async function dropSchemas() {
  const { schemas } = readNotes()
  if (schemas.length === 0) return
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL })
  await client.connect()
  for (const schema of schemas) await client.query(`drop schema if exists "${schema}" cascade`)
  await client.end()
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
