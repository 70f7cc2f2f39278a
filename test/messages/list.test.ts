import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

describeApp('the messages that were sent', () => {
  const app = useApp()

  async function some() {
    const bob = await app.make.user({ email: 'bob@example.org' })
    const now = app.clock.now()
    const at = (seconds: number): Date => new Date(now + seconds * 1000)
    const common = { accountId: bob.id, expiresAt: at(3600), sealed: 'the-sealed-text', tries: 1 }
    const mail = { ...common, channel: 'email', recipient: `bob.${bob.id}@example.org` }
    await app.deps.db.prisma.message.createMany({
      data: [
        { ...mail, kind: 'activation', createdAt: at(-300), failedAt: at(-200), lastError: '550 no such user', requestId: 'abc-1' },
        { ...mail, kind: 'passwordReset', createdAt: at(-200), sentAt: at(-199) },
        { ...common, channel: 'sms', kind: 'phoneChange', recipient: '+33612345678', createdAt: at(-100), nextTryAt: at(60) },
      ],
    })
    const as = await app.make.admin()
    const list = async (query: Record<string, string> = {}) => {
      const { status, body } = await app.api.get(`/api/messages?${new URLSearchParams({ account: String(bob.id), ...query })}`, { as })
      expect(status).toBe(200)
      return body
    }
    const kinds = async (query: Record<string, string>) => (await list(query)).data.map(({ kind }: { kind: string }) => kind)
    return { bob, as, at, list, kinds }
  }

  test('are listed, the newest first, with their fate and nothing of what they say', async () => {
    const { bob, list } = await some()
    const body = await list()
    expect(body.data).toMatchObject([
      { kind: 'phoneChange', channel: 'sms', state: 'waiting', recipient: '+33***78' },
      { kind: 'passwordReset', state: 'sent', failed_at: null },
      { kind: 'activation', state: 'failed', last_error: '550 no such user', request_id: 'abc-1', account_id: bob.id },
    ])
    expect(JSON.stringify(body)).not.toMatch(/sealed|bob\.\d+@/)
  })

  test('are narrowed by what they are, to whom and when', async () => {
    const { bob, at, kinds } = await some()
    expect(await kinds({ state: 'failed' })).toEqual(['activation'])
    expect(await kinds({ channel: 'sms' })).toEqual(['phoneChange'])
    expect(await kinds({ kind: 'passwordReset' })).toEqual(['passwordReset'])
    expect(await kinds({ to: `BOB.${bob.id}@example.org` })).toEqual(['passwordReset', 'activation'])
    expect(await kinds({ to: '+33 6 12 34 56 78'.replaceAll(' ', '') })).toEqual(['phoneChange'])
    expect(await kinds({ since: at(-250).toISOString(), until: at(-150).toISOString() })).toEqual(['passwordReset'])
    expect(await kinds({ account: `${bob.username}@${bob.domain}`, state: 'sent' })).toEqual(['passwordReset'])
    expect(await kinds({ account: 'nobody.here@sip.example.org' })).toEqual([])
  })

  test('are walked by cursor', async () => {
    const { list } = await some()
    const first = await list({ per_page: '2' })
    const rest = await list({ per_page: '2', cursor: first.next_cursor })
    expect([first.data.length, rest.data.length, rest.next_cursor]).toEqual([2, 1, null])
  })

  test.each([
    ['account', 'no address'],
    ['to', 'nobody@'],
    ['to', '12'],
    ['to', 'x\0@example.org'],
    ['channel', 'pigeon'],
    ['kind', 'poem'],
    ['state', 'lost'],
    ['since', 'yesterday'],
    ['until', 'tomorrow'],
    ['cursor', 'YTI'],
    ['per_page', '101'],
  ])('refuses %s=%j', async (name, value) => {
    const { status, body } = await app.api.get(`/api/messages?${new URLSearchParams({ [name]: value })}`, { as: await app.make.admin() })
    expect([status, Object.keys(body.errors)]).toEqual([422, [name]])
  })
})
