// The Debian package in a fresh Debian: installed, started as its unit says, upgraded, removed, purged.
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../lib/processTree.mjs'
import { run } from '../run.mjs'
import {
  CONFIGURATION,
  configure,
  DATA,
  expect,
  freshDebian,
  inside,
  install,
  NONINTERACTIVE,
  nextVersion,
  stopwatch,
  withProc,
} from './freshDebian.mjs'
import { firstHour, logIn, startReleased } from './service.mjs'

const UNIT = 'usr/lib/systemd/system/flexisip-accounts.service'
/** For those who type the command, below usr/share. */
const SHELL = [
  'man/man8/flexisip-accounts.8.gz',
  'bash-completion/completions/flexisip-accounts',
  'zsh/vendor-completions/_flexisip-accounts',
  'fish/vendor_completions.d/flexisip-accounts.fish',
]

/**
 * @param {{ file: string, work: string, suite: string, architecture: string, patience?: number }} options the package, and which Debian; `patience`
 *   with the first answer, in milliseconds
 * @returns {Promise<Record<string, number>>} seconds of each step, milliseconds to the first answer
 */
export async function debian({ file, work, suite, architecture, patience }) {
  const { times, timed } = stopwatch()
  const root = await timed('debootstrap', () => freshDebian(`debian-${architecture}`, { work, suite, architecture }))
  try {
    await withProc(root, () => life(root, { file, work, patience, times, timed }))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return times
}

async function life(root, { file, work, patience, times, timed }) {
  const within = (command, ...args) => inside(root, command, ...args)
  within('apt-get', 'update')
  await timed('install', () => install(file, root))
  expect(modeOf(join(root, CONFIGURATION)) === '640', `the configuration has the mode ${modeOf(join(root, CONFIGURATION))}`)
  expect(modeOf(join(root, DATA)) === '750', `the data have the mode ${modeOf(join(root, DATA))}`)
  for (const name of SHELL) expect(existsSync(join(root, 'usr/share', name)), `there is no ${name}`)
  expect(!existsSync(join(root, DATA, 'accounts.db')), 'the installation made a database')

  const port = await freePort()
  configure(root, port)
  const started = performance.now()
  const service = await startUnit(root, { port, patience })
  times.first_answer_ms = service.ms
  const cli = (...args) => within('flexisip-accounts', ...args)
  const alice = await firstHour(port, cli).finally(service.stop)
  times.first_hour_s = (performance.now() - started) / 1000

  await timed('upgrade', () => install(nextVersion(file, work), root))
  expect(readFileSync(join(root, CONFIGURATION), 'utf8').includes(`PORT=${port}`), 'the upgrade lost the configuration')
  const upgraded = await startUnit(root, { port, patience })
  await logIn(port, alice).finally(upgraded.stop)

  within('apt-get', 'remove', '-y', 'flexisip-accounts')
  expect(!existsSync(join(root, 'usr/bin/flexisip-accounts')), 'the removal leaves the program')
  expect(existsSync(join(root, DATA, 'accounts.db')) && existsSync(join(root, CONFIGURATION)), 'the removal takes data or configuration')

  within('apt-get', 'purge', '-y', 'flexisip-accounts')
  expect(existsSync(join(root, DATA, 'accounts.db')), 'a purge that asks nobody takes the accounts')
  expect(!existsSync(join(root, 'etc/flexisip-accounts')), 'the purge leaves the configuration')

  install(file, root)
  configure(root, port)
  const again = await startUnit(root, { port, patience })
  await logIn(port, alice).finally(again.stop)
  const answer = 'flexisip-accounts flexisip-accounts/purge-data boolean true\n'
  run('chroot', [root, 'debconf-set-selections'], { env: NONINTERACTIVE, input: answer })
  within('apt-get', 'purge', '-y', 'flexisip-accounts')
  expect(!existsSync(join(root, DATA)), 'a purge that was told to does not take the accounts')
  expect(!/^flexisip-accounts:/m.test(readFileSync(join(root, 'etc/passwd'), 'utf8')), 'the purge leaves the user')
}

const modeOf = (path) => (statSync(path).mode & 0o7777).toString(8)

/** Starts the command of the unit as its user, in its folder. */
function startUnit(root, { port, patience }) {
  const unit = readFileSync(join(root, UNIT), 'utf8')
  const setting = (name) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1]
  const user = setting('User')
  const line = `umask ${setting('UMask')}; cd ${setting('WorkingDirectory')} && exec ${setting('ExecStart')}`
  const args = [`--userspec=${user}:${setting('Group')}`, root, '/bin/sh', '-c', line]
  return startReleased('chroot', args, { port, patience, env: { ...NONINTERACTIVE, HOME: `/${DATA}` } })
}
