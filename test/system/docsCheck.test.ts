// runs once: the program opens databases of its own
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useFolder } from '../support/folder.js'
import { testNeeding } from '../support/needs.js'

const folder = useFolder()

function check(...pages: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(packageRoot(), 'scripts', 'docsCheck.mjs'), ...pages], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

testNeeding('curl')(
  'the commands of the handbook work as they are printed',
  async () => {
    const { code, output } = await check()
    expect(output).toMatch(/^\d{2,} blocks run, \d+ left to the walk, \d+ not run, 0 failed\.$/m)
    expect(output).not.toMatch(/^FAILED/m)
    expect(code).toBe(0)
  },
  600_000,
)

testNeeding('curl').each([
  ['that fails', 'false\n', ''],
  ['whose answer is an error', 'curl -s $API/accounts\n', ''],
  ['without a reason not to run', 'true\n', ' not-run'],
])(
  'a command %s is noticed, with the line of its block',
  async (_, commands, info) => {
    const page = join(folder.path, 'page.md')
    writeFileSync(page, `# Page\n\n\`\`\`sh\ncli doctor\n\`\`\`\n\n\`\`\`sh${info}\n${commands}\`\`\`\n`)
    const { code, output } = await check(page)
    expect(code).toBe(1)
    expect(output).toMatch(/^FAILED .*page\.md:7: /m)
  },
  300_000,
)
