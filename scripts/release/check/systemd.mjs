// The unit under a real systemd: a fresh Debian is booted in a container, and there the service is started, restarted, killed, stopped, upgraded and
// purged, as an operator does it. Needs systemd-nspawn besides what a fresh Debian takes.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { familyOf, freePort } from '../../lib/processTree.mjs'
import { run } from '../run.mjs'
import { configure, DATA, expect, freshDebian, inside, install, NONINTERACTIVE, nextVersion, stopwatch, withProc } from './freshDebian.mjs'
import { firstHour, logIn, untilAnswer } from './service.mjs'
import { Skipped } from './skipped.mjs'

const UNIT = 'flexisip-accounts.service'
const USER = 'flexisip-accounts'
/** What systemd-analyze may say of the unit, from 0 (safe) to 10. */
const EXPOSURE = 1.5
/** Seconds: what a service that nobody asks anything takes to stop. */
const STOP = 10

/**
 * @param {{ file: string, work: string, suite: string, architecture: string }} options the package, and which Debian
 * @returns {Promise<Record<string, number>>} seconds of each step, milliseconds to the first answer
 * @throws Skipped when systemd cannot be booted here
 */
export async function systemd({ file, work, suite, architecture }) {
  const { times, timed } = stopwatch()
  const root = freshDebian('systemd', { work, suite, architecture })
  try {
    await withProc(root, async () => {
      inside(root, 'apt-get', 'update')
      inside(root, 'apt-get', 'install', '-y', '--no-install-recommends', 'systemd-sysv', 'dbus')
    })
    const machine = await timed('boot', () => boot(root))
    try {
      await life(root, machine, { file, work, times, timed })
    } finally {
      await timed('power_off', machine.powerOff)
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return times
}

async function life(root, { within }, { file, work, times, timed }) {
  const systemctl = (...line) => within('systemctl', '--no-pager', ...line)
  const property = (name) => systemctl('show', '--value', `--property=${name}`, UNIT).trim()
  const answered = async (action) => {
    const started = performance.now()
    action()
    await untilAnswer(port)
    return Math.round(performance.now() - started)
  }

  install(file, root, within)
  expect(property('ActiveState') === 'inactive' && property('UnitFileState') === 'disabled', 'the installation starts or enables the unit')
  const port = await freePort()
  configure(root, port)
  times.first_answer_ms = await answered(() => systemctl('enable', '--now', UNIT))
  const alice = await firstHour(port, (...args) => within('flexisip-accounts', ...args))
  systemctl('status', UNIT)
  times.exposure = hardened(within, property('MainPID'))

  const first = property('MainPID')
  times.restart_ms = await answered(() => systemctl('restart', UNIT))
  const second = property('MainPID')
  expect(second !== first, 'a restart leaves the process')
  times.after_kill_ms = await answered(() => {
    within('sh', '-c', `kill -KILL ${second}`) // a small Debian has no other
    while (property('MainPID') === second);
  })
  expect(property('NRestarts') === '1', `the unit started the killed service ${property('NRestarts')} times`)
  await logIn(port, alice)

  await timed('stop', () => systemctl('stop', UNIT))
  expect(times.stop_s < STOP, `the service took ${times.stop_s} seconds to stop`)
  const end = [property('Result'), property('ExecMainCode'), property('ExecMainStatus')].join()
  expect(end === 'success,1,0', `the service did not exit with 0 when it was stopped, but with ${end}`)

  await answered(() => systemctl('start', UNIT))
  const third = property('MainPID')
  copyFileSync(nextVersion(file, work), join(root, 'root/next.deb'))
  await timed('upgrade', () => within('dpkg', '--force-confold', '--install', '/root/next.deb'))
  await untilAnswer(port)
  expect(property('MainPID') !== third, 'an upgrade leaves the process of the old version')
  await logIn(port, alice)
  readJournal(within)

  within('apt-get', 'purge', '-y', 'flexisip-accounts')
  expect(property('ActiveState') === 'inactive' && property('LoadState') === 'not-found', 'the purge leaves the unit')
  expect(existsSync(join(root, DATA, 'accounts.db')), 'a purge that asks nobody takes the accounts')
  expect(!within('systemctl', '--no-legend', '--failed').includes(UNIT), 'the purge leaves a unit that failed')
}

/** Sees that the process may do no more than the unit says. @returns what systemd-analyze says of the unit */
function hardened(within, pid) {
  const status = within('cat', `/proc/${pid}/status`)
  const of = (name) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1]
  const expected = { NoNewPrivs: '1', Seccomp: '2', CapEff: '0000000000000000', CapBnd: '0000000000000000' }
  for (const [name, value] of Object.entries(expected)) expect(of(name) === value, `${name} of the process is ${of(name)}`)
  expect(of('Uid') !== '0', 'the service runs as root')

  // where the process is, as root: what is read-only there is so for everybody
  const where = (...line) => within('nsenter', `--target=${pid}`, '--mount', '--', ...line)
  const can = (...line) => where('sh', '-c', '"$@" 2>/dev/null && echo yes || echo no', 'sh', ...line).trim() === 'yes'
  for (const folder of ['/etc', '/etc/flexisip-accounts', '/usr', '/var', '/var/lib'])
    expect(!can('touch', `${folder}/written`), `${folder} can be written`)
  const asUser = ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--init-groups']
  expect(can(...asUser, 'touch', `/${DATA}/written`), 'the data cannot be written')
  where('rm', `/${DATA}/written`)
  within('touch', '/tmp/of-others')
  expect(!can('test', '-e', '/tmp/of-others'), 'the service sees what others have in /tmp')
  const others = where(...asUser, 'sh', '-c', 'ls /proc').split('\n')
  expect(!others.includes('1'), 'the service sees the processes of others')

  const said = within('systemd-analyze', 'security', '--no-pager', UNIT)
  const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(said)?.[1])
  expect(exposure <= EXPOSURE, `systemd-analyze security says ${exposure}`)
  return exposure
}

/** Sees that each line of the service is JSON, but what it says to people at its start, and that none is of an error. */
function readJournal(within) {
  const lines = within('journalctl', '--no-pager', '--output=cat', `_SYSTEMD_UNIT=${UNIT}`).trimEnd().split('\n')
  const entries = lines.filter((line) => !line.startsWith('  ')).map((line) => JSON.parse(line))
  expect(
    entries.some(({ event }) => event === 'request'),
    'the journal has no request',
  )
  const error = entries.find(({ level }) => level >= 50)
  expect(!error, `the journal has an error: ${JSON.stringify(error)}`)
}

/** Boots a Debian in a container that has the network of this machine. @throws Skipped when that cannot be done here */
async function boot(root) {
  const name = `release-check-${process.pid}`
  const args = ['--quiet', '--settings=no', '--register=no', '--keep-unit', '--console=read-only', '--link-journal=no', `--machine=${name}`]
  const child = spawn('systemd-nspawn', [...args, `--directory=${root}`, '--boot'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-2_000)))
  let ended = false
  const end = new Promise((resolve) => child.once('close', resolve).once('error', resolve)).then(() => (ended = true))
  const powerOff = async () => {
    child.kill('SIGTERM') // it has the system power off
    const late = setTimeout(() => child.kill('SIGKILL'), 60_000)
    await end
    clearTimeout(late)
  }

  const started = performance.now()
  while (!ended && performance.now() - started < 120_000) {
    const [, leader] = child.pid ? familyOf(child.pid) : []
    const within = (...line) =>
      run('nsenter', [`--target=${leader}`, '--mount', '--uts', '--ipc', '--pid', '--root', '--wd', '--', ...line], { env: NONINTERACTIVE })
    if (leader && isUp(within)) return { within, powerOff }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await powerOff()
  throw new Skipped(`systemd cannot be booted here: ${said.trim().split('\n').slice(-3).join(' ')}`)
}

function isUp(within) {
  try {
    return /^(running|degraded)/.test(within('sh', '-c', 'systemctl is-system-running 2>/dev/null || true'))
  } catch {
    return false // it has no shell yet
  }
}
