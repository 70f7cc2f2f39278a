// Writes everything under generated/ from its sources, without network:
//   node scripts/generate.mjs              always
//   node scripts/generate.mjs --if-stale   only when a source, a tool or an output has changed
//   node scripts/generate.mjs --check      writes nothing; fails when the committed files are not what their sources say
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { withLock } from './lib/lock.mjs'
import { COMMITTED, GENERATED, OUTPUTS, ROOT, writeWhole } from './lib/paths.mjs'
import { currentStamp, readStamp, STAMP } from './lib/stamp.mjs'

// the tools themselves are slow to load: only when there is something to do
const allFiles = async () => ({
  ...(await (await import('./lib/contractFiles.mjs')).contractFiles()),
  ...(await (await import('./lib/configurationFiles.mjs')).configurationFiles()),
  ...(await import('./lib/commonPasswords.mjs')).commonPasswordsFile(),
  ...(await import('./lib/panelAssets.mjs')).panelAssets(),
})
const generateClients = async () => (await import('./lib/prismaClients.mjs')).generateClients()

const known = new Set(['--if-stale', '--check'])
const flags = new Set(process.argv.slice(2))
for (const flag of flags) {
  if (!known.has(flag)) {
    console.error(`generate: unknown option ${flag}; there are ${[...known].join(' and ')}`)
    process.exit(2)
  }
}

const isFresh = () => readStamp() === currentStamp() && OUTPUTS.every((file) => existsSync(`${ROOT}/${file}`))

async function check() {
  const fresh = await allFiles()
  const differing = COMMITTED.filter((file) => !existsSync(`${ROOT}/${file}`) || readFileSync(`${ROOT}/${file}`, 'utf8') !== fresh[file])
  if (differing.length === 0) return
  console.error(`Not what their sources say: ${differing.join(', ')}. Run "npm run generate" and commit the result.`)
  process.exitCode = 1
}

async function generate() {
  const started = Date.now()
  rmSync(STAMP, { force: true }) // a run that is cut off leaves no stamp, so that the next one starts again
  const [files] = await Promise.all([allFiles(), generateClients()])
  for (const [file, text] of Object.entries(files)) writeWhole(`${ROOT}/${file}`, text)
  writeWhole(STAMP, currentStamp())
  console.error(`generated/ is up to date (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

try {
  if (flags.has('--check')) await check()
  else if (!flags.has('--if-stale') || !isFresh()) {
    mkdirSync(GENERATED, { recursive: true })
    // a second run started meanwhile waits, and then mostly finds nothing left to do
    await withLock(`${GENERATED}/.lock`, async (waited) => {
      if ((waited || flags.has('--if-stale')) && isFresh()) return
      await generate()
    })
  }
} catch (error) {
  console.error(`generate: ${error.message}`)
  process.exitCode = 1
}
