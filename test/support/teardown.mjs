import { rmSync } from 'node:fs'
import { lastWords } from './endOfRun.mjs'

/** Says what jest's summary above does not: what was skipped, and which documented statuses no test met. */
export default function teardown() {
  if (lastWords.length > 0) process.stderr.write(`\n${lastWords.join('\n')}\n`)
  if (process.env.TEST_SEEN) rmSync(process.env.TEST_SEEN, { recursive: true, force: true })
}
