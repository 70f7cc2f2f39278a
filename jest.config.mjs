import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { notOn } from './test/support/databases.mjs'

// what tests write lives for seconds: memory in place of a disk, for this process and its workers
if (process.env.TMPDIR === undefined && existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm'

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }] },
  // sources say './x.js', as compiled code must; here it is ./x.ts
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // its ES modules import JSON in a way that jest warns about, a hundred times
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
}

const project = (database) => ({
  ...common,
  displayName: database,
  globals: { TEST_DATABASE: database },
  testPathIgnorePatterns: ['/node_modules/', ...notOn(database)],
})

/** @type {import('jest').Config} */
export default {
  globalSetup: '<rootDir>/test/support/setup.mjs',
  globalTeardown: '<rootDir>/test/support/teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/endOfRun.mjs'],
  testTimeout: 20_000,
  maxWorkers: Math.ceil(1.5 * availableParallelism()), // tests wait for timers and servers too
  projects: [project('sqlite'), project('postgresql')],
}
