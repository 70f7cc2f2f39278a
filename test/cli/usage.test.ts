// runs once: the program opens a database of its own
import { readdirSync } from 'node:fs'
import { temporaryFolder } from '../support/folder.js'
import { runCli } from '../support/process.js'

describe('the command line, called wrongly', () => {
  test.each([
    [['nonsense']],
    [['create-account', '--username', 'bob.builder', '--password', 'builder-42', '--algorithm', 'SHA-512']],
    [['list-accounts', '--nonsense']],
    [['set-admin']],
    [['api-key', 'revoke', 'alice.admin']],
    [['api-key', 'revoke', 'alice.admin', '--id', 'one']],
    [['clear-unconfirmed', '--apply']],
  ])('exits with 2 and says how on stderr, touching nothing: %j', async (args) => {
    const folder = await temporaryFolder()
    try {
      const { code, stdout, stderr } = await runCli(args, { DATA_DIR: folder.path })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^error: /)
      expect(readdirSync(folder.path)).toEqual([])
    } finally {
      await folder.remove()
    }
  })
})

test('--help says what there is, and exits with 0', async () => {
  const { code, stdout, stderr } = await runCli(['--help'], {})
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const commands = [
    'serve',
    'migrate',
    'create-admin',
    'set-admin',
    'create-account',
    'list-accounts',
    'api-key',
    'clear-expired',
    'clear-unconfirmed',
    'doctor',
  ]
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
})
