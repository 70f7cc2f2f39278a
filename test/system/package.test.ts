// runs once: no database is in it
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useFolder } from '../support/folder.js'

test('the package holds every file that the service reads when it runs', async () => {
  const options = { cwd: packageRoot(), maxBuffer: 64 << 20 }
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], options)
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  const packed = new Set(files.map(({ path }) => path))
  const inSrc = readdirSync(join(packageRoot(), 'src'), { recursive: true }) as string[]
  const views = inSrc.filter((name) => name.endsWith('.eta') || name.startsWith('panel/assets/')).map((name) => `src/${name}`)
  expect(views.length).toBeGreaterThan(30)
  const read = [
    'dist/program/cli.js',
    'generated/openapi.yaml',
    'generated/openapi.json',
    'generated/docs.html',
    'generated/redoc.js',
    ...views,
  ]
  expect(read.filter((path) => !packed.has(path))).toEqual([])
})

const folder = useFolder()
test('the program finds the packages that it loads on demand', async () => {
  const program = [join(packageRoot(), 'dist/program/cli.js')]
  const env = { PATH: process.env.PATH, REDIS_URL: 'redis://127.0.0.1:9', DATA_DIR: folder.path }
  const ended = (args: string[]) => promisify(execFile)(process.execPath, [...program, ...args], { env }).catch((error) => error.stderr)
  expect(await ended(['import-flexiapi', '--from', 'mysql://root@127.0.0.1:9/none', '--dry-run'])).toContain('MySQL cannot be reached')
  const { stdout } = await promisify(execFile)(process.execPath, [...program, 'doctor', '--json'], { env }).catch((error) => error)
  expect(stdout).toMatch(/"check":"redis".*ECONNREFUSED/)
})
