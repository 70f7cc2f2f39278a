// npm run release:check [-- --only sums,tarball,npm,npx,clone,debian,systemd --nodes 22,24 --suite bookworm --from release --json FILE]
// Tries each way in from nothing: installs what `npm run release` made, starts it, makes the first administrator, logs in. Says what it takes.
// debian needs root and debootstrap, systemd needs systemd-nspawn as well; each is skipped where they are lacking, and that is said. --only arm64 tries
// what is for arm64 on x64: it takes qemu-user-static, and many minutes.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../lib/paths.mjs'
import { run } from '../run.mjs'
import { ARCHITECTURES } from '../tarball.mjs'
import { arm64Debian, arm64Tarball } from './arm64.mjs'
import { debian } from './debian.mjs'
import { Skipped } from './skipped.mjs'
import { systemd } from './systemd.mjs'
import { clone, nodeOf, npmGlobal, npx, tarball } from './ways.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'sums,tarball,npm,npx,clone,debian,systemd' },
    nodes: { type: 'string', default: '22,24' },
    suite: { type: 'string', default: 'bookworm' },
    from: { type: 'string', default: join(ROOT, 'release') },
    json: { type: 'string' },
  },
})
const from = resolve(values.from)
const { suite } = values
const fileLike = (pattern) => {
  const found = readdirSync(from).filter((name) => pattern.test(name))
  if (found.length !== 1)
    throw new Error(`${from}: expected one file ${pattern}, found ${found.join(' and ') || 'none'}. Run npm run release.`)
  return join(from, found[0])
}
const tarballFor = (cpu) => fileLike(new RegExp(`-linux-${cpu}\\.tar\\.gz$`))
const debianFor = (cpu) => fileLike(new RegExp(`_${ARCHITECTURES[cpu]}\\.deb$`))
const files = {
  package: fileLike(/\.tgz$/),
  tarball: tarballFor(process.arch),
  debian: debianFor(process.arch),
}
const architecture = ARCHITECTURES[process.arch]
const nodes = values.nodes.split(',')
const work = mkdtempSync(join(tmpdir(), 'release-check-'))
const results = {}
let failed = false

async function attempt(name, action) {
  try {
    results[name] = rounded(await action())
  } catch (error) {
    if (error instanceof Skipped) return skip(name, error.message)
    failed = true
    results[name] = { failed: error.message }
  }
  process.stdout.write(`${name}: ${JSON.stringify(results[name])}\n`)
}

function skip(name, why) {
  results[name] = { skipped: why }
  process.stdout.write(`${name}: skipped, ${why}\n`)
}

const rounded = (object) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, typeof value === 'number' ? Number(value.toFixed(2)) : value]))

const WAYS = {
  async sums() {
    await attempt('checksums', () => ({
      right: run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: from }).trim().split('\n').length,
    }))
  },
  async tarball() {
    for (const range of nodes)
      await attempt(`tarball, Node.js ${range}`, () => tarball({ file: files.tarball, work, bin: nodeOf(work, range) }))
  },
  async npm() {
    for (const range of nodes)
      await attempt(`npm i -g, Node.js ${range}`, () => npmGlobal({ file: files.package, work, bin: nodeOf(work, range) }))
  },
  async npx() {
    await attempt('npx', () => npx({ file: files.package, work, bin: nodeOf(work, nodes.at(-1)) }))
  },
  async clone() {
    for (const range of ['20', ...nodes])
      await attempt(`clone, Node.js ${range}`, () => clone({ root: ROOT, work, bin: nodeOf(work, range) }))
  },
  async debian() {
    if (canEnter('debian', [])) await attempt(`Debian ${suite}`, () => debian({ file: files.debian, work, suite, architecture }))
  },
  async systemd() {
    if (canEnter('systemd', ['systemd-nspawn', 'nsenter']))
      await attempt(`systemd, Debian ${suite}`, () => systemd({ file: files.debian, work, suite, architecture }))
  },
  async arm64() {
    if (!canEnter('arm64', [])) return
    await attempt(`arm64, Debian ${suite}`, () => arm64Debian({ file: debianFor('arm64'), work, suite }))
    const [range] = nodes // the package brings another
    await attempt(`arm64, tarball, Node.js ${range}`, () => arm64Tarball({ file: tarballFor('arm64'), work, suite, range }))
  },
}

/** Whether a Debian can be made here and entered, with these programs. If not, the step is skipped. */
function canEnter(step, programs) {
  const lacking = ['debootstrap', 'dpkg-deb', 'chroot', ...programs].filter((program) => !isThere(program))
  if (process.getuid?.() !== 0) lacking.push('the rights of root')
  if (lacking.length > 0) skip(step, `for lack of ${lacking.join(', ')}`)
  return lacking.length === 0
}

function isThere(program) {
  try {
    run('sh', ['-c', `command -v ${program}`])
    return true
  } catch {
    return false
  }
}

const chosen = values.only.split(',')
for (const way of chosen) if (!WAYS[way]) throw new Error(`--only ${way}: there are ${Object.keys(WAYS).join(', ')}`)
try {
  for (const way of chosen) await WAYS[way]()
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = failed ? 1 : 0
