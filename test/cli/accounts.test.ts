// runs once: the program opens a database of its own
import { checkNewAccount } from '../../src/cli/frame/fields.js'
import type { Config } from '../../src/config/config.js'
import { findKeyOwner } from '../../src/services/credentials/keyUse.js'
import { matchingPassword } from '../../src/services/credentials/passwords.js'
import { useCommandLine } from '../support/cli.js'
import { CLIENT } from '../support/factory.js'
import { useForEach } from '../support/use.js'

describe('accounts on the command line', () => {
  const cli = useCommandLine({ SIP_DOMAINS: 'sip.example.org,other.example.org' }, useForEach)

  test('create-admin makes an administrator whose password and key work', async () => {
    const made = await cli.json('create-admin', '--username', 'alice.admin')
    expect(made).toEqual({
      id: 1,
      username: 'alice.admin',
      domain: 'sip.example.org',
      password: expect.stringMatching(/^\S{20}$/),
      api_key: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    })
    await cli.inside(async (deps) => {
      const owner = await findKeyOwner(deps, made.api_key, CLIENT)
      expect(owner?.account).toMatchObject({ username: 'alice.admin', admin: true, activated: true })
      expect(matchingPassword(deps, owner!.account, made.password)?.algorithm).toBe('SHA-256')
    })
  })

  test('create-admin grants the role and a key to an account that exists, and keeps its password', async () => {
    const bob = await cli.inside((_, make) => make.unconfirmed({ username: 'bob.builder', password: 'builder-42' }))
    const made = await cli.json('create-admin', '--username', 'bob.builder')
    expect(made).toEqual({ id: bob.id, username: 'bob.builder', domain: 'sip.example.org', api_key: expect.any(String) })
    await cli.inside(async (deps) => {
      const { account } = (await findKeyOwner(deps, made.api_key, CLIENT))!
      expect(account).toMatchObject({ admin: true, activated: true })
      expect(matchingPassword(deps, account, 'builder-42')).toBeDefined()
    })
    const refused = await cli.run(['create-admin', '--username', 'bob.builder', '--password', 'another-1', '--json'])
    expect(refused).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('exists already') })
  })

  test('create-account makes one, with a key unless it is active at once', async () => {
    const bob = await cli.json(
      'create-account',
      '--username',
      'bob.builder',
      '--password',
      'builder-42',
      '--algorithm',
      'MD5',
      '--domain',
      'other.example.org',
    )
    expect(bob).toEqual({
      ...{ id: 1, username: 'bob.builder', domain: 'other.example.org', email: null, phone: null, activated: false },
      ...{ blocked: false, admin: false },
      confirmation_key: expect.stringMatching(/^[A-Za-z0-9]{13}$/),
    })
    const words = await cli.run(['create-account', '--username', 'carol.example', '--password', 'c4r0l-secret', '--activated'])
    expect(words).toEqual({ code: 0, stdout: 'Made carol.example@sip.example.org.\n', stderr: '' })
    const { passwords } = await cli.inside((deps) =>
      deps.db.prisma.account.findFirstOrThrow({ where: { id: 1 }, include: { passwords: true } }),
    )
    expect(passwords.map((row) => row.algorithm)).toEqual(['MD5'])
  })

  test('list-accounts lists and searches; set-admin grants and takes the role', async () => {
    await cli.inside(async (_, make) => {
      for (let i = 0; i < 101; i++) await make.user()
      await make.person({ username: 'carol.example' })
    })
    const all = await cli.lines('list-accounts')
    expect(all.map((account) => account.id)).toEqual(Array.from({ length: 102 }, (_, i) => i + 1))
    expect(await cli.lines('list-accounts', '--search', 'CAROL')).toEqual([all.at(-1)])
    expect(await cli.json('set-admin', 'sip:carol.example@sip.example.org')).toEqual({ ...all.at(-1), admin: true })
    expect(await cli.json('set-admin', 'carol.example', '--revoke')).toEqual(all.at(-1))
    const { stdout } = await cli.run(['set-admin', 'carol.example', '--revoke'])
    expect(stdout).toBe('carol.example@sip.example.org is no administrator. There is none left: create-admin makes one.\n')
    const words = await cli.run(['list-accounts', '--search', 'carol'])
    expect(words.stdout).toMatch(/^id +username +domain .*\n102 +carol\.example +sip\.example\.org .*\n$/)
  })

  test('a blocked account is shown as everywhere, and create-admin says that it is blocked, and changes nothing', async () => {
    const bob = await cli.inside((_, make) => make.user({ username: 'bob.builder' }))
    await cli.run(['block', 'bob.builder'])
    const shown = { id: bob.id, activated: true, blocked: true, admin: false }
    expect(await cli.lines('list-accounts')).toMatchObject([shown])
    const { code, stderr } = await cli.run(['create-admin', '--username', 'bob.builder'])
    expect([code, stderr]).toEqual([1, 'bob.builder@sip.example.org is blocked: unblock it first.\n'])
    expect(await cli.lines('list-accounts')).toMatchObject([shown])
    expect((await cli.run(['provision', 'bob.builder'])).code).toBe(1)
    expect(await cli.json('set-admin', 'bob.builder')).toMatchObject({ ...shown, admin: true })
  })

  test('api-key makes, lists and revokes keys of administrators', async () => {
    await cli.inside((_, make) => make.admin({ username: 'alice.admin' }))
    const second = await cli.json('api-key', 'create', 'alice.admin')
    const open = { name: null, scope: 'admin', networks: [], idle_minutes: null, personal: false, ends_at: null }
    const key = { ...open, id: 1, created_at: expect.stringMatching(/^\d{4}-.*Z$/), last_used_at: null }
    expect(second).toEqual({ ...key, id: 2, api_key: expect.stringMatching(/^[A-Za-z0-9]{40}$/) })
    expect(await cli.lines('keys', 'list', 'alice.admin')).toEqual([key, { ...key, id: 2 }])
    expect(await cli.json('api-key', 'revoke', 'alice.admin', '--id', '1')).toEqual({ revoked: [1] })
    expect(await cli.json('api-key', 'revoke', 'alice.admin', '--all')).toEqual({ revoked: [2] })
    await cli.inside(async (deps) => expect(await findKeyOwner(deps, second.api_key, CLIENT)).toBeUndefined())
  })

  test('api-key makes keys with name, scope, networks and an end, and revokes one by its name', async () => {
    await cli.inside((_, make) => make.admin({ username: 'alice.admin' }))
    const options = ['--scope', 'read', '--idle', '60', '--network', '192.0.2.7', '--network', '2001:DB8::/32']
    const { api_key, ...made } = await cli.json('api-key', 'create', 'alice.admin', '--name', 'Monitoring', ...options)
    expect(made).toMatchObject({ name: 'Monitoring', scope: 'read', networks: ['192.0.2.7/32', '2001:db8::/32'], idle_minutes: 60 })
    expect(Date.parse(made.ends_at) - Date.parse(made.created_at)).toBe(3_600_000)
    expect((await cli.lines('api-key', 'list', 'alice.admin'))[1]).toEqual(made)
    expect((await cli.run(['api-key', 'list', 'alice.admin'])).stdout).not.toContain(api_key)
    for (const [wrong, text] of [
      [['--name', 'Monitoring'], /has a key of this name/],
      [['--name', 'ab'], /^name: A name has 3 to 64 characters/],
      [['--network', '192.0.2.0/33'], /^This is no network/],
      [['--idle', '0'], /^idle_minutes: /],
    ] as const) {
      const { code, stderr } = await cli.run(['api-key', 'create', 'alice.admin', ...wrong])
      expect([code, stderr]).toEqual([1, expect.stringMatching(text)])
    }
    expect((await cli.run(['api-key', 'revoke', 'alice.admin', '--name', 'Nothing'])).stderr).toMatch(/no key of the name Nothing/)
    expect(await cli.json('api-key', 'revoke', 'alice.admin', '--name', 'Monitoring')).toEqual({ revoked: [made.id] })
    expect(await cli.lines('audit', '--action', 'revokeApiKey')).toMatchObject([{ detail: 'Monitoring (read)' }])
  })

  test.each([
    ['an account that does not exist', ['set-admin', 'nobody.here'], /^There is no account nobody\.here\.\n$/],
    [
      'a key for somebody who is no administrator',
      ['api-key', 'create', 'bob.builder'],
      /^bob\.builder is no administrator: set-admin bob\.builder makes it one\.\n$/,
    ],
    ['a key that does not exist', ['api-key', 'revoke', 'bob.builder', '--id', '7'], /no such key/],
    [
      'a domain that is not ours',
      ['create-account', '--username', 'carol.example', '--password', 'c4r0l-secret', '--domain', 'example.net'],
      /no domain/,
    ],
  ])('a command that fails exits with 1 and says why on stderr: %s', async (_, args, text) => {
    await cli.inside((_, make) => make.user({ username: 'bob.builder' }))
    const { code, stdout, stderr } = await cli.run([...args, '--json'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(text)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  test.each([
    ['Bob.Builder', 'builder-42', /Upper case/],
    ['x'.repeat(65), 'builder-42', /1 to 64/],
    ['bob.builder', '12', /at least 3/],
    ['bob.builder', 'x'.repeat(256), /at most 255/],
  ])('the rules for names and passwords are those of the contract: %s, %s', (username, password, text) => {
    expect(() => checkNewAccount({ config: { givenPasswordMinLength: 3 } as Config }, { username, password, algorithm: 'MD5' })).toThrow(
      text,
    )
  })
})
