// runs once: it runs vitest itself
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { operations } from '../support/contract.js'
import { useFolder } from '../support/folder.js'
import { useForEach } from '../support/use.js'

const SUPPORT = join(packageRoot(), 'test', 'support')
const VITEST = join(packageRoot(), 'node_modules', 'vitest', 'vitest.mjs')
const POSTGRES = { TEST_POSTGRES_URL: 'postgresql://127.0.0.1:1/never-connected-to' }
const every = operations.flatMap(({ operationId, responses }) => Object.keys(responses).map((status) => `${operationId} ${status}`))
const but = (...left: string[]) => every.filter((status) => !left.includes(status))
const without503 = every.filter((status) => !status.endsWith(' 503'))

describe('the end of a test run', () => {
  const folder = useFolder(useForEach)
  beforeEach(() => mkdir(join(folder.path, 'test')))

  interface Run {
    /** statuses that the tests of this run meet */
    met?: string[]
    /** what one of its tests needs, as NEEDS calls it */
    needs?: string[]
    fails?: boolean
    env?: Record<string, string>
    args?: string[]
  }

  /** Runs two files of tests with this project's reporter, in a process of their own, on a machine that has nothing but `env` says. */
  async function run({ met = every, needs = [], fails = false, env = {}, args = [] }: Run) {
    const source = (tests: string) => `
      import { isLacking } from '${SUPPORT}/requirements.mjs'
      import { noteSkipped, noteStatus } from '${SUPPORT}/runNotes.mjs'
      ${tests}`
    const meet = `
      const skipped = ${JSON.stringify(needs)}.filter(isLacking)
      for (const need of skipped) noteSkipped({ need, project: TEST_DATABASE, file: 'this one' })
      ;(skipped.length ? test.skip : test)('needs it', () => undefined)
      test('meets', () => {
        for (const status of ${JSON.stringify(met)}) noteStatus(...status.split(' '))
        expect(${fails}).toBe(false)
      })`
    await writeFile(join(folder.path, 'test', 'one.test.mjs'), source(meet))
    await writeFile(join(folder.path, 'test', 'other.test.mjs'), source("test('nothing', () => undefined)"))
    const config = `
      import { endOfRun } from '${SUPPORT}/endOfRun.mjs'
      const project = (name) => ({ extends: true, define: { TEST_DATABASE: JSON.stringify(name) }, test: { name } })
      export default {
        plugins: [endOfRun()],
        test: { include: ['test/*.test.mjs'], globals: true, maxWorkers: 1, projects: [project('sqlite'), project('postgresql')] },
      }`
    await writeFile(join(folder.path, 'vitest.config.mjs'), config)
    const command = [VITEST, 'run', ...args]
    const options = { cwd: folder.path, env: { PATH: process.env.PATH, HOME: folder.path, NO_COLOR: '1', ...env } }
    return new Promise<{ code: number; output: string }>((resolve) => {
      execFile(process.execPath, command, options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      )
    })
  }

  test('is good without PostgreSQL, though nothing met the statuses that only PostgreSQL brings about: it says so', async () => {
    const { code, output } = await run({ met: without503 })
    expect(output).toMatch(/\nNot checked: whether tests meet the status 503 of \d+ operations\. Those tests run on PostgreSQL alone\.\n$/)
    expect(code).toBe(0)
  })

  test('is bad with PostgreSQL when nothing met those', async () => {
    const { code, output } = await run({ met: but('getAccount 503'), env: POSTGRES })
    expect(output).toContain('The contract documents statuses that no test met:\n  getAccount 503\nTo mend this:\n')
    expect(code).toBe(1)
  })

  test('is bad anywhere when nothing met another documented status, and says how to mend it', async () => {
    const { code, output } = await run({ met: but('getAccount 404', 'getMe 503') })
    expect(output).toMatch(
      / no test met:\n {2}getAccount 404\nTo mend this:\n {2}1\. [\s\S]+\n {2}2\. [\s\S]+\n {2}3\. Run "npm test" again\./,
    )
    expect(code).toBe(1)
  })

  test('is good, and silent, when everything was met and nothing skipped', async () => {
    const { code, output } = await run({ env: POSTGRES })
    expect(output).toMatch(/\n +Duration .*\n+$/)
    expect(code).toBe(0)
  })

  test.each([
    ['a project', ['--project', 'sqlite']],
    ['a file', ['one']],
    ['a name', ['--testNamePattern', 'meets']],
  ])('compares nothing when %s was chosen', async (_, args) => {
    const { code, output } = await run({ met: [], env: POSTGRES, args })
    expect(output).toMatch(/Tests .*[1-9] passed/)
    expect(output).not.toContain('no test met')
    expect(code).toBe(0)
  })

  test('speaks of the failed tests alone when there are some', async () => {
    const { code, output } = await run({ met: [], fails: true })
    expect(output).not.toContain('no test met')
    expect(code).toBe(1)
  })

  test('tells what was skipped, and how to run it', async () => {
    const { code, output } = await run({ needs: ['postgresql', 'redis', 'mysql', 'browser', 'script'], env: { PATH: '/nowhere' } })
    expect(output.slice(output.indexOf('\nSkipped'))).toBe(`
Skipped: the postgresql project, and tests in 1 file that need PostgreSQL. Set TEST_POSTGRES_URL=postgresql://postgres@127.0.0.1:5432/test to run them.
Skipped: tests in 1 file that need Redis. Set TEST_REDIS_URL=redis://127.0.0.1:6379 to run them.
Skipped: tests in 1 file that need MySQL or MariaDB. Set TEST_MYSQL_URL=mysql://root@127.0.0.1:3306 to run them.
Skipped: tests in 1 file that need a browser. Set TEST_BROWSER=/usr/bin/chromium to run them.
Skipped: tests in 1 file that need the program script. Install script to run them.
`)
    expect(code).toBe(0)
  })

  test('skips nothing that the variables say is there', async () => {
    const { output } = await run({ needs: ['postgresql', 'redis'], env: { ...POSTGRES, TEST_REDIS_URL: 'redis://127.0.0.1:1' } })
    expect(output).toMatch(/Tests +6 passed \(6\)/)
    expect(output).not.toContain('kipped')
  })
})
