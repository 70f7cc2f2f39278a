// runs once: no database is in it
import { execFile } from 'node:child_process'
import { cp, mkdir, writeFile } from 'node:fs/promises'
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

describe('the notes of a release', () => {
  const folder = useFolder(useForEach)
  const CHANGELOG = '# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-12-24)\n\n- Three words here\n\n## 1.1.0\n\n- Older\n'
  beforeEach(async () => {
    await mkdir(join(folder.path, 'scripts', 'lib'), { recursive: true })
    for (const name of ['scripts/releaseNotes.mjs', 'scripts/lib/paths.mjs']) await cp(join(ROOT, name), join(folder.path, name))
    await writeFile(join(folder.path, 'CHANGELOG.md'), CHANGELOG)
    await writeFile(join(folder.path, 'package.json'), JSON.stringify({ version: '1.1.0' }))
  })
  const notes = (...args: string[]) => node(join(folder.path, 'scripts', 'releaseNotes.mjs'), ...args)

  test('are what the changelog says of it', async () => {
    expect(await notes('v1.2.0')).toEqual({ code: 0, stdout: '- Three words here\n', stderr: '' })
    expect(await notes()).toEqual({ code: 0, stdout: '- Older\n', stderr: '' })
  })

  test.each([
    ['1.3.0', 'CHANGELOG.md has no section "## 1.3.0", but Unreleased, 1.2.0 (2026-12-24), 1.1.0.'],
    ['Unreleased', 'The section of Unreleased in CHANGELOG.md is empty.'],
  ])('of %s cannot be told', async (version, why) => {
    const { code, stdout, stderr } = await notes(version)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(why)
  })
})
