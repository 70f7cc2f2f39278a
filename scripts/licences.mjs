// node scripts/licences.mjs [package-lock.json]
// Fails when a package that goes with the program has a licence that does not go with the AGPL, or none. `npm run lint` runs it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import satisfies from 'spdx-satisfies'
import { ROOT } from './lib/paths.mjs'

/** What may be part of a program under AGPL-3.0-or-later. */
const ALLOWED = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'CC-BY-4.0', 'ISC', 'MIT', 'MIT-0', 'MPL-2.0'],
  ...['Python-2.0', 'Unlicense', 'Zlib', 'LGPL-2.1-or-later', 'LGPL-3.0-or-later', 'GPL-3.0-or-later', 'AGPL-3.0-or-later'],
]
/** What packages have that say nothing, or nothing exact, in their package.json: seen in their files. */
const SEEN = {
  'decko@1.2.0': 'MIT',
  'stickyfill@1.1.1': 'MIT',
  'url-template@2.0.8': 'BSD-3-Clause',
}
/** Development packages from which generated/ takes something that the program serves. */
const SERVED = ['redoc', '@zxcvbn-ts/language-common']

const FOLDER = 'node_modules/'

const file = process.argv[2] ?? join(ROOT, 'package-lock.json')
/** @type {Record<string, any>} what the lock file says of each place in node_modules */
const packages = JSON.parse(readFileSync(file, 'utf8')).packages
const shipped = closure()
const faults = [...shipped].map(faultOf).filter((fault) => fault !== undefined)
for (const fault of faults) process.stderr.write(`${fault}\n`)
if (faults.length > 0) {
  process.stderr.write('Take another package, or, if the licence goes with AGPL-3.0-or-later, add it to ALLOWED in scripts/licences.mjs.\n')
  process.exitCode = 1
} else process.stdout.write(`The licences of ${shipped.size} packages go with AGPL-3.0-or-later.\n`)

/** The places in node_modules of all packages that the program needs, directly or not. */
function closure() {
  const found = new Set()
  const follow = (place, names) => {
    for (const name of names) {
      const at = placeOf(place, name)
      // an optional package may not be there
      if (at === undefined || found.has(at)) continue
      found.add(at)
      const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta } = packages[at]
      const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta?.[peer]?.optional)
      follow(at, [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers])
    }
  }
  follow('', [...Object.keys({ ...packages[''].dependencies, ...packages[''].optionalDependencies }), ...SERVED])
  return found
}

/** Where Node.js finds a package that another one asks for: beside its own packages, or in a folder above. */
function placeOf(from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const at = `${place === '' ? '' : `${place}/`}node_modules/${name}`
    if (at in packages) return at
    if (place === '') return undefined
  }
}

function faultOf(place) {
  const { version, license: said } = packages[place]
  const license = SEEN[`${place.slice(place.lastIndexOf(FOLDER) + FOLDER.length)}@${version}`] ?? said
  if (license === undefined) return `${place} names no licence.`
  try {
    if (satisfies(license, ALLOWED)) return undefined
  } catch {} // no expression of SPDX
  return `${place} has the licence ${license}, which is not allowed.`
}
