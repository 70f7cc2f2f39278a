// runs once: no database is in it
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addCommands } from '../../src/cli/commands.js'
import type { Terminal } from '../../src/cli/frame/terminal.js'
import { createProgram } from '../../src/cli/program.js'
import { commandTable } from '../../src/cli/table.js'
import { VARIABLES } from '../../src/config/variables.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useFolder } from '../support/folder.js'
import { testNeeding } from '../support/needs.js'
import { useForAll } from '../support/use.js'

const folder = useFolder()
const run = (program: string, args: string[], env: NodeJS.ProcessEnv = process.env) =>
  promisify(execFile)(program, args, { cwd: packageRoot(), env, maxBuffer: 8 << 20 })

describe('the manual page', () => {
  const page = useForAll(
    async () => {
      const write = "process.stdout.write(await (await import('./scripts/lib/manPage.mjs')).manPage())"
      return { text: (await run(process.execPath, ['--input-type=module', '-e', write])).stdout }
    },
    () => undefined,
    30_000,
  )

  test('tells of every command, option and variable', () => {
    const plain = page.text.replaceAll('\\-', '-')
    const program = createProgram({} as Terminal)
    addCommands(program, {} as Terminal)
    const leaves = commandTable(program).filter(({ below }) => below.length === 0)
    const lacking = [
      ...leaves.map(({ path }) => `.B flexisip-accounts ${path.join(' ')}`),
      ...leaves.flatMap(({ options }) => options.map(({ flags }) => `.B ${flags}`)),
      ...Object.values(VARIABLES).map(({ name }) => `.B ${name}`),
    ].filter((line) => !plain.includes(line))
    expect(lacking).toEqual([])
    expect(page.text).not.toMatch(/undefined|\[object/)
  })

  testNeeding('man')('is shown without a warning, each line', async () => {
    const file = join(folder.path, 'flexisip-accounts.8')
    writeFileSync(file, page.text)
    const env = { ...process.env, MANROFFSEQ: '', MANWIDTH: '80', LC_ALL: 'C.UTF-8' }
    const { stdout, stderr } = await run('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', file], env)
    expect(stderr).toBe('')
    // bold and underlined are written twice, one over the other
    const shown = stdout
      .split('\b')
      .map((part, i, all) => (i < all.length - 1 ? part.slice(0, -1) : part))
      .join('')
    expect(shown).toMatch(/NAME\n\s+flexisip-accounts - serve and administer/)
    expect(shown).toMatch(/EXIT STATUS/)
  })
})
