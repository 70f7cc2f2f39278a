// runs once: the program opens a database of its own
import { join } from 'node:path'
import { Command } from 'commander'
import { addCommands } from '../../src/cli/commands.js'
import type { Terminal } from '../../src/cli/frame/terminal.js'
import { createToken } from '../../src/services/tokens/creationTokens.js'
import { useCommandLine } from '../support/cli.js'
import { describePostgres, useEmptyDatabase } from '../support/database.js'
import { flexiapiFile } from '../support/flexiapi.js'
import { useForAll } from '../support/use.js'
import { WebhookServer } from '../support/webhookServer.js'

/** The arguments with which each command has something to do. The other tests of this folder run commands in their own process. */
const ARGUMENTS: Record<string, string[]> = {
  migrate: [],
  'create-admin': ['--username', 'alice.admin'],
  'set-admin': ['bob.builder'],
  'create-account': ['--username', 'carol.example', '--password', 'c4r0l-secret'],
  'new-confirmation-key': ['waiting.one'],
  'list-accounts': [],
  show: ['bob.builder'],
  activate: ['bob.builder'],
  deactivate: ['grace.example'],
  block: ['grace.example'],
  unblock: ['grace.example'],
  delete: ['heidi.example', '--yes'],
  'set-password': ['grace.example', '--password-stdin'],
  'set-email': ['grace.example', 'grace@example.org'],
  'set-phone': ['grace.example', '--none'],
  'remove-second-factor': ['bob.builder'],
  why: ['bob.builder'],
  contacts: ['bob.builder'],
  'export-account': ['bob.builder'],
  import: ['-'],
  export: [],
  completion: ['bash'],
  backup: ['backup.db'],
  restore: ['backup.db', '--replace'],
  'import-flexiapi': ['--from', 'flexiapi-all.sqlite'],
  'api-key create': ['erin.admin'],
  'api-key revoke': ['erin.admin', '--all'],
  'api-key list': ['erin.admin'],
  provision: ['bob.builder'],
  messages: [],
  'mail-test': ['carol@example.org'],
  'sms-test': ['+33612345678'],
  'push-test': ['--provider', 'fcm', '--param', 'project', '--prid', 'device'],
  'push-device reset': ['--provider', 'fcm', '--param', 'example-project', '--prid', 'a-device'],
  audit: [],
  'webhooks add': ['Billing', 'WEBHOOK'],
  'webhooks list': [],
  'webhooks disable': ['1'],
  'webhooks enable': ['1'],
  'webhooks test': ['1'],
  'webhooks deliveries': ['1'],
  'webhooks replay': ['1', '--failed'],
  'webhooks remove': ['1'],
  'clear-expired': [],
  'hash-cleartext': [],
  'clear-unconfirmed': ['--days', '9'],
  doctor: [],
  config: [],
}
/** Those of them that list something. */
const LISTS = [
  'config',
  'list-accounts',
  'contacts',
  'export',
  'api-key list',
  'messages',
  'audit',
  'webhooks list',
  'webhooks deliveries',
  'doctor',
]
const INPUT = 'username,password\nfrank.example,fr4nk-secret\n'

describe('the program itself', () => {
  const webhook = useForAll(
    () => WebhookServer.start(),
    (one) => one.close(),
  )
  const cli = useCommandLine({ WEBHOOK_NETWORKS: '127.0.0.0/8' })
  beforeAll(async () => {
    await flexiapiFile(cli.folder)
    await cli.inside(async (deps, make) => {
      await createToken(deps, { pn_provider: 'fcm', pn_param: 'example-project', pn_prid: 'a-device' })
      const { id: accountId } = await make.user({ username: 'bob.builder' })
      await deps.db.prisma.authenticatorApp.create({ data: { accountId, sealed: 'v1.AAAA', lastStep: 0, createdAt: new Date() } })
      await make.user({ username: 'grace.example' })
      await make.user({ username: 'heidi.example' })
      await make.admin({ username: 'erin.admin' })
      await make.unconfirmed({ username: 'waiting.one' })
    })
  })
  /** With the names of files as they are in the folder of this test. */
  const run = (command: string, args: string[]) => {
    const placed = args.map((arg) =>
      arg === 'WEBHOOK'
        ? webhook.url
        : /\.db$/.test(arg)
          ? join(cli.folder, arg)
          : /\.sqlite$/.test(arg)
            ? `file:${join(cli.folder, arg)}`
            : arg,
    )
    return cli.spawn([...command.split(' '), ...placed, '--json'], {}, INPUT)
  }
  const objects = (stdout: string): object[] =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))

  test('has a line here for every command', () => {
    const program = new Command()
    addCommands(program, {} as Terminal)
    const names = program.commands.flatMap((command) =>
      command.commands.length > 0 ? command.commands.map((inner) => `${command.name()} ${inner.name()}`) : [command.name()],
    )
    expect([...Object.keys(ARGUMENTS), 'copy'].sort()).toEqual(names.sort())
  })

  test.each(Object.entries(ARGUMENTS))('does %s, prints it as JSON alone, and exits with 0', async (command, args) => {
    const { code, stdout, stderr } = await run(command, args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const printed = objects(stdout)
    if (!LISTS.includes(command)) expect(printed).toHaveLength(1)
    expect(printed.every((one) => typeof one === 'object' && !Array.isArray(one))).toBe(true)
  })

  test('exits with 1 when a command fails, and with 2 when it is called wrongly', async () => {
    expect(await run('set-admin', ['nobody.here'])).toEqual({ code: 1, stdout: '', stderr: 'There is no account nobody.here.\n' })
    expect(await run('set-admin', [])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: missing required argument/),
    })
    // a command that ran to its end, and not everything was well
    expect(await cli.spawn(['import', '-', '--json'], {}, 'username,password\nshort,x\n')).toMatchObject({ code: 1, stderr: '' })
  })
})

describePostgres('the program itself, with PostgreSQL', () => {
  const cli = useCommandLine()
  const target = useEmptyDatabase('postgresql')

  test('does copy, prints it as JSON alone, and exits with 0', async () => {
    await cli.inside((_, make) => make.user())
    const { code, stdout, stderr } = await cli.spawn(['copy', '--to', target.url, '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\{"tables":\[\{.*\}\n$/)
  })
})
