// ciSummary.mjs TESTS.json TORTURE.json: reads the reports of jest and of `npm run torture`; fails when a test was skipped (CI has every database), and
// ends with the line that counts tests and claims.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const [tests, torture] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8') || '{"claims":[]}'))
// a run that broke off has no report
const { testResults = [], numPassedTests = 0, numFailedTests = 0, numFailedTestSuites = 0, success = false } = tests
const all = testResults.flatMap((file) => file.assertionResults)
const skipped = all.filter((test) => test.status !== 'passed' && test.status !== 'failed')
for (const test of skipped) process.stderr.write(`skipped: ${test.fullName}\n`)
const brokenFiles = numFailedTests === 0 ? numFailedTestSuites : 0
const failedClaims = torture.claims.filter(({ failures }) => failures > 0).length
// the end of a run may fail it although every test passed: test/support/endOfRun.mjs
const unmet = success || numFailedTests + brokenFiles > 0 ? 0 : 1
const failed = numFailedTests + brokenFiles + unmet + skipped.length + failedClaims
// what failed is told again at the end, where a reader of a long output looks
for (const file of testResults.filter(({ status }) => status === 'failed')) {
  const names = file.assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName)
  const why = stripVTControlCharacters(file.message).slice(0, 4_000)
  process.stdout.write(`failed: ${relative(process.cwd(), file.name)}: ${names.join('; ') || 'no test ran'}\n${why}\n`)
}
for (const { claim, database, failures } of torture.claims.filter((row) => row.failures > 0)) {
  process.stdout.write(`failed: ${claim} (${database}), ${failures} times\n`)
}
process.stdout.write(`${numPassedTests + torture.claims.length - failedClaims} passed, ${failed} failed\n`)
if (failed > 0 || numPassedTests === 0 || torture.claims.length === 0) process.exitCode = 1
