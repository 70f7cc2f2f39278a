import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How the stand-in ends, after it has written down how it was called. */
export type PusherBehaviour =
  | 'delivers'
  | 'prints its arguments and fails'
  | 'fails'
  | 'hangs'
  | 'hangs with a child'
  | 'aborts'
  | 'never stops printing'
  | 'leaves a child'

export interface PusherCall {
  pid: number
  /** of the process that it started, in those behaviours that say so */
  child?: number
  arguments: string[]
  environment: string[]
  stdinEnds: boolean
}

export interface PusherStandIn {
  path: string
  folder: string
  behave(behaviour: PusherBehaviour): Promise<void>
  /** the calls so far */
  calls(): Promise<PusherCall[]>
  remove(): Promise<void>
}

/** A program in the place of flexisip_pusher: a real process with a real command line. */
export async function pusherStandIn(): Promise<PusherStandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'pusher-'))
  const path = join(folder, 'flexisip_pusher')
  const log = join(folder, 'calls')
  await writeFile(path, program(folder))
  await chmod(path, 0o755)
  const standIn: PusherStandIn = {
    path,
    folder,
    behave: (behaviour) => writeFile(join(folder, 'behaviour'), behaviour),
    async calls() {
      const text = await readFile(log, 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as PusherCall)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
  await standIn.behave('delivers')
  return standIn
}

const program = (folder: string): string => `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const { spawn } = require('node:child_process')
const behaviour = readFileSync('${folder}/behaviour', 'utf8')
const hang = () => setInterval(() => {}, 1000)
const call = { pid: process.pid, arguments: process.argv.slice(2), environment: Object.keys(process.env), stdinEnds: readFileSync(0).length === 0 }
if (/child/.test(behaviour)) call.child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).pid
appendFileSync('${folder}/calls', JSON.stringify(call) + '\\n')
if (behaviour === 'prints its arguments and fails') { console.log(process.argv.slice(2).join(' ')); process.exitCode = 1 }
if (behaviour === 'fails') process.exit(1)
if (behaviour === 'aborts') process.abort()
if (behaviour.startsWith('hangs')) { process.on('SIGTERM', () => {}); hang() }
if (behaviour === 'never stops printing') { const more = () => process.stdout.write('x'.repeat(65536), more); more() }
if (behaviour === 'leaves a child') process.exit(0)
`
