// runs once: no database is in it
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { useCommandLine } from '../support/cli.js'
import { testNeeding } from '../support/needs.js'

const cli = useCommandLine()
const run = async (shell: string, ...args: string[]): Promise<string[]> =>
  (await promisify(execFile)(shell, args, { cwd: cli.folder, env: { PATH: process.env.PATH, HOME: cli.folder } })).stdout
    .split('\n')
    .filter(Boolean)

/** What was typed, and what of it must be offered, and what not. */
const CASES: [words: string[], offered: string[], not: string[]][] = [
  [['ser'], ['serve'], ['show']],
  [['web'], ['webhooks'], ['serve']],
  [
    ['webhooks', ''],
    ['add', 'replay'],
    ['create', 'serve'],
  ],
  [['api-key', ''], ['create', 'revoke'], ['add']],
  [['keys', 'create', '--sc'], ['--scope'], ['--name']],
  [['api-key', 'create', 'alice', '--scope', ''], ['read', 'flexisip'], ['--name']],
  [['create-account', '--algorithm', 'S'], ['SHA-256'], ['MD5']],
  [['create-account', '--j'], ['--json'], ['--username']],
  [['create-account', '--username', ''], [], ['--domain', 'serve']],
  [['restore', 'some'], ['some-backup.db'], ['other.db']],
  [['completion', 'f'], ['fish'], ['bash']],
]

describe('completion', () => {
  const script = async (shell: string): Promise<string> => {
    writeFileSync(join(cli.folder, 'some-backup.db'), '')
    writeFileSync(join(cli.folder, 'other.db'), '')
    const { code, stdout, stderr } = await cli.run(['completion', shell])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const file = join(cli.folder, `completion.${shell}`)
    writeFileSync(file, stdout)
    return file
  }
  const expectOffered = (found: string[], [words, offered, not]: (typeof CASES)[number]) => {
    const names = found.map((line) => line.split('\t')[0])
    expect({ words, names }).toEqual({ words, names: expect.arrayContaining(offered) })
    for (const one of not) expect({ words, names }).not.toEqual({ words, names: expect.arrayContaining([one]) })
  }

  test('of bash offers commands, options, values and files', async () => {
    const file = await script('bash')
    for (const one of CASES) {
      const line = ['flexisip-accounts', ...one[0]].map((word) => `'${word}'`).join(' ')
      const complete = `COMP_WORDS=(${line}); COMP_CWORD=${one[0].length}; _flexisip_accounts; printf '%s\\n' "\${COMPREPLY[@]}"`
      expectOffered(await run('bash', '--norc', '-euc', `source ${file}; ${complete}`), one)
    }
  })

  testNeeding('zsh')('of zsh does the same', async () => {
    const file = await script('zsh')
    // what zsh would show is what is handed to these two
    const stand = `compdef() { :; }
      compadd() { shift; print -l -- "$@"; }
      _files() { print -l -- *(N) | grep "^\${words[CURRENT]}"; }
      _describe() { print -l -- "\${(@)offered%%:*}" | grep -e "^\${words[CURRENT]}" || true; }`
    for (const one of CASES.filter(([words]) => words.at(-1) !== 'S')) {
      const line = ['flexisip-accounts', ...one[0]].map((word) => `'${word}'`).join(' ')
      expectOffered(
        await run('zsh', '-fc', `${stand}\nsource ${file}\nwords=(${line}); CURRENT=${one[0].length + 1}; _flexisip_accounts`),
        one,
      )
    }
  })

  testNeeding('fish')('of fish does the same', async () => {
    const file = await script('fish')
    for (const one of CASES) {
      const line = ['flexisip-accounts', ...one[0]].join(' ')
      expectOffered(await run('fish', '--no-config', '-c', `source ${file}; complete --do-complete '${line}'`), one)
    }
  })
})
