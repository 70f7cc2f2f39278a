import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

/** Something that PUT changes: where it is, and the bodies that it is changed to. */
interface Thing {
  path: string
  as: Person
  body(i: number): object
}

describeApp('entity tags', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const send = (method: string, { path, as }: Pick<Thing, 'path' | 'as'>, body?: object, ifMatch?: string) =>
    app.api.send(method, path, { as, ...(body && { body }), ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }) })
  const made = async (path: string, body: object, as = alice): Promise<{ id: number }> => {
    const answer = await app.api.post(path, body, { as })
    expect(answer.status).toBe(201)
    return answer.body
  }
  const name = () => unique().toLowerCase().replaceAll('.', '-')
  const cardOf = (uid: string, i: number) => `BEGIN:VCARD\nVERSION:4.0\nUID:${uid}\nFN:Carol ${i}\nEND:VCARD\n`
  async function kept(as: Person, path: string): Promise<Thing> {
    const uid = randomUUID()
    await made(path, { vcard: cardOf(uid, 0) }, as)
    return { path: `${path}/${uid}`, as, body: (i) => ({ vcard: cardOf(uid, i) }) }
  }

  const THINGS: [operation: string, make: () => Promise<Thing>][] = [
    [
      'updateAccount',
      async () => {
        const { id, username } = await app.make.user()
        return { path: `/api/accounts/${id}`, as: alice, body: (i) => ({ username, display_name: `Name ${i}` }) }
      },
    ],
    [
      'updateContactsList',
      async () => {
        const title = name()
        const { id } = await made('/api/contacts_lists', { title, description: 'x' })
        return { path: `/api/contacts_lists/${id}`, as: alice, body: (i) => ({ title, description: `Number ${i}` }) }
      },
    ],
    [
      'updateAccountType',
      async () => {
        const key = name()
        const { id } = await made('/api/account_types', { key })
        return { path: `/api/account_types/${id}`, as: alice, body: (i) => ({ key: `${key}-${i}` }) }
      },
    ],
    [
      'updateAccountAction',
      async () => {
        const bob = await app.make.user()
        await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { dtmfProtocol: 'sipinfo' } })
        const path = `/api/accounts/${bob.id}/actions`
        const { id } = await made(path, { key: 'open', code: '99' })
        return { path: `${path}/${id}`, as: alice, body: (i) => ({ key: 'open', code: `${i}` }) }
      },
    ],
    ['updateOwnVcard', async () => kept(await app.make.user(), '/api/accounts/me/vcards-storage')],
    ['updateVcard', async () => kept(alice, `/api/accounts/${(await app.make.user()).id}/vcards-storage`)],
    [
      'updateWebhook',
      async () => {
        const wanted = { name: 'CRM', url: 'https://crm.example.org/', events: ['account.created'] }
        const { id } = await made('/api/webhooks', wanted)
        return { path: `/api/webhooks/${id}`, as: alice, body: (i) => ({ ...wanted, name: `CRM ${i}`, enabled: true }) }
      },
    ],
  ]

  test('are taken by every PUT of the contract', () => {
    const { paths } = JSON.parse(readFileSync('generated/openapi.json', 'utf8'))
    const puts = Object.values<{ put?: { operationId: string } }>(paths).flatMap(({ put }) => put?.operationId ?? [])
    expect(puts.sort()).toEqual(THINGS.map(([operation]) => operation).sort())
  })

  test.each(THINGS)('%s: a change of a state that is no more is refused', async (_, make) => {
    const thing = await make()
    const first = (await send('GET', thing)).header('etag')!
    expect(first).toMatch(/^"[\w-]{22}"$/)
    expect((await send('GET', thing)).header('etag')).toBe(first)
    const second = await send('PUT', thing, thing.body(1), first)
    expect(second.status).toBe(200)
    const now = second.header('etag')!
    expect(now).not.toBe(first)
    const late = await send('PUT', thing, thing.body(2), first)
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
    expect((await send('PUT', thing, thing.body(2), `W/${now}`)).status).toBe(412)
    const { body, header } = await send('GET', thing)
    expect([body, header('etag')]).toEqual([second.body, now])
    for (const match of [undefined, '*', `"other", ${now}`]) expect((await send('PUT', thing, thing.body(1), match)).status).toBe(200)
  })

  test.each(THINGS)('%s: of ten changes of one state at once one is made', async (_, make) => {
    const thing = await make()
    const etag = (await send('GET', thing)).header('etag')!
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => send('PUT', thing, thing.body(i + 1), etag)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)])
  })

  test.each(THINGS)('%s: of what is gone there is nothing to compare', async (_, make) => {
    const thing = await make()
    const etag = (await send('GET', thing)).header('etag')!
    await send('DELETE', thing)
    expect(await send('PUT', thing, thing.body(1), etag)).toMatchObject({ status: 404 })
  })
})
