import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'

/** How npm names the processors that we make releases for, and how Debian does. */
export const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' }

/** Starts the program from wherever it was unpacked. */
const LAUNCHER = `#!/bin/sh
exec node "$(dirname "$(readlink -f "$0")")/../dist/program/cli.js" "$@"
`

/**
 * Makes the folder of a release that needs nothing but Node.js: the package, its node_modules for one processor, and a command.
 * @param {string} folder
 * @param {{ staged: string, cpu: string }} options
 */
export function installed(folder, { staged, cpu }) {
  cpSync(staged, folder, { recursive: true })
  // binaries come within the packages: no script has to run, and none for another processor could
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps', '--os=linux', `--cpu=${cpu}`, '--libc=glibc']
  run('npm', args, { cwd: folder })
  lighten(join(folder, 'node_modules'), cpu)
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'flexisip-accounts'), LAUNCHER)
  chmodSync(join(folder, 'bin', 'flexisip-accounts'), 0o755)
}

/** Leaves out the sources of SQLite, and its binaries for other systems. */
function lighten(modules, cpu) {
  const sqlite = join(modules, 'better-sqlite3')
  for (const name of ['deps', 'src', 'binding.gyp']) rmSync(join(sqlite, name), { recursive: true })
  const own = `linux-${cpu}.node`
  const binaries = readdirSync(join(sqlite, 'prebuilds'))
  if (!binaries.includes(own)) throw new Error(`better-sqlite3 has no binary ${own}.`)
  for (const name of binaries) if (name !== own) rmSync(join(sqlite, 'prebuilds', name))
  rmSync(join(modules, 'node-addon-api'), { recursive: true, force: true }) // for compilers alone
  rmSync(join(modules, '.package-lock.json'))
}

/** Packs a folder: the same bytes for the same files. @param {number} epoch seconds: the time of all files */
export function pack(folder, name, file, epoch) {
  const order = ['--sort=name', `--mtime=@${epoch}`, '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX']
  const tar = ['--create', '--format=gnu', ...order, `--transform=s,^\\.,${name},`, '--use-compress-program=gzip -9n']
  run('tar', [...tar, `--file=${file}`, '--directory', folder, '.'])
}
