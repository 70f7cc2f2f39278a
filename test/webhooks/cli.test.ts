import { useCommandLine } from '../support/cli.js'
import { describeDatabases, useEmptyDatabase } from '../support/database.js'
import { useForEach } from '../support/use.js'
import { WebhookServer } from '../support/webhookServer.js'

describeDatabases('webhooks by command on %s', (provider) => {
  const database = useEmptyDatabase(provider, useForEach)
  const server = useForEach(
    () => WebhookServer.start(),
    (one) => one.close(),
  )
  const cli = useCommandLine(
    () => ({ SIP_DOMAINS: 'sip.example.org,other.example.org', DATABASE_URL: database.url, WEBHOOK_NETWORKS: '127.0.0.1' }),
    useForEach,
  )
  const run = async (...args: string[]) => {
    const { code, stdout } = await cli.run(['webhooks', ...args, '--json'])
    return {
      code,
      rows: stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    }
  }
  const one = async (...args: string[]) => (await run(...args)).rows[0]

  test('are made, told of what other commands do, tested and removed', async () => {
    const { id, secret } = await one('add', 'CRM', `${server.url}/crm`, '--event', 'account.created', 'account.deleted')
    expect(secret).toMatch(/^whsec_/)
    await cli.run(['create-account', '--username', 'carol.example', '--password', 'c4r0l-secret'])
    expect((await run('list')).rows).toEqual([
      expect.objectContaining({ id, name: 'CRM', events: ['account.created', 'account.deleted'], domain: 'sip.example.org' }),
    ])
    expect((await cli.run(['webhooks', 'list'])).stdout).not.toContain(secret)
    expect((await run('deliveries', `${id}`, '--state', 'waiting')).rows).toMatchObject([
      { type: 'account.created', account: 'carol.example@sip.example.org' },
    ])
    expect(await one('test', `${id}`)).toMatchObject({ type: 'webhook.test', state: 'delivered' })
    // what waited before it may have gone with it, or goes now
    await cli.inside(({ outbound }) => outbound.webhooks.drain())
    expect(
      server
        .take('/crm')
        .map(({ body }) => [body.type, body.data.actor])
        .sort(),
    ).toEqual([
      ['account.created', 'operator'],
      ['webhook.test', 'operator'],
    ])
    const [last] = (await run('deliveries', `${id}`, '--limit', '1')).rows
    expect(await one('replay', `${id}`, '--delivery', `${last.id}`)).toEqual({ replayed: 1 })
    expect(await one('replay', `${id}`, '--failed')).toEqual({ replayed: 0 })
    expect(await one('disable', `${id}`)).toMatchObject({ id, name: 'CRM', enabled: false })
    await cli.run(['create-account', '--username', 'erin.example', '--password', '3rin-secret'])
    expect(await one('enable', `${id}`)).toMatchObject({ enabled: true })
    expect((await run('deliveries', `${id}`, '--limit', '1')).rows).toMatchObject([{ id: last.id }])
    expect(await one('remove', `${id}`)).toEqual({ removed: id })
    expect((await run('list')).rows).toEqual([])
    for (const args of [['remove'], ['disable'], ['enable'], ['test'], ['deliveries'], ['replay', '--failed']]) {
      const { code, stderr } = await cli.run(['webhooks', args[0]!, `${id}`, ...args.slice(1)])
      expect([code, stderr]).toEqual([1, 'There is no webhook with this id.\n'])
    }
  })

  test('are of the space that is named', async () => {
    const { id } = await one('add', 'Other', `${server.url}/`, '--domain', 'other.example.org')
    expect((await run('list')).rows).toEqual([])
    expect((await run('list', '--domain', 'other.example.org')).rows).toMatchObject([{ id }])
    expect((await run('list', '--domain', 'nowhere.example.net')).code).toBe(1)
  })

  test('tell of each account of a file', async () => {
    const { id } = await one('add', 'CRM', `${server.url}/crm`)
    await cli.run(['import', '-'], {}, 'username,password\nbob.one,s3cret-one\nbob.two,s3cret-two\n')
    const { rows } = await run('deliveries', `${id}`)
    expect(rows.map(({ type, account }) => [type, account.split('@')[0]]).sort()).toEqual([
      ['account.created', 'bob.one'],
      ['account.created', 'bob.two'],
    ])
  })

  test('are tested without waiting for what others have to be told', async () => {
    const { id: far } = await one('add', 'Far', `${server.url}/far`)
    server.says['/far'] = 'silent'
    const accounts = Array.from({ length: 300 }, (_, i) => `many.${i},s3cret-${i}`)
    await cli.run(['import', '-'], {}, ['username,password', ...accounts].join('\n'))
    const { id } = await one('add', 'CRM', `${server.url}/crm`)
    expect(await one('test', `${id}`)).toMatchObject({ type: 'webhook.test', state: 'delivered' })
    expect((await run('deliveries', `${far}`, '--limit', '1')).rows).toMatchObject([{ type: 'account.created', tries: 0 }])
  })

  test.each([
    ['add', 'CRM', 'http://crm.example.org/#a'],
    ['add', 'x', 'https://crm.example.org/'],
    ['add', 'CRM', 'https://127.0.0.2/'],
    ['add', 'CRM', 'https://crm.example.org/', '--event', 'account.lost'],
    ['replay', '1'],
    ['replay', '1', '--failed', '--delivery', '1'],
    ['remove', 'x'],
  ])('%s %s is refused', async (...args) => {
    const { code, stdout, stderr } = await cli.run(['webhooks', ...args])
    expect(code).toBeGreaterThan(0)
    expect([stdout, stderr === '']).toEqual(['', false])
  })
})
