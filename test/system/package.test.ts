// runs once: the program opens a database of its own
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EXTERNAL } from '../../scripts/lib/externals.mjs'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useFolder } from '../support/folder.js'
import { runCli, startService } from '../support/process.js'

const run = promisify(execFile)

/** The package as `npm pack` makes it, unpacked, with nothing in its node_modules. */
async function unpackedPackage(folder: string): Promise<{ root: string; modules: string; program: string }> {
  const options = { cwd: packageRoot(), maxBuffer: 64 << 20 }
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', folder], options)
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  await run('tar', ['-xzf', join(folder, filename), '-C', folder])
  const root = join(folder, 'package')
  const modules = join(root, 'node_modules')
  mkdirSync(modules)
  return { root, modules, program: join(root, 'dist', 'program', 'cli.js') }
}

describe('the package', () => {
  const folder = useFolder()
  let unpacked: Awaited<ReturnType<typeof unpackedPackage>>
  beforeAll(async () => {
    unpacked = await unpackedPackage(folder.path)
    for (const name of [...EXTERNAL, 'better-sqlite3-compiled']) {
      const installed = join(packageRoot(), 'node_modules', name)
      if (existsSync(installed)) symlinkSync(installed, join(unpacked.modules, name)) // each Node.js has one of two
    }
  }, 60_000)

  test('serves pages and API with no other packages than those that the release installs', async () => {
    const service = await startService({ DATA_DIR: join(folder.path, 'data') }, unpacked.program)
    try {
      const page = await (await fetch(`${service.url}/login`)).text()
      const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
      expect(assets.length).toBeGreaterThan(1)
      for (const path of [...assets, '/assets/altcha.js', '/assets/altcha-worker.js', '/assets/redoc.js', '/api', '/api/openapi.yaml'])
        expect([path, (await fetch(`${service.url}${path}`)).status]).toEqual([path, 200])
    } finally {
      const { stdout } = await service.stop()
      expect(stdout).toContain('First administrator:  flexisip-accounts create-admin')
    }
  }, 30_000)

  test('has every template of mails and pages', () => {
    const inSrc = (root: string) => readdirSync(join(root, 'src'), { recursive: true }) as string[]
    const read = inSrc(packageRoot()).filter((name) => name.endsWith('.eta') || name.startsWith('panel/assets/'))
    expect(read.length).toBeGreaterThan(30)
    const packed = new Set(inSrc(unpacked.root))
    expect(read.filter((name) => !packed.has(name))).toEqual([])
  })

  test('has no source, test or script of development', () => {
    const files = readdirSync(unpacked.root, { recursive: true }) as string[]
    expect(files.filter((name) => !name.startsWith('node_modules') && /\.ts$|^test|^scripts/.test(name))).toEqual([])
  })

  test('finds the packages that it loads on demand', async () => {
    const env = { REDIS_URL: 'redis://127.0.0.1:9', DATA_DIR: join(folder.path, 'data') }
    const cli = (...args: string[]) => runCli(args, env, undefined, folder.path, unpacked.program)
    expect((await cli('import-flexiapi', '--from', 'mysql://root@127.0.0.1:9/none', '--dry-run')).stderr).toContain(
      'MySQL cannot be reached',
    )
    expect((await cli('doctor', '--json')).stdout).toMatch(/"check":"redis".*ECONNREFUSED/)
  })
})

describe('where SQLite has no binary', () => {
  const folder = useFolder()

  test('each command says in one sentence what to do', async () => {
    const { modules, program } = await unpackedPackage(folder.path)
    const fault = "Object.assign(new Error('libc.so.6: version not found'), { code: 'ERR_DLOPEN_FAILED' })"
    for (const name of ['better-sqlite3', 'better-sqlite3-compiled']) {
      mkdirSync(join(modules, name))
      writeFileSync(join(modules, name, 'index.js'), `module.exports = function () { throw ${fault} }`)
    }
    for (const command of [['serve'], ['list-accounts'], ['migrate']]) {
      const ended = await runCli(command, { DATA_DIR: join(folder.path, 'data') }, undefined, folder.path, program)
      expect([command, ended.code, ended.stdout]).toEqual([command, 1, ''])
      expect(ended.stderr).toMatch(
        /^[^\n]*There is no SQLite for this system \(.+version not found\)\. Use Node\.js 22\.14 or newer .*or compile it.*\n$/,
      )
    }
  }, 60_000)
})
