// runs once: no database is in it
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useFolder } from '../support/folder.js'
import { useForEach } from '../support/use.js'

const ROOT = packageRoot()

function node(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }))
  })
}

describe('the licences', () => {
  const folder = useFolder(useForEach)
  const check = async (change: (packages: Record<string, any>) => void) => {
    const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'))
    change(lock.packages)
    const file = join(folder.path, 'package-lock.json')
    await writeFile(file, JSON.stringify(lock))
    return node(join(ROOT, 'scripts', 'licences.mjs'), file)
  }

  test('of all packages that go with the program go with its own', async () => {
    const { code, stdout } = await check(() => undefined)
    expect(code).toBe(0)
    expect(Number(/^The licences of (\d+) packages/.exec(stdout)?.[1])).toBeGreaterThan(100)
  })

  test.each<[string, (packages: Record<string, any>) => void, string]>([
    ['one that forbids it', (all) => (all['node_modules/koa'].license = 'GPL-2.0-only'), 'node_modules/koa has the licence GPL-2.0-only'],
    ['none', (all) => delete all['node_modules/qrcode'].license, 'node_modules/qrcode names no licence.'],
    ['words', (all) => (all['node_modules/pg'].license = 'SEE LICENSE IN COPYING'), 'node_modules/pg has the licence SEE LICENSE'],
    [
      'one of a package that another needs',
      (all) => {
        all['node_modules/koa'].dependencies.left = '1'
        all['node_modules/left'] = { version: '1.0.0', license: 'SSPL-1.0' }
      },
      'node_modules/left has the licence SSPL-1.0',
    ],
    ['one of what the page of documentation is made of', (all) => (all['node_modules/redoc'].license = 'UNLICENSED'), 'node_modules/redoc'],
  ])('are refused when there is %s', async (_, change, why) => {
    const { code, stderr } = await check(change)
    expect(code).toBe(1)
    expect(stderr).toContain(why)
  })

  test('of tools for development do not matter', async () => {
    expect((await check((all) => (all['node_modules/vitest'].license = 'SSPL-1.0'))).code).toBe(0)
  })
})
