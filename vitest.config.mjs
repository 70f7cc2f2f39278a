import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { notOn } from './test/support/databases.mjs'
import { endOfRun } from './test/support/endOfRun.mjs'

// what tests write lives for seconds: memory in place of a disk, for this process and its workers
if (process.env.TMPDIR === undefined && existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm'

/** @param {'sqlite' | 'postgresql'} database @returns {import('vitest/config').TestProjectInlineConfiguration} */
const project = (database) => ({
  extends: true,
  define: { TEST_DATABASE: JSON.stringify(database) },
  test: { name: database, exclude: notOn(database) },
})

export default defineConfig({
  plugins: [endOfRun()],
  test: {
    include: ['test/**/*.test.ts'],
    globals: true,
    pool: 'forks',
    isolate: false, // a worker loads the sources once, not anew for each file: importing a module starts nothing
    sequence: { hooks: 'list' }, // in the order of the file
    testTimeout: 20_000,
    hookTimeout: 20_000,
    expect: { poll: { timeout: 15_000, interval: 20 } }, // a second passes soon on a busy machine
    maxWorkers: Math.ceil(1.5 * availableParallelism()), // tests wait for timers and servers too
    projects: [project('sqlite'), project('postgresql')],
  },
})
