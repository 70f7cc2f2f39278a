// What is tried in a Debian of its own: where that comes from, and what operators do there. Needs root, debootstrap and a mirror of Debian.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from '../run.mjs'

export const DATA = 'var/lib/flexisip-accounts'
export const CONFIGURATION = 'etc/flexisip-accounts/env'
export const NONINTERACTIVE = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' }

/**
 * Makes a Debian that nothing was done to yet. One that was made before, of the same suite and processor, is copied.
 * @param {string} name of its folder in `work`
 * @param {{ work: string, suite: string, architecture: string }} options `architecture` as Debian names it
 * @returns its folder
 */
export function freshDebian(name, { work, suite, architecture }) {
  const base = join(work, `debootstrap-${suite}-${architecture}`)
  if (!existsSync(base)) {
    const making = `${base}.new` // what failed halfway is not taken for whole
    run('debootstrap', ['--variant=minbase', `--arch=${architecture}`, suite, making])
    renameSync(making, base)
  }
  const root = join(work, name)
  run('cp', ['--archive', '--reflink=auto', base, root])
  return root
}

/** Runs an action in a Debian where processes are to be seen, and nothing else of this machine. */
export async function withProc(root, action) {
  run('mount', ['-t', 'proc', 'proc', join(root, 'proc')])
  try {
    return await action()
  } finally {
    run('umount', [join(root, 'proc')])
  }
}

/** Runs a command in a Debian. @returns its standard output */
export const inside = (root, command, ...args) => run('chroot', [root, command, ...args], { env: NONINTERACTIVE })

/** Installs a package file, as `apt install ./FILE` does. @param {(...line: string[]) => string} within runs a command there */
export function install(path, root, within = (...line) => inside(root, line[0], ...line.slice(1))) {
  const there = `/root/${basename(path)}`
  copyFileSync(path, join(root, there))
  // the configuration that was changed stays, as for everybody who does not answer otherwise
  const keep = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold']
  within('apt-get', 'install', '-y', '--no-install-recommends', ...keep, there)
}

/** As an operator does: one line more. */
export function configure(root, port) {
  const file = join(root, CONFIGURATION)
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nPORT=${port}\nSIP_DOMAIN=sip.example.org\n`)
}

/** The same package under the next version, with another line in the configuration that comes with it. @returns its file */
export function nextVersion(file, work) {
  const next = join(work, basename(file).replace(/_.*_/, '_99.0.0_'))
  if (existsSync(next)) return next
  const folder = `${next}.raw`
  mkdirSync(folder)
  run('dpkg-deb', ['--raw-extract', file, folder])
  const control = join(folder, 'DEBIAN/control')
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*/m, 'Version: 99.0.0'))
  const configuration = join(folder, CONFIGURATION)
  writeFileSync(configuration, `# of the next version\n${readFileSync(configuration, 'utf8')}`)
  run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', folder, next])
  return next
}

/** Measures steps. @returns `times` in seconds by step, and `timed` that runs a step */
export function stopwatch() {
  /** @type {Record<string, number>} */
  const times = {}
  const timed = async (name, action) => {
    const started = performance.now()
    const result = await action()
    times[`${name}_s`] = (performance.now() - started) / 1000
    return result
  }
  return { times, timed }
}

export function expect(holds, otherwise) {
  if (!holds) throw new Error(`Debian package: ${otherwise}.`)
}
