// npm run release [-- --version 1.2.3 --out FOLDER --cpu x64,arm64]; --cpu none: the npm package alone, as the image does it
// Makes everything that is given away, from a clean clone after `npm ci`: the npm package, for each processor a tarball with its node_modules and a
// Debian package, the bill of materials, the checksums. Needs GNU tar and dpkg-deb.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../lib/paths.mjs'
import { debianPackage } from './debian.mjs'
import { manifest } from './lockfile.mjs'
import { nodeBinary, pinnedNode } from './nodeBinary.mjs'
import { billOfMaterials, lockShipped, thirdPartyNotices } from './notices.mjs'
import { run } from './run.mjs'
import { stagePackage } from './stage.mjs'
import { ARCHITECTURES, installed, pack } from './tarball.mjs'

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: manifest().version },
    out: { type: 'string', default: join(ROOT, 'release') },
    cpu: { type: 'string', default: Object.keys(ARCHITECTURES).join() },
  },
})
const { version } = values
const out = resolve(values.out)
const epoch = Number(process.env.SOURCE_DATE_EPOCH ?? run('git', ['log', '-1', '--format=%ct'], { cwd: ROOT }))
const say = (text) => process.stderr.write(`${text}\n`)

if (!/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(version)) throw new Error(`--version ${version}: expected one like 1.2.3 or 1.2.3-rc.1`)
const cpus = values.cpu === 'none' ? [] : values.cpu.split(',')
for (const cpu of cpus)
  if (!ARCHITECTURES[cpu]) throw new Error(`--cpu ${cpu}: there are ${Object.keys(ARCHITECTURES).join(' and ')}, and none`)
process.umask(0o022)

run(process.execPath, ['scripts/build.mjs'], { cwd: ROOT })
const work = mkdtempSync(join(tmpdir(), 'release-'))
try {
  run(process.execPath, ['scripts/docs.mjs', join(work, 'docs.html')], { cwd: ROOT }) // the manual page
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const name = `flexisip-accounts-${version}`

  const shipped = lockShipped(join(work, 'shipped'), version)
  const notices = join(work, 'notices.txt')
  writeFileSync(notices, thirdPartyNotices(shipped))
  const bill = billOfMaterials(join(work, 'shipped'), { date: new Date(epoch * 1000), node: pinnedNode() })
  writeFileSync(join(out, `${name}.cdx.json`), bill)

  const staged = join(work, 'package')
  stagePackage(staged, { version, notices, work })
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', out], { cwd: staged })
  say('npm package')

  for (const cpu of cpus) {
    const whole = join(work, cpu)
    installed(whole, { staged, cpu })
    pack(whole, name, join(out, `${name}-linux-${cpu}.tar.gz`), epoch)
    say(`tarball for ${cpu}`)
    const node = nodeBinary(join(work, `node-${cpu}`), cpu)
    debianPackage(join(work, `debian-${cpu}`), { installed: whole, node, version, cpu, epoch, out })
    say(`Debian package for ${ARCHITECTURES[cpu]}`)
  }

  const sums = run('sha256sum', ['--', ...readdirSync(out).sort()], { cwd: out })
  writeFileSync(join(out, 'SHA256SUMS'), sums)
  process.stdout.write(sums)
} finally {
  rmSync(work, { recursive: true, force: true })
}
