// runs once: no database is in it that works
import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addCommands } from '../../src/cli/commands.js'
import type { Terminal } from '../../src/cli/frame/terminal.js'
import { createProgram } from '../../src/cli/program.js'
import { commandTable } from '../../src/cli/table.js'
import { useCommandLine } from '../support/cli.js'
import { PROGRAM } from '../support/process.js'
import { useForEach } from '../support/use.js'

const cli = useCommandLine({}, useForEach)

/** Arguments with which each command has something to do, by their names in the help. */
const SAMPLES: Record<string, string> = {
  sip: 'bob.builder',
  file: 'some-file',
  name: 'Billing',
  url: 'https://billing.example.org',
  id: '1',
  address: 'bob@example.org',
  number: '+33612345678',
  shell: 'bash',
}
const OPTIONS: Record<string, string[]> = {
  'create-admin': ['--username', 'alice.admin'],
  'create-account': ['--username', 'bob.builder', '--password', 'builder-42'],
  'clear-unconfirmed': ['--days', '9'],
  copy: ['--to', 'postgresql://nobody@127.0.0.1:1/nothing'],
  'import-flexiapi': ['--from', 'file:/nowhere.db'],
  'api-key revoke': ['--all'],
  'webhooks replay': ['--failed'],
  'set-password': ['--password-stdin'],
  'set-email': ['--none'],
  'set-phone': ['--none'],
  'push-test': ['--provider', 'fcm', '--param', 'p', '--prid', 'd'],
  'push-device reset': ['--provider', 'fcm', '--param', 'p', '--prid', 'd'],
}
/** These work without a database. */
const WITHOUT = ['config', 'completion']

const program = createProgram({} as Terminal)
addCommands(program, {} as Terminal)
const commands = commandTable(program)
  .filter(({ path, below }) => below.length === 0 && path[0] !== 'serve')
  .map(({ path, usage }) => {
    const values = [...usage.matchAll(/<([a-z]+)>/g)].map(([, name]) => SAMPLES[name!] ?? `no sample for ${name}`)
    return [...path, ...values, ...(OPTIONS[path.join(' ')] ?? [])]
  })
const needing = commands.filter(([name]) => !WITHOUT.includes(name!))

describe('a command that cannot be done', () => {
  test('is every one of the program', () => {
    expect(commands.length).toBeGreaterThan(45)
    expect(commands.flat().filter((word) => word.startsWith('no sample'))).toEqual([])
  })

  test.each([
    ['that is away', () => 'postgresql://nobody:pa55word@127.0.0.1:1/nothing'],
    ['that is a folder', (folder: string) => `file:${folder}/folder`],
    ['that is no database', (folder: string) => `file:${folder}/garbage.db`],
    ['whose folder cannot be', () => 'file:/proc/x/accounts.db'],
  ])(
    'says so in a sentence, with a database %s',
    async (_, url) => {
      mkdirSync(join(cli.folder, 'folder'))
      writeFileSync(join(cli.folder, 'garbage.db'), 'garbage '.repeat(1_000))
      for (const args of needing) {
        const { code, stdout, stderr } = await cli.run(args, { DATABASE_URL: url(cli.folder) }, 'a new password\n')
        const said = { args, code, text: stderr || stdout }
        expect(said).toEqual({ args, code: 1, text: expect.stringMatching(/\w{3}.*\n$/) })
        // neither a stack, nor the names of our own or of the drivers' classes, nor a password
        expect(said.text).not.toMatch(/\n\s+at |fault of the program|[a-z]Error\b|undefined|\[object|pa55word/)
      }
    },
    60_000,
  )

  test.each([
    [['import', '/nowhere.csv'], /^There is no \/nowhere\.csv\.\n$/],
    [['import', '/tmp'], /is a folder, and a file is needed\.\n$/],
    [['restore', '/nowhere.db'], /^There is no \/nowhere\.db\.\n$/],
    [['restore', '/dev/null'], /^\/dev\/null cannot be restored: /],
    [['backup', '/proc/x.db'], /^The backup failed: |^There is no database/],
    [['mail-test', 'bad'], /no address/],
    [['mail-test', 'bob@example.org'], /^127\.0\.0\.1:1: .*ECONNREFUSED/],
    [['sms-test', '12'], /no phone number/],
    [['import-flexiapi', '--from', 'file:/nowhere.db'], /^There is no database \/nowhere\.db\.\n$/],
    [
      ['import-flexiapi', '--from', 'mysql://root:pa55word@127.0.0.1:1/flexiapi'],
      /^MySQL cannot be reached \(127\.0\.0\.1:1, (?!.*pa55word)/,
    ],
    [['show', 'nobody.here'], /^There is no account nobody\.here\.\n$/],
    [['webhooks', 'add', 'Billing', 'no address of a system'], /^url: This has characters/],
  ])('says what is in its way: %j', async (args, text) => {
    const { code, stdout, stderr } = await cli.run(args, { MAIL_URL: 'smtp://127.0.0.1:1' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(text)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test('writes to a disk that is full: says so, once', () => {
    for (const args of [['config'], ['--help'], ['export']]) {
      const full = openSync('/dev/full', 'w')
      const { PATH = '' } = process.env
      const env = { PATH, ...cli.env }
      const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', full, 'pipe'], encoding: 'utf8' })
      expect({ args, status }).toEqual({ args, status: 1 })
      expect(stderr).toMatch(/^Standard output cannot be written: ENOSPC.*\n$/)
    }
  })
})
