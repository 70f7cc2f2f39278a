// The Debian package in a fresh Debian: installed, started as its unit says, upgraded, removed, purged. Needs root, debootstrap and a mirror of Debian.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { freePort } from '../../lib/processTree.mjs'
import { run } from '../run.mjs'
import { firstHour, logIn, startReleased } from './service.mjs'

const DATA = 'var/lib/flexisip-accounts'
const CONFIGURATION = 'etc/flexisip-accounts/env'
const UNIT = 'usr/lib/systemd/system/flexisip-accounts.service'
/** For those who type the command, below usr/share. */
const SHELL = [
  'man/man8/flexisip-accounts.8.gz',
  'bash-completion/completions/flexisip-accounts',
  'zsh/vendor-completions/_flexisip-accounts',
  'fish/vendor_completions.d/flexisip-accounts.fish',
]
const NONINTERACTIVE = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' }

/**
 * @param {{ file: string, work: string, suite: string }} options the package, and which Debian
 * @returns {Promise<Record<string, number>>} seconds of each step, milliseconds to the first answer
 */
export async function debian({ file, work, suite }) {
  const root = join(work, suite)
  /** @type {Record<string, number>} */
  const times = {}
  const timed = async (name, action) => {
    const started = performance.now()
    const result = await action()
    times[`${name}_s`] = (performance.now() - started) / 1000
    return result
  }
  const inside = (command, ...args) => run('chroot', [root, command, ...args], { env: NONINTERACTIVE })
  const install = (path) => {
    copyFileSync(path, join(root, 'tmp', basename(path)))
    // the configuration that was changed stays, as for everybody who does not answer otherwise
    const keep = ['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold']
    inside('apt-get', 'install', '-y', '--no-install-recommends', ...keep, `/tmp/${basename(path)}`)
  }

  await timed('debootstrap', () => run('debootstrap', ['--variant=minbase', suite, root]))
  run('mount', ['-t', 'proc', 'proc', join(root, 'proc')])
  try {
    inside('apt-get', 'update')
    await timed('install', () => install(file))
    expect(modeOf(join(root, CONFIGURATION)) === '640', `the configuration has the mode ${modeOf(join(root, CONFIGURATION))}`)
    expect(modeOf(join(root, DATA)) === '750', `the data have the mode ${modeOf(join(root, DATA))}`)
    for (const name of SHELL) expect(existsSync(join(root, 'usr/share', name)), `there is no ${name}`)
    expect(!existsSync(join(root, DATA, 'accounts.db')), 'the installation made a database')

    const port = await freePort()
    configure(root, port)
    const started = performance.now()
    const service = await startUnit(root, port)
    times.first_answer_ms = service.ms
    const cli = (...args) => inside('flexisip-accounts', ...args)
    const alice = await firstHour(port, cli).finally(service.stop)
    times.first_hour_s = (performance.now() - started) / 1000

    await timed('upgrade', () => install(nextVersion(file, work)))
    expect(readFileSync(join(root, CONFIGURATION), 'utf8').includes(`PORT=${port}`), 'the upgrade lost the configuration')
    const upgraded = await startUnit(root, port)
    await logIn(port, alice).finally(upgraded.stop)

    inside('apt-get', 'remove', '-y', 'flexisip-accounts')
    expect(!existsSync(join(root, 'usr/bin/flexisip-accounts')), 'the removal leaves the program')
    expect(existsSync(join(root, DATA, 'accounts.db')) && existsSync(join(root, CONFIGURATION)), 'the removal takes data or configuration')

    inside('apt-get', 'purge', '-y', 'flexisip-accounts')
    expect(existsSync(join(root, DATA, 'accounts.db')), 'a purge that asks nobody takes the accounts')
    expect(!existsSync(join(root, 'etc/flexisip-accounts')), 'the purge leaves the configuration')

    install(file)
    configure(root, port)
    const again = await startUnit(root, port)
    await logIn(port, alice).finally(again.stop)
    const answer = 'flexisip-accounts flexisip-accounts/purge-data boolean true\n'
    run('chroot', [root, 'debconf-set-selections'], { env: NONINTERACTIVE, input: answer })
    inside('apt-get', 'purge', '-y', 'flexisip-accounts')
    expect(!existsSync(join(root, DATA)), 'a purge that was told to does not take the accounts')
    expect(!/^flexisip-accounts:/m.test(readFileSync(join(root, 'etc/passwd'), 'utf8')), 'the purge leaves the user')
  } finally {
    run('umount', [join(root, 'proc')])
    rmSync(root, { recursive: true, force: true })
  }
  return times
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(`Debian package: ${otherwise}.`)
}

const modeOf = (path) => (statSync(path).mode & 0o7777).toString(8)

/** As an operator does: one line more. */
function configure(root, port) {
  const file = join(root, CONFIGURATION)
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nPORT=${port}\nSIP_DOMAIN=sip.example.org\n`)
}

/** Starts the command of the unit as its user, in its folder. */
function startUnit(root, port) {
  const unit = readFileSync(join(root, UNIT), 'utf8')
  const setting = (name) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1]
  const user = setting('User')
  const line = `umask ${setting('UMask')}; cd ${setting('WorkingDirectory')} && exec ${setting('ExecStart')}`
  const args = [`--userspec=${user}:${setting('Group')}`, root, '/bin/sh', '-c', line]
  return startReleased('chroot', args, { port, env: { ...NONINTERACTIVE, HOME: `/${DATA}` } })
}

/** The same package under the next version, with another line in the configuration that comes with it. */
function nextVersion(file, work) {
  const folder = join(work, 'next')
  mkdirSync(folder)
  run('dpkg-deb', ['--raw-extract', file, folder])
  const control = join(folder, 'DEBIAN/control')
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .*/m, 'Version: 99.0.0'))
  const configuration = join(folder, CONFIGURATION)
  writeFileSync(configuration, `# of the next version\n${readFileSync(configuration, 'utf8')}`)
  const next = join(work, 'flexisip-accounts_99.0.0.deb')
  run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', folder, next])
  return next
}
