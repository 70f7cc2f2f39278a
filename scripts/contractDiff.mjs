// Says in what the contract differs from an earlier one, one difference a line:
//   npm run contract:diff -- <git ref or file>     a file holds a contract in one piece
// Tags, roles, limits, code samples and texts, which change no request and no answer, are listed apart. Exit 1 when there is any other difference.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { bundleContract } from './lib/bundle.mjs'
import { compareContracts } from './lib/contractDiff.mjs'
import { ROOT } from './lib/paths.mjs'

/** Where a commit has its contract in one piece. */
const FILES = ['generated/openapi.yaml', 'openapi.yaml']

const git = (...args) =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'ignore'] })

/** Git's answer; undefined when it refuses. */
function tryGit(...args) {
  try {
    return git(...args)
  } catch (error) {
    if (error.status === undefined) throw error
    return undefined
  }
}

/** @throws Error when there is no contract of that name */
function earlier(name) {
  if (/\.(yaml|json)$/.test(name) && existsSync(name)) return parse(readFileSync(name, 'utf8'))
  if (tryGit('rev-parse', '--verify', `${name}^{commit}`) === undefined) throw new Error(`there is no file and no commit ${name}`)
  for (const file of FILES) {
    const text = tryGit('show', `${name}:${file}`)
    if (text !== undefined) return parse(text)
  }
  throw new Error(`${name} has none of ${FILES.join(', ')}`)
}

const [name, ...more] = process.argv.slice(2)
try {
  if (name === undefined || more.length > 0) throw new Error('say what to compare with: npm run contract:diff -- <git ref or file>')
  const { differences, apart } = compareContracts(earlier(name), await bundleContract())
  for (const line of differences) console.log(line)
  if (apart.length > 0) console.log(['', `Told apart, as they change no request and no answer (${apart.length}):`, ...apart].join('\n'))
  console.log(`\n${differences.length === 0 ? 'No difference' : `${differences.length} differences`} from ${name}.`)
  if (differences.length > 0) process.exitCode = 1
} catch (error) {
  console.error(`contract:diff: ${error.message}`)
  process.exitCode = 2
}
