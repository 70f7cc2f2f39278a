// runs once: the program opens a database of its own
import { callerWith } from '../../src/caller.js'
import { useCommandLine } from '../support/cli.js'
import { CLIENT } from '../support/factory.js'

const cli = useCommandLine()

test('why says what keeps the owner of an account from logging in, and where the last good log-in came from', async () => {
  const bob = await cli.inside((_, make) => make.user({ username: 'bob.asks', algorithm: 'SHA-256' }))
  expect((await cli.run(['why', bob.username])).stdout).toBe(
    'Nothing prevents the owner from logging in.\nNo successful log-in has been recorded.\n',
  )
  await cli.inside(async ({ credentials: { history } }) => {
    history.note(bob.id, 'panel', 'ok', callerWith(CLIENT, { ip: '192.0.2.20' }))
    history.note(bob.id, 'digest', 'other_algorithm', callerWith(CLIENT, { ip: '192.0.2.21' }), { asked: 'MD5' })
    history.note(bob.id, 'panel', 'limited', callerWith(CLIENT, { ip: '192.0.2.22' }), { retryAfter: 600 })
  })
  const { stdout } = await cli.run(['why', `${bob.username}@${bob.domain}`])
  expect(stdout).toContain('After several wrong passwords, 192.0.2.22 has to wait another 10 min.')
  expect(stdout).toMatch(/192\.0\.2\.21 uses MD5, but the password is stored as SHA-256 \(/)
  expect(stdout).toMatch(/Last successful log-in: .*, from 192\.0\.2\.20\.\n$/)
  expect(await cli.json('why', bob.username)).toMatchObject({
    account: `${bob.username}@${bob.domain}`,
    hindrances: [
      { reason: 'limited', address: '192.0.2.22' },
      { reason: 'other_algorithm', asked: 'MD5' },
    ],
    last_good: { scheme: 'panel', result: 'ok', address: '192.0.2.20' },
  })
  await cli.run(['block', bob.username])
  expect((await cli.run(['why', bob.username])).stdout).toMatch(/^The account is blocked/)
  expect((await cli.run(['why', 'nobody.here'])).code).toBe(1)
})
