// What is made for arm64, on another processor: qemu runs the programs of a Debian for arm64. Needs qemu-user-static besides what a fresh Debian takes.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePort } from '../../lib/processTree.mjs'
import { run } from '../run.mjs'
import { debian } from './debian.mjs'
import { expect, freshDebian, NONINTERACTIVE, withProc } from './freshDebian.mjs'
import { firstHour, startReleased } from './service.mjs'
import { Skipped } from './skipped.mjs'
import { nodeOf } from './ways.mjs'

/** Where Linux is told who runs programs for other processors. */
const BINFMT = '/proc/sys/fs/binfmt_misc'
const HANDLER = join(BINFMT, 'qemu-aarch64')
/** What qemu-user-static says of itself, in Debian and Ubuntu. */
const DESCRIBED = '/usr/lib/binfmt.d/qemu-aarch64.conf'
/** Milliseconds to the first answer: qemu takes ten times what a processor does. */
const PATIENCE = 300_000

/** The Debian package, as on any other processor. @param {{ file: string, work: string, suite: string }} options */
export const arm64Debian = ({ file, work, suite }) =>
  emulated(() => debian({ file, work, suite, architecture: 'arm64', patience: PATIENCE }))

/**
 * The tarball: unpacked and started.
 * @param {{ file: string, work: string, suite: string, range: string }} options `range` is which Node.js
 */
export function arm64Tarball({ file, work, suite, range }) {
  return emulated(async () => {
    const root = freshDebian('arm64-tarball', { work, suite, architecture: 'arm64' })
    try {
      return await withProc(root, () => startTarball(root, { file, bin: nodeOf(work, range, 'arm64') }))
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
}

async function startTarball(root, { file, bin }) {
  run('cp', ['--archive', dirname(bin), join(root, 'opt/node')])
  mkdirSync(join(root, 'opt/release'))
  run('tar', ['--extract', '--gzip', `--file=${file}`, '--directory', join(root, 'opt/release')])
  const [name] = readdirSync(join(root, 'opt/release'))
  const command = join('/opt/release', name, 'bin', 'flexisip-accounts')

  const port = await freePort()
  const variables = { DATA_DIR: '/var/lib/accounts', PORT: String(port), SIP_DOMAIN: 'sip.example.org' }
  const env = { ...NONINTERACTIVE, PATH: `/opt/node/bin:${NONINTERACTIVE.PATH}`, ...variables }
  const within = (...line) => run('chroot', [root, ...line], { env })
  expect(within('node', '-p', 'process.arch').trim() === 'arm64', 'Node.js is not for arm64')
  const started = performance.now()
  const service = await startReleased('chroot', [root, command, 'serve'], { port, env, patience: PATIENCE })
  await firstHour(port, (...line) => within(command, ...line)).finally(service.stop)
  return { first_answer_ms: service.ms, first_hour_s: (performance.now() - started) / 1000 }
}

/** Has qemu run programs for arm64, during an action at least. @throws Skipped where that cannot be */
async function emulated(action) {
  if (process.arch === 'arm64') throw new Skipped('the other steps try what is for arm64, as this machine is one')
  if (existsSync(HANDLER)) return action()
  if (!existsSync(DESCRIBED)) throw new Skipped('for lack of qemu-user-static')
  const mounted = existsSync(join(BINFMT, 'register'))
  try {
    if (!mounted) run('mount', ['-t', 'binfmt_misc', 'binfmt_misc', BINFMT])
    writeFileSync(join(BINFMT, 'register'), readFileSync(DESCRIBED, 'utf8').trim())
  } catch (error) {
    throw new Skipped(`this system does not let qemu run programs for arm64: ${error.message}`)
  }
  try {
    return await action()
  } finally {
    writeFileSync(HANDLER, '-1') // as it was
    if (!mounted) run('umount', [BINFMT])
  }
}
