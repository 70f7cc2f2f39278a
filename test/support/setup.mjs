import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the workers of this run, which inherit the variable, note what they saw: see runNotes.mjs. */
export default function setup() {
  process.env.TEST_SEEN = mkdtempSync(join(tmpdir(), 'accounts-seen-'))
}
