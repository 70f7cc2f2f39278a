// ciSummary.mjs TESTS.json TORTURE.json STATUS: reads the reports of vitest, which ended with that exit code, and of `npm run torture`; fails when a test
// was skipped (CI has every database), and ends with the line that counts tests and claims.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const [tests, torture] = process.argv.slice(2, 4).map((file) => JSON.parse(readFileSync(file, 'utf8') || '{"claims":[]}'))
// a run that broke off has no report
const { testResults = [], numPassedTests = 0, numFailedTests = 0 } = tests
const all = testResults.flatMap((file) => file.assertionResults)
const skipped = all.filter((test) => test.status !== 'passed' && test.status !== 'failed')
for (const test of skipped) process.stderr.write(`skipped: ${test.fullName}\n`)
const failedFiles = testResults.filter(({ status }) => status === 'failed')
const brokenFiles = failedFiles.filter((file) => file.assertionResults.every((test) => test.status !== 'failed')).length
const failedClaims = torture.claims.filter(({ failures }) => failures > 0).length
// a run may fail although every test passed: test/support/endOfRun.mjs, or an error that nothing caught
const unmet = process.argv[4] === '0' || numFailedTests + brokenFiles > 0 ? 0 : 1
const failed = numFailedTests + brokenFiles + unmet + skipped.length + failedClaims
// what failed is told again at the end, where a reader of a long output looks
for (const file of failedFiles) {
  const tests = file.assertionResults.filter((test) => test.status === 'failed')
  const names = tests.map((test) => test.fullName)
  const messages = [file.message, ...tests.flatMap((test) => test.failureMessages)].filter((message) => message !== '')
  const why = stripVTControlCharacters(messages.join('\n')).slice(0, 4_000)
  process.stdout.write(`failed: ${relative(process.cwd(), file.name)}: ${names.join('; ') || 'no test ran'}\n${why}\n`)
}
for (const { claim, database, failures } of torture.claims.filter((row) => row.failures > 0)) {
  process.stdout.write(`failed: ${claim} (${database}), ${failures} times\n`)
}
process.stdout.write(`${numPassedTests + torture.claims.length - failedClaims} passed, ${failed} failed\n`)
if (failed > 0 || numPassedTests === 0 || torture.claims.length === 0) process.exitCode = 1
