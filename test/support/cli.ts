import { pino } from 'pino'
import { loadConfig } from '../../src/config/load.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { openDeps, type RunningDeps } from '../../src/run/openDeps.js'
import { Factory } from './factory.js'
import { temporaryFolder } from './folder.js'
import { type Env, runCli } from './process.js'
import { type Use, useForAll } from './use.js'

/** The built command line on a database of its own. Each start costs half a second: what is only prepared is made `inside`. */
export async function commandLine(more: Env = {}) {
  const folder = await temporaryFolder()
  const env: Env = { DATA_DIR: folder.path, SECRET: 'a secret for tests alone', ...more }
  return {
    folder: folder.path,
    env,
    remove: folder.remove,
    run: (args: string[], extra: Env = {}, input?: string | Buffer) => runCli(args, { ...env, ...extra }, input),
    /** What a command prints with --json: an object per line, nothing else. */
    async lines(...args: string[]): Promise<any[]> {
      const { code, stdout, stderr } = await runCli([...args, '--json'], env)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      if (stdout !== '') expect(stdout).toMatch(/\n$/)
      return stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
    },
    /** The one object that a command prints with --json. */
    async json(...args: string[]): Promise<any> {
      const [object, ...others] = await this.lines(...args)
      expect(others).toEqual([])
      return object
    },
    /** Works in the same database from this process, at a time that may be another (milliseconds). */
    async inside<T>(work: (deps: RunningDeps, make: Factory) => Promise<T>, time = Date.now()): Promise<T> {
      const config = loadConfig(env)
      await migrate(config.databaseUrl)
      const deps = await openDeps(config, pino({ level: 'silent' }), { now: () => time })
      try {
        return await work(deps, new Factory(deps))
      } finally {
        await deps.close()
      }
    },
  }
}
export type CommandLine = Awaited<ReturnType<typeof commandLine>>

/** The command line for all tests of the block, or for each. Variables that other hooks make come from a function. */
export const useCommandLine = (env: Env | (() => Env) = {}, use: Use = useForAll): CommandLine =>
  use(
    () => commandLine(typeof env === 'function' ? env() : env),
    (cli) => cli.remove(),
  )
