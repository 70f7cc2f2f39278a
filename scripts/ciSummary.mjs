// Reads jest's JSON report: fails when a test was skipped (CI has every database), and ends with the line that counts.
import { readFileSync } from 'node:fs'

const { testResults, numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const all = testResults.flatMap((file) => file.assertionResults)
const skipped = all.filter((test) => test.status !== 'passed' && test.status !== 'failed')
for (const test of skipped) process.stderr.write(`skipped: ${test.fullName}\n`)
const brokenFiles = numFailedTests === 0 ? numFailedTestSuites : 0
process.stdout.write(`${numPassedTests} passed, ${numFailedTests + brokenFiles + skipped.length} failed\n`)
if (skipped.length > 0 || numFailedTestSuites > 0 || numPassedTests === 0) process.exitCode = 1
