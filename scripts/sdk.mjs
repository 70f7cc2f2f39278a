// Makes the TypeScript client in generated/sdk, ready for `npm pack`: types and methods from the contract by a generator, the rest from src/sdk.
//   node scripts/sdk.mjs [--pack]     --pack also packs it, and prints the file's name last
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@hey-api/openapi-ts'
import { build } from 'esbuild'
import ts from 'typescript'
import { bundleContract } from './lib/bundle.mjs'
import { withLock } from './lib/lock.mjs'
import { GENERATED, ROOT } from './lib/paths.mjs'
import { contractForSdk } from './lib/sdkContract.mjs'
import { sdkManifest } from './lib/sdkManifest.mjs'

const SDK = join(GENERATED, 'sdk')
const SOURCES = join(SDK, 'src')

/** src/sdk and what the generator makes of the contract, side by side. */
async function writeSources(contract) {
  rmSync(SDK, { recursive: true, force: true })
  mkdirSync(SOURCES, { recursive: true })
  for (const name of readdirSync(join(ROOT, 'src/sdk')).filter((file) => file.endsWith('.ts'))) {
    const text = readFileSync(join(ROOT, 'src/sdk', name), 'utf8')
    writeFileSync(join(SOURCES, name), text.replaceAll('../../generated/sdk/src/', './'))
  }
  await createClient({
    input: contractForSdk(contract),
    output: { path: join(SOURCES, 'contract'), module: { extension: '.js' } },
    logs: { level: 'silent', file: false },
    plugins: [
      '@hey-api/client-fetch',
      '@hey-api/typescript',
      { name: '@hey-api/sdk', operations: { strategy: 'single', containerName: 'Accounts', methods: 'instance' } },
    ],
  })
}

/** One file of JavaScript for Node and browsers, and the types beside it. @throws Error with the compiler's findings */
async function compile() {
  const entry = join(SOURCES, 'index.ts')
  /** @type {import('esbuild').BuildOptions} */
  const output = {
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    legalComments: 'inline',
  }
  await build({ ...output, entryPoints: [entry], outfile: join(SDK, 'dist/index.js'), sourcemap: true, logLevel: 'error' })
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: join(SDK, 'dist'),
    rootDir: SOURCES,
  })
  const { diagnostics } = program.emit()
  const faults = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  if (faults.length > 0)
    throw new Error(
      ts.formatDiagnostics(faults, { getCurrentDirectory: () => ROOT, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }),
    )
}

mkdirSync(GENERATED, { recursive: true })
await withLock(join(GENERATED, '.sdk.lock'), async () => {
  const contract = await bundleContract()
  await writeSources(contract)
  await compile()
  writeFileSync(join(SDK, 'package.json'), `${JSON.stringify(sdkManifest(contract, ROOT), null, 2)}\n`)
  cpSync(join(ROOT, 'src/sdk/README.md'), join(SDK, 'README.md'))
  if (existsSync(join(ROOT, 'LICENSE'))) cpSync(join(ROOT, 'LICENSE'), join(SDK, 'LICENSE'))
})
process.stdout.write(`${SDK}\n`)
if (process.argv.includes('--pack')) execFileSync('npm', ['pack', '--silent'], { cwd: SDK, stdio: 'inherit' })
