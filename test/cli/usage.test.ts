// runs once: the program opens a database of its own
import { readdirSync } from 'node:fs'
import { packageVersion } from '../../src/lib/packageRoot.js'
import { useCommandLine } from '../support/cli.js'
import { useForEach } from '../support/use.js'

const cli = useCommandLine({}, useForEach)

describe('the command line, called wrongly', () => {
  test.each([
    [['nonsense']],
    [['create-account', '--username', 'bob.builder', '--password', 'builder-42', '--algorithm', 'SHA-512']],
    [['create-account', '--username', 'bob.builder']],
    [['create-account', '--username', 'bob.builder', '--password', 'builder-42', '--password-stdin']],
    [['list-accounts', '--nonsense']],
    [['set-admin']],
    [['api-key', 'revoke', 'alice.admin']],
    [['api-key', 'revoke', 'alice.admin', '--id', 'one']],
    [['api-key', 'revoke', 'alice.admin', '--id', '1', '--name', 'Monitoring']],
    [['api-key', 'create', 'alice.admin', '--scope', 'everything']],
    [['api-key', 'create', 'alice.admin', '--idle', '1h']],
    [['clear-unconfirmed', '--apply']],
    [['set-password', 'bob.builder']],
    [['set-email', 'bob.builder']],
    [['set-phone', 'bob.builder', '+33612345678', '--none']],
    [['messages', '--state', 'lost']],
    [['restore']],
    [['export', '--created-since', '24.11.2026']],
    [['export', '--created-before', '2026-02-30']],
    [['completion', 'tcsh']],
  ])('exits with 2 and says how on stderr, touching nothing: %j', async (args) => {
    const { code, stdout, stderr } = await cli.run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error: /)
    expect(readdirSync(cli.folder)).toEqual([])
  })
})

test('--version says the version alone, as JSON with --json', async () => {
  expect(await cli.run(['--version'])).toEqual({ code: 0, stdout: `${packageVersion()}\n`, stderr: '' })
  expect(await cli.run(['--version', '--json'])).toEqual({ code: 0, stdout: `{"version":"${packageVersion()}"}\n`, stderr: '' })
})

test('--help says what there is, and exits with 0', async () => {
  const { code, stdout, stderr } = await cli.run(['--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const commands = [
    'serve',
    'migrate',
    'create-admin',
    'set-admin',
    'create-account',
    'list-accounts',
    'show',
    'why',
    'activate',
    'deactivate',
    'block',
    'unblock',
    'delete',
    'set-password',
    'set-email',
    'set-phone',
    'contacts',
    'api-key\\|keys',
    'clear-expired',
    'clear-unconfirmed',
    'doctor',
  ]
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
  // under titles, each command once
  const titles = [...stdout.matchAll(/^(\S.*):$/gm)].map(([, title]) => title)
  expect(titles).toEqual(['Options', 'The service', 'Database', 'Accounts', 'What belongs to accounts', 'Many accounts', 'What is sent'])
})
