// Makes dist/ from the sources when it is missing or older than they are: `npm start` and `npm run cli` begin with it. --force makes it anyway.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, isBuilt, STAMP } from './lib/built.mjs'
import { EXTERNAL } from './lib/externals.mjs'

const root = join(import.meta.dirname, '..')

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(status ?? 1)
}

/**
 * Puts the program and its packages into a few files: loading some 800 modules one by one is most of what a start costs. Not minified, names kept: a
 * stack says where it was. What has a binary, or is loaded on demand as CommonJS, stays a package.
 */
async function bundle(dist) {
  const { build } = await import('esbuild') // not there where dist/ alone is used
  const { withCheapSpreads } = await import('./lib/spreads.mjs')
  const { outputFiles } = await build({
    entryPoints: [join(dist, 'src/cli.js')],
    outdir: join(dist, 'program'),
    bundle: true,
    splitting: true, // what is loaded on demand stays so
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: [...EXTERNAL, 'pg-native'],
    // packages of CommonJS ask for Node's own modules by this
    banner: { js: "import { createRequire as requireOf } from 'node:module'\nconst require = requireOf(import.meta.url)" },
    legalComments: 'inline',
    logLevel: 'warning',
    write: false,
  })
  mkdirSync(join(dist, 'program'))
  for (const { path, text } of outputFiles) writeFileSync(path, withCheapSpreads(text))
}

run('scripts/generate.mjs', '--if-stale')
if (process.argv.includes('--force') || !isBuilt()) {
  const now = fingerprint()
  process.stderr.write('Building…\n')
  // beside it and then in its place: whoever runs from dist/ meanwhile finds it whole
  const dist = join(root, 'dist')
  const fresh = `${dist}.${process.pid}`
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--outDir', fresh)
  await bundle(fresh)
  writeFileSync(join(fresh, STAMP), now)
  rmSync(`${dist}.old`, { recursive: true, force: true })
  if (existsSync(dist)) renameSync(dist, `${dist}.old`)
  renameSync(fresh, dist)
  rmSync(`${dist}.old`, { recursive: true, force: true })
}
