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
  testPathIgnorePatterns: ['/node_modules/'],
}
/** What talks HTTP runs on both databases; the rest once. */
const ONCE = ['domain', 'auth', 'db', 'contract', 'delivery', 'registrar', 'cli', 'system', 'sdk', 'http', 'docs', 'browser']

/** @type {import('jest').Config} */
export default {
  globalSetup: '<rootDir>/test/support/setup.mjs',
  globalTeardown: '<rootDir>/test/support/teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/endOfRun.mjs'],
  testTimeout: 20_000,
  maxWorkers: 2,
  projects: [
    { ...common, displayName: 'sqlite', globals: { TEST_DATABASE: 'sqlite' }, testMatch: ['<rootDir>/test/**/*.test.ts'] },
    {
      ...common,
      displayName: 'postgresql',
      globals: { TEST_DATABASE: 'postgresql' },
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', `/test/(${ONCE.join('|')})/`],
    },
  ],
}
