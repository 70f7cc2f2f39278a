// The reverse proxies of deploy/, each run with its own file as it is: but for the certificate, which operators have elsewhere.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../torture/lib/service.mjs'

const DEPLOY = join(import.meta.dirname, '..', '..', '..', 'deploy')
export const HOST = 'accounts.example.org'

/**
 * @typedef {{ crt: string, key: string, pem: string }} Certificate its files
 * @typedef {{ backends: number, start: (folder: string, certificate: Certificate) => [command: string, ...args: string[]] }} Proxy
 * @type {Record<string, Proxy>}
 */
export const PROXIES = {
  nginx: {
    backends: 1,
    start(folder, { crt, key }) {
      const site = changed('nginx/flexisip-accounts.conf', { [`/etc/ssl/${HOST}.crt`]: crt, [`/etc/ssl/${HOST}.key`]: key })
      writeFileSync(join(folder, 'site.conf'), site)
      const all = `pid ${folder}/pid;\nevents {}\nhttp { include ${folder}/site.conf; access_log off; }\n`
      writeFileSync(join(folder, 'nginx.conf'), all)
      const args = ['-c', join(folder, 'nginx.conf'), '-e', 'stderr']
      execFileSync('nginx', ['-t', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
      return ['nginx', ...args, '-g', 'daemon off;']
    },
  },
  caddy: {
    backends: 1,
    start(folder, { crt, key }) {
      const site = `${HOST} {`
      const text = changed('caddy/Caddyfile', { [site]: `${site}\n\ttls ${crt} ${key}` })
      const file = join(folder, 'Caddyfile')
      writeFileSync(file, `{\n\tadmin off\n\tstorage file_system ${folder}/storage\n}\n${text}`)
      const args = ['--config', file, '--adapter', 'caddyfile']
      execFileSync('caddy', ['validate', ...args], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } })
      return ['caddy', 'run', ...args]
    },
  },
  haproxy: {
    backends: 2,
    start(folder, { pem }) {
      const file = join(folder, 'haproxy.cfg')
      writeFileSync(file, changed('haproxy/haproxy.cfg', { [`/etc/haproxy/${HOST}.pem`]: pem }))
      execFileSync('haproxy', ['-c', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] })
      return ['haproxy', '-db', '-f', file]
    },
  },
}

/** A file of deploy/ with other texts in the place of some. @throws when one of them is not there: then this is out of date */
function changed(name, changes) {
  let text = readFileSync(join(DEPLOY, name), 'utf8')
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`deploy/${name} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  return text
}

/** Runs a proxy until `stop`. @param {string} name @param {string} folder @param {{ key: string, cert: string }} certificate in PEM */
export async function startProxy(name, folder, { key, cert }) {
  const own = join(folder, name)
  mkdirSync(own)
  const files = { crt: join(own, 'host.crt'), key: join(own, 'host.key'), pem: join(own, 'host.pem') }
  writeFileSync(files.crt, cert)
  writeFileSync(files.key, key)
  writeFileSync(files.pem, cert + key)
  const [command, ...args] = PROXIES[name].start(own, files)
  const child = spawn(command, args, { cwd: own, env: { ...process.env, HOME: own }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  const listens = () =>
    fetch('http://127.0.0.1/', { redirect: 'manual', headers: { connection: 'close' } }).then(({ status }) => status > 300 && status < 400)
  await Promise.race([
    until(`${name} to listen`, listens),
    ended.then((code) => {
      throw new Error(`${name} ended with ${code}:\n${said}`)
    }),
  ])
  return {
    said: () => said,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
