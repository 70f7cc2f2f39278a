// npm run deploy:check [-- --only proxies,rules,rolling,failover,image] [--from REF] [--folder DIR]
// Tries what is in deploy/, each thing as an operator uses it, with the real programs; installs those that are missing if this is root on Debian. Exit code 1
// if something does not hold. --from: the rolling upgrade starts from that commit as well. --folder keeps the base of the image for the next time.
import { execFileSync, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { only: { type: 'string' }, from: { type: 'string' }, folder: { type: 'string' } } })
const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy')
const program = (name, ...args) => [process.execPath, join(import.meta.dirname, name), ...args]
const promtool = (...args) => ['promtool', ...args.map((arg) => arg.replace('deploy', DEPLOY))]
const proxy = (name) => ['unshare', '--net', ...program('proxy.mjs', name)]

/** What is run, all of a part at once, and the Debian packages of the programs that it takes. */
const PARTS = {
  rules: {
    packages: { promtool: 'prometheus' },
    commands: [
      promtool('check', 'config', 'deploy/prometheus/prometheus.yml'),
      promtool('check', 'rules', 'deploy/prometheus/rules.yaml'),
      promtool('test', 'rules', 'deploy/prometheus/rules.test.yaml'),
    ],
  },
  proxies: {
    packages: { nginx: 'nginx', caddy: 'caddy', haproxy: 'haproxy', ip: 'iproute2', curl: 'curl' },
    commands: ['nginx', 'caddy', 'haproxy'].map(proxy),
  },
  rolling: {
    packages: {},
    commands: [program('rolling.mjs'), ...(values.from ? [program('rolling.mjs', '--from', values.from)] : [])],
  },
  failover: {
    packages: { haproxy: 'haproxy', ip: 'iproute2', pg_lsclusters: 'postgresql' },
    commands: [['unshare', '--net', ...program('failover.mjs')]],
  },
  image: {
    packages: { debootstrap: 'debootstrap' },
    commands: [program('image.mjs', ...(values.folder ? ['--folder', values.folder] : []))],
  },
}

const names = values.only?.split(',') ?? Object.keys(PARTS)
for (const name of names) if (!(name in PARTS)) throw new Error(`--only: there is no '${name}', but ${Object.keys(PARTS).join(', ')}`)
install(Object.assign({}, ...names.map((name) => PARTS[name].packages)))
const failed = []
for (const name of names) {
  const begin = performance.now()
  const ended = await Promise.all(PARTS[name].commands.map(runToEnd))
  if (ended.some((code) => code !== 0)) failed.push(name)
  console.log(
    `${name}: ${ended.every((code) => code === 0) ? 'holds' : 'FAILED'} after ${((performance.now() - begin) / 1000).toFixed(0)} s\n`,
  )
}
if (failed.length > 0) process.stderr.write(`Failed: ${failed.join(', ')}\n`)
process.exitCode = failed.length > 0 ? 1 : 0

/** What it says is printed at its end, so that those which run at once do not mix. */
function runToEnd([command, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
    child.once('error', reject)
    child.once('close', (code) => {
      process.stdout.write(said)
      resolve(code)
    })
  })
}

/** @param {Record<string, string>} packages by program */
function install(packages) {
  const missing = Object.keys(packages).filter((name) => !isThere(name))
  if (missing.length === 0) return
  const wanted = missing.map((name) => packages[name])
  if (process.getuid?.() !== 0) throw new Error(`Install ${wanted.join(', ')} first, for ${missing.join(', ')}.`)
  process.stderr.write(`Installing ${wanted.join(', ')}…\n`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } // no service starts by itself
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 2] })
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { env, stdio: ['ignore', 'ignore', 2] })
}

/** In PATH, or where only root has its programs. */
function isThere(name) {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
