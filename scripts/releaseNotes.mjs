// npm run release:notes -- [VERSION]
// Prints what CHANGELOG.md says of a version, of that in package.json unless one is named: the text of a release.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './lib/paths.mjs'

const read = (name) => readFileSync(join(ROOT, name), 'utf8')
const version = (process.argv[2] ?? JSON.parse(read('package.json')).version).replace(/^v/, '')

/** A title is `## 1.2.0`, or with its day: `## 1.2.0 (2026-12-24)`. */
const sections = read('CHANGELOG.md').split(/^## +/m).slice(1)
const titleOf = (section) => section.slice(0, section.indexOf('\n')).trim()
const found = sections.find((section) => titleOf(section).split(' ')[0] === version)
const text = found?.slice(found.indexOf('\n')).trim()

if (found === undefined)
  fail(
    `CHANGELOG.md has no section "## ${version}", but ${sections.map(titleOf).join(', ')}. Give "## Unreleased" the name of the version first.`,
  )
else if (text === '') fail(`The section of ${version} in CHANGELOG.md is empty.`)
else process.stdout.write(`${text}\n`)

function fail(why) {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
}
