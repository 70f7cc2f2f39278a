import { type Algorithm, ha1 } from '../../src/auth/digest.js'
import { startApp } from './app.js'
import { useCommandLine } from './cli.js'
import type { Provider } from './database.js'
import type { Person } from './factory.js'
import { type FlexiapiDatabase, flexiapiFile, flexiapiMysql, mysqlUrl, type Part } from './flexiapi.js'
import { useDatabase } from './migratedDatabases.js'
import { describeNeeding } from './needs.js'
import { useClosing, useForEach } from './use.js'

export const DOMAIN = 'sip.example.org'
export const OTHER = 'other.example.org'

export const hash = (algorithm: Algorithm, username: string, password: string, realm = DOMAIN): string =>
  ha1(algorithm, username, realm, password)
export const passwordRow = (id: number, account_id: number, algorithm: string, password: string) => ({
  id,
  account_id,
  algorithm,
  password,
})
export const person = (username: string, password: string, algorithm: Algorithm, domain = DOMAIN): Person =>
  ({ id: 0, username, password, algorithm, domain }) as Person

export type MakeSource = (folder: string, part: Part) => Promise<FlexiapiDatabase>

/** Describes the same of both kinds of sources, each with a database that it goes to. */
export function describeImports(title: string, tests: (makeSource: MakeSource, provider: Provider) => void): void {
  describe(`${title}, from SQLite`, () => tests(flexiapiFile, 'sqlite'))
  describeNeeding('mysql', 'postgresql')(`${title}, from MySQL to PostgreSQL`, () =>
    tests((_, part) => flexiapiMysql(mysqlUrl!, part), 'postgresql'),
  )
}

/** A service of two domains without anybody, for each test, and the command that fills it. */
export function useImport(makeSource: MakeSource, provider: Provider) {
  const env = { SIP_DOMAINS: `${DOMAIN},${OTHER}` }
  const target = useDatabase(provider, useForEach)
  const cli = useCommandLine(() => ({ ...env, DATABASE_URL: target.url }), useForEach)
  const closing = useClosing()
  return {
    cli,
    /** Makes the old database. */
    source: async (part: Part = 'all'): Promise<FlexiapiDatabase> => closing(await makeSource(cli.folder, part), (made) => made.drop()),
    /** Runs the command, and holds its output to one object. */
    async take(from: FlexiapiDatabase, ...options: string[]) {
      const { code, stdout, stderr } = await cli.run(['import-flexiapi', '--from', from.url, '--json', ...options])
      expect(stderr).toBe('')
      expect(stdout.match(/\n/g)).toHaveLength(1)
      return { code, ...JSON.parse(stdout) }
    },
    /** Starts the service on what was imported. */
    service: async (more: Record<string, string> = {}) =>
      closing(await startApp({ database: target, env: { ...env, ...more } }), (app) => app.close()),
  }
}
