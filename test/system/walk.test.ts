// runs once: the program opens a database of its own

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { temporaryFolder } from '../support/folder.js'
import { testNeeding } from '../support/needs.js'

const WALK = join(packageRoot(), 'scripts', 'walk.mjs')
const README = join(packageRoot(), 'README.md')

function walk(readme: string): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WALK, readme], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

testNeeding('curl')(
  'the walk in the README works as it is printed',
  async () => {
    const { code, output } = await walk(README)
    expect(output).toMatch(/\nThe walk works: \d+ steps\.\n$/)
    expect(code).toBe(0)
  },
  60_000,
)

testNeeding('curl')(
  'a walk that does not work is noticed',
  async () => {
    const folder = await temporaryFolder()
    try {
      const readme = join(folder.path, 'README.md')
      writeFileSync(readme, '```sh walk\ncurl -s http://localhost:8080/api/accounts\n```\n')
      const { code, output } = await walk(readme)
      expect(output).toContain('"code":"unauthenticated"')
      expect(code).toBe(1)
    } finally {
      await folder.remove()
    }
  },
  60_000,
)
