import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { isBuilt } from './scripts/lib/built.mjs'
import { ROOT } from './scripts/lib/paths.mjs'
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

/**
 * Compiled sources take a quarter less CPU than what vitest makes of the others. So those of dist/ are tested when they are as new as the sources, as `npm test` sees to; after a
 * change without a build, while watching, and for coverage, the sources themselves.
 */
const compiled = process.argv.includes('run') && process.env.TEST_COVERAGE === undefined && isBuilt()

export default defineConfig({
  plugins: [endOfRun()],
  ...(compiled && {
    resolve: { alias: [{ find: /^(?:\.\.\/)+(src|generated\/prisma)\/(?!sdk\/)(.*\.js)$/, replacement: join(ROOT, 'dist', '$1', '$2') }] },
  }),
  test: {
    include: ['test/**/*.test.ts'],
    globals: true,
    ...(compiled && { server: { deps: { external: [/\/dist\/(?:src|generated)\//] } } }),
    pool: 'forks',
    isolate: false, // a worker loads the sources once, not anew for each file: importing a module starts nothing
    sequence: { hooks: 'list' }, // in the order of the file
    testTimeout: 20_000,
    hookTimeout: 20_000,
    expect: { poll: { timeout: 15_000, interval: 20 } }, // a second passes soon on a busy machine
    maxWorkers: 2 * availableParallelism(), // tests wait for timers and servers too
    projects: [project('sqlite'), project('postgresql')],
  },
})
