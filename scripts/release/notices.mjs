// Whose work is in what we give away: the bill of materials, and the licences that ask to be passed on.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXTERNAL } from '../lib/externals.mjs'
import { ROOT } from '../lib/paths.mjs'
import { lockedFolder, lockedVersions, manifest } from './lockfile.mjs'
import { run } from './run.mjs'

/** Packages of development of which a part is given away: the script of the documentation page, and the list of common passwords. */
const GIVEN_AWAY = ['redoc', '@zxcvbn-ts/language-common']

/** The lock file of all packages that the release has parts of. */
export function lockShipped(folder, version) {
  const { name, license, description, homepage, repository, bugs, dependencies, overrides } = manifest()
  const needed = lockedVersions([...Object.keys(dependencies), ...EXTERNAL, ...GIVEN_AWAY])
  return lockedFolder(folder, { name, version, license, description, homepage, repository, bugs, dependencies: needed, overrides })
}

/**
 * A CycloneDX bill of materials, the same for the same packages.
 * @param {string} folder with the lock file
 * @param {{ date: Date, node: string }} options `node` is the version of Node.js that the Debian package has
 */
export function billOfMaterials(folder, { date, node }) {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--legacy-peer-deps']
  const bill = JSON.parse(run('npm', args, { cwd: folder }))
  bill.metadata.timestamp = date.toISOString()
  bill.metadata.component.name = manifest().name
  bill.components.push({
    'bom-ref': `node@${node}`,
    type: 'platform',
    name: 'node',
    version: node,
    description: 'in the Debian package alone',
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:generic/node@${node}`,
  })
  delete bill.serialNumber
  const hash = createHash('sha256').update(JSON.stringify(bill)).digest('hex')
  bill.serialNumber = `urn:uuid:${hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-8$3-a$4-$5')}`
  return `${JSON.stringify(bill, null, 2)}\n`
}

/** The licences of packages, each text once. One that is not installed here, as for another Node.js, is named with its licence. */
export function thirdPartyNotices({ packages }) {
  const texts = new Map()
  for (const [path, { version, license }] of Object.entries(packages)) {
    if (path === '') continue
    const text = licenceOf(join(ROOT, path)) ?? `Licence: ${license}`
    texts.set(text, [...(texts.get(text) ?? []), `${path.split('node_modules/').at(-1)} ${version}`])
  }
  const parts = [...texts].map(([text, names]) => `${names.join(', ')}\n\n${text}`)
  return `What this program has of others, and their licences.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

function licenceOf(folder) {
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name) && !name.endsWith('.js'))
  return files.length === 0 ? undefined : files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n')
}
