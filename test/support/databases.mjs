import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How the first line of a test file may begin, and the databases that it runs on then. A reason follows. */
const MARKERS = { '// runs once: ': ['sqlite'], '// runs on postgresql: ': ['postgresql'] }

/**
 * The test files that do not run on a database, for `exclude` of vitest.config.mjs. A file without a marker runs on every one.
 * @param {'sqlite' | 'postgresql'} database
 * @throws Error that names a file whose first line is nearly a marker
 */
export function notOn(database) {
  const folder = join(import.meta.dirname, '..')
  const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
  return tests.filter((name) => !databasesOf(join(folder, name)).includes(database)).map((name) => `test/${name}`)
}

function databasesOf(file) {
  const [line] = readFileSync(file, 'utf8').split('\n', 1)
  if (!/^\/\/ *runs\b/i.test(line)) return ['sqlite', 'postgresql']
  const marker = Object.keys(MARKERS).find((begin) => line.startsWith(begin) && line.length > begin.length)
  if (!marker)
    throw new Error(`${file}: a first line about databases begins with one of ${Object.keys(MARKERS).join(', ')} and has a reason`)
  return MARKERS[marker]
}
