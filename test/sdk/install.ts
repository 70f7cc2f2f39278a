import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/lib/packageRoot.js'

const run = promisify(execFile)

/** The client as somebody has it who installed it. */
export interface InstalledSdk {
  folder: string
  /** its one file */
  script: string
  /** Runs a program in the folder, as ES module, one at a time. What it prints. @throws what it throws */
  run(program: string): Promise<string>
  /** What the TypeScript compiler says about programs, one line for each fault: they are program1.ts, program2.ts and so on. */
  compile(...programs: string[]): Promise<string[]>
  remove(): Promise<void>
}

/** Builds the client, packs it, and installs it in an empty folder: without network, for it needs nothing. */
export async function installSdk(): Promise<InstalledSdk> {
  const root = packageRoot()
  const { stdout } = await run(process.execPath, [join(root, 'scripts/sdk.mjs'), '--pack'], { cwd: root })
  const tarball = join(root, 'generated/sdk', stdout.trim().split('\n').at(-1)!)
  const folder = await mkdtemp(join(tmpdir(), 'accounts-sdk-'))
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', tarball], { cwd: folder })
  let programs = 0
  let runner: ChildProcess | undefined
  return {
    folder,
    script: join(folder, 'node_modules/flexisip-accounts-client/dist/index.js'),
    async run(program) {
      const file = join(folder, `program${++programs}.mjs`)
      await writeFile(file, program)
      runner ??= fork(join(import.meta.dirname, 'runPrograms.mjs'), { cwd: folder, execArgv: [] })
      runner.send(file)
      const [{ output, fault }] = await once(runner, 'message')
      if (fault) throw new Error(fault)
      return output
    },
    async compile(...programs) {
      const files = programs.map((_, i) => `program${i + 1}.ts`)
      for (const [i, file] of files.entries()) await writeFile(join(folder, file), programs[i]!)
      const options = [
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--module',
        'nodenext',
        '--lib',
        'es2022,dom,dom.iterable',
        '--skipLibCheck',
        'false',
      ]
      const compiled = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, ...files], { cwd: folder })
      return compiled.then(
        () => [],
        ({ stdout: faults }) => faults.trim().split('\n'),
      )
    },
    async remove() {
      runner?.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
