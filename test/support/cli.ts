import { Readable, Writable } from 'node:stream'
import { pino } from 'pino'
import { runCommand } from '../../src/cli/run.js'
import { loadConfig } from '../../src/config/load.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { openDeps, type RunningDeps } from '../../src/run/openDeps.js'
import { makeSpaces } from '../../src/services/spaces/spaces.sql.js'
import { Factory } from './factory.js'
import { temporaryFolder } from './folder.js'
import { type Ended, type Env, runCli } from './process.js'
import { type Use, useForAll } from './use.js'

/** The command line on a database of its own. */
export async function commandLine(more: Env = {}) {
  const folder = await temporaryFolder()
  const env: Env = { DATA_DIR: folder.path, SECRET: 'a secret for tests alone', ...more }
  return {
    folder: folder.path,
    env,
    remove: folder.remove,
    /** Runs a command in this process; `input` is what its standard input has. */
    run: (args: string[], extra: Env = {}, input?: string | Buffer) => run(args, { ...env, ...extra }, input),
    /** The same at a terminal, where a person types `input`. */
    type: (args: string[], input: string, extra: Env = {}) => run(args, { ...env, ...extra }, input, true),
    /** The same in a process of its own, which costs half a second: for what this process would change. */
    spawn: (args: string[], extra: Env = {}, input?: string | Buffer) => runCli(args, { ...env, ...extra }, input),
    /** What a command prints with --json: an object per line, nothing else. */
    async lines(...args: string[]): Promise<any[]> {
      const { code, stdout, stderr } = await run([...args, '--json'], env)
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
        await makeSpaces(deps.db, config)
        return await work(deps, new Factory(deps))
      } finally {
        await deps.close()
      }
    },
  }
}
/** Bytes that a pipe hands over at once. */
const PIECE = 65_536

async function run(args: string[], env: Env, input: string | Buffer = '', isTTY = false): Promise<Ended> {
  const bytes = Buffer.from(input)
  const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => bytes.subarray(i * PIECE, (i + 1) * PIECE))
  const [stdout, stderr] = [new Kept(), new Kept()]
  const stdin = Object.assign(Readable.from(pieces), { isTTY })
  const code = await runCommand(args, { environment: () => env, stdin: () => stdin, giveWay: () => {}, stdout, stderr })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

/** A stream that keeps what it is given. */
class Kept extends Writable {
  private readonly chunks: Buffer[] = []

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('utf8')
  }
}

export type CommandLine = Awaited<ReturnType<typeof commandLine>>

/** The command line for all tests of the block, or for each. Variables that other hooks make come from a function. */
export const useCommandLine = (env: Env | (() => Env) = {}, use: Use = useForAll): CommandLine =>
  use(
    () => commandLine(typeof env === 'function' ? env() : env),
    (cli) => cli.remove(),
  )
