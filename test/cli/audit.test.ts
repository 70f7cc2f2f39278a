// runs once: the program opens a database of its own
import { useCommandLine } from '../support/cli.js'

describe('the audit log on the command line', () => {
  const cli = useCommandLine()

  test('has what commands do, and is listed by `audit`', async () => {
    const { id, api_key: key } = await cli.json('create-admin', '--username', 'alice.admin')
    await cli.json('set-admin', 'alice.admin', '--revoke')
    await cli.json('create-account', '--username', 'carol.waits', '--password', 'c4rol-secret')
    await cli.inside(({ db }) => db.prisma.account.updateMany({ where: { username: 'carol.waits' }, data: { createdAt: new Date(0) } }))
    await cli.json('clear-unconfirmed', '--days', '1', '--apply')
    const { code } = await cli.run(['import', '-'], {}, 'username,password\nerin.example,3rin-secret\n')
    expect(code).toBe(0)

    const all = await cli.lines('audit')
    expect(all.map(({ action, account }) => [action, account])).toEqual([
      ['createAccount', 'erin.example@sip.example.org'],
      ['deleteAccount', 'carol.waits@sip.example.org'],
      ['createAccount', 'carol.waits@sip.example.org'],
      ['revokeApiKey', 'alice.admin@sip.example.org'],
      ['revokeAdmin', 'alice.admin@sip.example.org'],
      ['createApiKey', 'alice.admin@sip.example.org'],
      ['grantAdmin', 'alice.admin@sip.example.org'],
      ['createAccount', 'alice.admin@sip.example.org'],
    ])
    expect(all.at(-1)).toEqual({
      id: expect.any(Number),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      action: 'createAccount',
      account_id: id,
      account: 'alice.admin@sip.example.org',
      actor_kind: 'operator',
      actor_id: null,
      actor_address: null,
      request_id: null,
      detail: null,
    })
    expect(JSON.stringify(all)).not.toContain(key)

    const actions = async (...args: string[]) => (await cli.lines('audit', ...args)).map(({ action }) => action)
    expect(await actions('--account', 'carol.waits')).toEqual(['deleteAccount', 'createAccount'])
    expect(await actions('--account', String(id), '--action', 'revokeAdmin')).toEqual(['revokeAdmin'])
    expect(await actions('--account', `id:${id}`, '--action', 'revokeAdmin')).toEqual(['revokeAdmin'])
    expect(await actions('--limit', '2')).toEqual(['createAccount', 'deleteAccount'])
    const table = await cli.run(['audit', '--limit', '1'])
    expect(table.stdout).toMatch(/^id +created_at +action +account_id .*\n.*createAccount/)
    expect((await cli.run(['audit', '--account', 'nobody.here'])).stdout).toBe('There is no entry.\n')
    for (const wrong of [
      ['--action', 'hack'],
      ['--limit', '0'],
    ])
      expect((await cli.run(['audit', ...wrong])).code).toBe(2)
  }, 60_000)
})
