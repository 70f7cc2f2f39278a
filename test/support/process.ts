import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'

/** The built program, as an operator runs it (`npm test` builds it first); for coverage as the compiler made it, file by file. */
export const PROGRAM = join(packageRoot(), 'dist', process.env.TEST_COVERAGE ? 'src' : 'program', 'cli.js')

export type Env = Record<string, string>

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A folder without a `.env`. */
const ELSEWHERE = join(packageRoot(), 'test')

interface StartOptions {
  input?: string | Buffer | undefined
  cwd?: string | undefined
  /** another name of it */
  program?: string | undefined
  uid?: number | undefined
}

/** Nothing of our own environment gets in, but what a process needs to run at all. */
function start(args: string[], env: Env, { input, cwd = ELSEWHERE, program = PROGRAM, uid }: StartOptions = {}): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  const stdin = input === undefined ? 'ignore' : 'pipe'
  const coverage = process.env.TEST_COVERAGE ? { NODE_V8_COVERAGE: process.env.TEST_COVERAGE } : {}
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    ...(uid !== undefined && { uid, gid: uid }),
    env: { PATH, HOME, ...coverage, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  })
  child.stdin?.on('error', () => undefined).end(input) // a program that ends early does not read it
  return child
}

/** Collects what a process says, and lets somebody wait for it. */
class Output {
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>
  private readonly watchers = new Set<() => void>()

  constructor(child: ChildProcess) {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => this.add('stdout', text))
    child.stderr!.setEncoding('utf8').on('data', (text: string) => this.add('stderr', text))
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr }))
    })
  }

  private add(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text
    for (const watcher of this.watchers) watcher()
  }

  /** The first match on stdout. @throws Error when the process ends before */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(this.stdout)
        if (!match) return
        this.watchers.delete(look)
        resolve(match)
      }
      this.watchers.add(look)
      look()
      this.ended.then(
        ({ code }) => reject(new Error(`ended with ${code} before it said ${pattern}:\n${this.stdout}${this.stderr}`)),
        reject,
      )
    })
  }
}

/** Runs a command to its end; `input` is what its standard input has. */
export const runCli = (args: string[], env: Env, input?: string | Buffer, cwd?: string, program?: string): Promise<Ended> =>
  new Output(start(args, env, { input, cwd, program })).ended

export interface RunningService {
  url: string
  pid: number
  /** waits until stdout has it */
  until(pattern: RegExp): Promise<RegExpExecArray>
  /** SIGTERM, and what came of it */
  stop(): Promise<Ended>
}

/** Serves until `stop`. PORT is 0 unless given: the system chooses a free one. @throws Error when it does not start */
export async function startService(env: Env, program?: string, cwd?: string): Promise<RunningService> {
  const child = start(['serve'], { PORT: '0', ...env }, { program, cwd })
  const output = new Output(child)
  const until = (pattern: RegExp) => output.until(pattern)
  const [, url] = await until(/^ {2}API +(http:\S+)\/api\/ping$/m)
  return {
    url: url!.replace('localhost', '127.0.0.1'),
    pid: child.pid!,
    until,
    stop: () => {
      child.kill('SIGTERM')
      return output.ended
    },
  }
}

/** Runs `serve` that is expected to fail; as another user, if this one may. */
export const failingService = (env: Env, uid?: number): Promise<Ended> => new Output(start(['serve'], { PORT: '0', ...env }, { uid })).ended
