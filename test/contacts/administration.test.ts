import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { manyAccounts } from '../support/manyAccounts.js'

describeApp('contacts and contacts lists, for administrators', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const send = (method: string, path: string, body?: unknown) => app.api.send(method, `/api${path}`, { as: alice, body })
  const texts = (title: string, description = 'Who is in it.') => ({ title, description })
  let count = 0
  const newTitle = () => `List ${++count}`
  async function newList(domain?: string): Promise<number> {
    const { status, body } = await send('POST', '/contacts_lists', { ...texts(newTitle()), ...(domain && { domain }) })
    expect(status).toBe(201)
    return body.id
  }
  const lastActions = async (account: Person) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: account.id }, orderBy: { id: 'desc' } })).map(
      ({ action }) => action,
    )

  describe('contacts of an account', () => {
    test('are added, shown as accounts without what is theirs alone, and removed', async () => {
      const [bob, carol, dave] = [await app.make.user(), await app.make.user({ email: 'carol@example.org' }), await app.make.user()]
      await app.api.get('/api/accounts/me/provision', { as: carol })
      for (const { id } of [dave, carol]) expect((await send('POST', `/accounts/${bob.id}/contacts/${id}`)).body).toEqual({})
      const { status, body } = await send('GET', `/accounts/${bob.id}/contacts`)
      expect([status, body.map(({ id }: Person) => id)]).toEqual([200, [carol.id, dave.id]])
      expect(body[0]).toMatchObject({ username: carol.username, email: 'carol@example.org' })
      expect(body[0]).not.toHaveProperty('provisioning_token')
      expect((await send('GET', `/accounts/${bob.id}/contacts/${carol.id}`)).body).toEqual(body[0])
      expect((await send('DELETE', `/accounts/${bob.id}/contacts/${carol.id}`)).body).toEqual({})
      for (const method of ['GET', 'DELETE']) expect((await send(method, `/accounts/${bob.id}/contacts/${carol.id}`)).status).toBe(404)
      expect((await send('GET', `/accounts/${bob.id}/contacts`)).body).toHaveLength(1)
      expect(await lastActions(bob)).toEqual(['removeContact', 'addContact', 'addContact', 'createAccount'])
    })

    test('are there once, however often and at once they are added, and noted once', async () => {
      const [bob, carol] = [await app.make.user(), await app.make.user()]
      const answers = await Promise.all(Array.from({ length: 10 }, () => send('POST', `/accounts/${bob.id}/contacts/${carol.id}`)))
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
      expect((await send('GET', `/accounts/${bob.id}/contacts`)).body).toHaveLength(1)
      expect((await lastActions(bob)).filter((action) => action === 'addContact')).toHaveLength(1)
      const removed = await Promise.all(Array.from({ length: 5 }, () => send('DELETE', `/accounts/${bob.id}/contacts/${carol.id}`)))
      expect(removed.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404])
    })

    test('are 10,000 at most, and so are the members of a list', async () => {
      const { prisma } = app.deps.db
      await manyAccounts(prisma, 10_000)
      const [bob, carol, dave] = [await app.make.user(), await app.make.user(), await app.make.user()]
      const list = await newList()
      await prisma.$executeRaw`insert into contacts (account_id, contact_id, space_id)
        select ${bob.id}, id, space_id from accounts where username like 'many.%' and username <> 'many.1'`
      await prisma.$executeRaw`insert into contacts_list_contact (contacts_list_id, contact_id, space_id)
        select ${list}, id, space_id from accounts where username like 'many.%' and username <> 'many.1'`
      for (const path of [`/accounts/${bob.id}/contacts`, `/contacts_lists/${list}/contacts`]) {
        expect((await send('POST', `${path}/${carol.id}`)).status).toBe(200)
        expect((await send('POST', `${path}/${carol.id}`)).status).toBe(200)
        expect(await send('POST', `${path}/${dave.id}`)).toMatchObject({ status: 403, body: { code: 'contact_limit_reached' } })
        expect((await send('DELETE', `${path}/${carol.id}`)).status).toBe(200)
        expect((await send('POST', `${path}/${dave.id}`)).status).toBe(200)
      }
    })

    test('are never of another domain', async () => {
      const [bob, erin] = [await app.make.user(), await app.make.user({ domain: 'other.example.org' })]
      for (const [one, other] of [
        [bob, erin],
        [erin, bob],
      ] as const) {
        const { status, body } = await send('POST', `/accounts/${one.id}/contacts/${other.id}`)
        expect([status, body.message]).toEqual([404, 'There is no such account in the domain of this one.'])
      }
      expect(await app.deps.db.prisma.contact.count({ where: { accountId: { in: [bob.id, erin.id] } } })).toBe(0)
    })

    test('of accounts and with accounts that do not exist are 404', async () => {
      const bob = await app.make.user()
      expect((await send('GET', `/accounts/${bob.id}/contacts`)).text).toBe('[]')
      for (const [method, path] of [
        ['GET', '/accounts/999999/contacts'],
        ['GET', `/accounts/999999/contacts/${bob.id}`],
        ['POST', `/accounts/999999/contacts/${bob.id}`],
        ['DELETE', `/accounts/999999/contacts/${bob.id}`],
        ['POST', `/accounts/${bob.id}/contacts/999999`],
        ['POST', `/accounts/${bob.id}/contacts/2147483647`],
        ['POST', `/accounts/${bob.id}/contacts/2147483648`],
        ['POST', `/accounts/${bob.id}/contacts/0`],
        ['POST', `/accounts/${bob.id}/contacts/abc`],
        ['DELETE', `/accounts/${bob.id}/contacts/999999`],
      ] as const)
        expect([path, (await send(method, path)).body.code]).toEqual([path, 'not_found'])
    })

    test('go with either account', async () => {
      const [bob, carol, dave] = [await app.make.user(), await app.make.user(), await app.make.user()]
      const id = await newList()
      await send('POST', `/accounts/${bob.id}/contacts/${carol.id}`)
      await send('POST', `/accounts/${carol.id}/contacts/${dave.id}`)
      await send('POST', `/contacts_lists/${id}/contacts/${carol.id}`)
      await send('POST', `/accounts/${carol.id}/contacts_lists/${id}`)
      expect((await app.api.delete('/api/accounts/me', { as: carol })).status).toBe(200)
      expect((await app.api.get('/api/accounts/me/contacts', { as: bob })).body).toEqual([])
      expect((await send('GET', `/contacts_lists/${id}`)).body.contacts_count).toBe(0)
      const { contact, contactsListMember, contactsListOfAccount } = app.deps.db.prisma
      for (const rows of [
        await contact.findMany({ where: { OR: [{ accountId: carol.id }, { contactId: carol.id }] } }),
        await contactsListMember.findMany({ where: { contactId: carol.id } }),
        await contactsListOfAccount.findMany({ where: { accountId: carol.id } }),
      ])
        expect(rows).toEqual([])
    })

    test('that are deleted while they are added end as 404 or 200, never otherwise', async () => {
      const bob = await app.make.user()
      for (let i = 0; i < 5; i++) {
        const carol = await app.make.user()
        const answers = await Promise.all([
          send('POST', `/accounts/${bob.id}/contacts/${carol.id}`),
          send('DELETE', `/accounts/${carol.id}`),
          send('POST', `/accounts/${carol.id}/contacts/${bob.id}`),
        ])
        for (const { status } of answers) expect([200, 404]).toContain(status)
      }
      expect((await send('GET', `/accounts/${bob.id}/contacts`)).text).toBe('[]')
    })
  })

  describe('lists', () => {
    test('are created, shown, changed and deleted', async () => {
      const title = newTitle()
      const made = await send('POST', '/contacts_lists', { title: `  ${title} `, description: 'One\ntwo' })
      const id = made.body.id
      expect([made.status, made.body]).toEqual([
        201,
        {
          id,
          space_id: alice.record.spaceId,
          domain: 'sip.example.org',
          title,
          description: 'One\ntwo',
          contacts_count: 0,
          created_at: expect.stringMatching(/Z$/),
          updated_at: made.body.created_at,
        },
      ])
      expect((await send('GET', `/contacts_lists/${id}`)).body).toEqual(made.body)
      app.clock.advance(60)
      const changed = await send('PUT', `/contacts_lists/${id}`, texts(`${title}!`, ''))
      expect(changed.body).toMatchObject({ id, title: `${title}!`, description: '', created_at: made.body.created_at })
      expect(changed.body.updated_at > made.body.updated_at).toBe(true)
      expect((await send('GET', '/contacts_lists')).body).toContainEqual(changed.body)
      expect((await send('DELETE', `/contacts_lists/${id}`)).body).toEqual({})
      for (const [method, body] of [['GET'], ['DELETE'], ['PUT', texts('x')]] as const)
        expect((await send(method, `/contacts_lists/${id}`, body)).status).toBe(404)
      const noted = await app.deps.db.prisma.auditEntry.findMany({ where: { actorId: alice.id, accountId: null } })
      expect(noted.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['createContactsList', 'updateContactsList', 'deleteContactsList']),
      )
    })

    test.each([
      [{}, ['title', 'description']],
      [{ title: '', description: 'x' }, ['title']],
      [{ title: ' \u00a0 ', description: 'x' }, ['title']],
      [{ title: 'x'.repeat(256), description: 'x' }, ['title']],
      [{ title: 'a\u0000b', description: 'x' }, ['title']],
      [{ title: 'a\nb', description: 'x' }, ['title']],
      [{ title: 1, description: ['x'] }, ['title', 'description']],
      [{ title: 'x', description: 'a\u0000b' }, ['description']],
      [{ title: 'x', description: 'x'.repeat(2001) }, ['description']],
      [{ title: `${' '.repeat(60_000)}\u0001`, description: 'x' }, ['title']],
    ])('with other texts are refused: %j', async (body, fields) => {
      const id = await newList()
      for (const [method, path] of [
        ['POST', '/contacts_lists'],
        ['PUT', `/contacts_lists/${id}`],
      ] as const) {
        const answer = await send(method, path, body)
        expect([answer.status, Object.keys(answer.body.errors).sort()]).toEqual([422, [...fields].sort()])
      }
    })

    test('take titles of 255 characters of any kind', async () => {
      const title = `${'📱é<b>"\'\\;'.repeat(40).slice(0, 250)}${++count}`
      const { status, body } = await send('POST', '/contacts_lists', texts(title))
      expect([status, body.title]).toEqual([201, title])
    })

    test('have titles of their own in a domain: of ten at once one is made', async () => {
      const title = newTitle()
      const answers = await Promise.all(Array.from({ length: 10 }, () => send('POST', '/contacts_lists', texts(title))))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(422)])
      const refused = answers.find(({ status }) => status === 422)!.body
      expect(refused).toMatchObject({ code: 'title_taken', errors: { title: [expect.any(String)] } })
      const id = await newList()
      expect((await send('PUT', `/contacts_lists/${id}`, texts(title))).body.code).toBe('title_taken')
      expect((await send('POST', '/contacts_lists', { ...texts(title), domain: 'other.example.org' })).status).toBe(201)
    })

    test('are 1,000 in a domain at most', async () => {
      const { prisma } = app.deps.db
      const { id: spaceId } = await prisma.space.create({ data: { domain: 'full.example.org' } })
      const now = new Date()
      const data = Array.from({ length: 999 }, (_, i) => ({ ...texts(`List ${i}`), spaceId, createdAt: now, updatedAt: now }))
      await prisma.contactsList.createMany({ data })
      const domain = 'full.example.org'
      const answers = await Promise.all([1, 2, 3].map(() => send('POST', '/contacts_lists', { ...texts(newTitle() + domain), domain })))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422])
      expect(answers.find(({ status }) => status === 422)!.body.errors.title[0]).toContain('1,000')
    })

    test('belong to a domain: that of whoever asks, or the one that is named', async () => {
      const [here, there] = [await newList(), await newList('OTHER.example.org')]
      const idsOf = async (query = '') => (await send('GET', `/contacts_lists${query}`)).body.map(({ id }: { id: number }) => id)
      expect(await idsOf()).toContain(here)
      expect(await idsOf()).not.toContain(there)
      expect(await idsOf('?domain=other.example.org')).toContain(there)
      expect(await idsOf('?domain=other.example.org')).not.toContain(here)
      const erin = await app.make.admin({ domain: 'other.example.org' })
      const { body } = await app.api.get('/api/contacts_lists', { as: erin })
      expect(body.map(({ id }: { id: number }) => id)).toContain(there)
      for (const domain of ['none.example.org', 'x'.repeat(254), 'a\u0000']) {
        expect((await send('GET', `/contacts_lists?domain=${encodeURIComponent(domain)}`)).status).toBe(422)
        expect((await send('POST', '/contacts_lists', { ...texts(newTitle()), domain })).status).toBe(422)
      }
    })
  })

  describe('members and holders of a list', () => {
    test('are added once, counted, and removed', async () => {
      const [id, bob, carol] = [await newList(), await app.make.user(), await app.make.user()]
      const five = (path: string) => Promise.all(Array.from({ length: 5 }, () => send('POST', path)))
      const members = await five(`/contacts_lists/${id}/contacts/${carol.id}`)
      expect(members.map(({ status, text }) => [status, text])).toEqual(Array(5).fill([200, '{}']))
      const holders = await five(`/accounts/${bob.id}/contacts_lists/${id}`)
      expect(holders.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403, 403])
      for (const { status, body } of holders) if (status === 403) expect(body.code).toBe('contacts_list_already_there')
      expect((await send('GET', `/contacts_lists/${id}`)).body.contacts_count).toBe(1)
      const mine = async () => (await app.api.get('/api/accounts/me/contacts', { as: bob })).body.map(({ id: one }: Person) => one)
      expect(await mine()).toEqual([carol.id])
      expect((await send('GET', `/accounts/${bob.id}/contacts`)).body).toEqual([])
      expect((await send('DELETE', `/accounts/${bob.id}/contacts_lists/${id}`)).body).toEqual({})
      expect(await mine()).toEqual([])
      expect((await send('DELETE', `/contacts_lists/${id}/contacts/${carol.id}`)).body).toEqual({})
      expect((await send('DELETE', `/contacts_lists/${id}/contacts/${carol.id}`)).status).toBe(404)
      const apart = { status: 403, body: { code: 'contacts_list_not_there' } }
      expect(await send('DELETE', `/accounts/${bob.id}/contacts_lists/${id}`)).toMatchObject(apart)
      expect(await lastActions(bob)).toEqual(['removeContactsList', 'addContactsList', 'createAccount'])
      expect(await lastActions(carol)).toEqual(['removeContactFromList', 'addContactToList', 'createAccount'])
    })

    test('are never of another domain', async () => {
      const [here, there] = [await newList(), await newList('other.example.org')]
      const [bob, erin] = [await app.make.user(), await app.make.user({ domain: 'other.example.org' })]
      for (const [path, message] of [
        [`/contacts_lists/${here}/contacts/${erin.id}`, 'There is no such account in the domain of this list.'],
        [`/contacts_lists/${there}/contacts/${bob.id}`, 'There is no such account in the domain of this list.'],
        [`/accounts/${bob.id}/contacts_lists/${there}`, 'There is no such contacts list in the domain of this account.'],
        [`/accounts/${erin.id}/contacts_lists/${here}`, 'There is no such contacts list in the domain of this account.'],
        [`/contacts_lists/999999/contacts/${bob.id}`, 'There is no such contacts list.'],
        [`/accounts/999999/contacts_lists/${here}`, 'There is no account with this id.'],
      ] as const) {
        const { status, body } = await send('POST', path)
        expect([path, status, body.message]).toEqual([path, 404, message])
      }
      for (const path of [`/accounts/${bob.id}/contacts_lists/${there}`, `/accounts/999999/contacts_lists/${here}`])
        expect(await send('DELETE', path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      const { contactsListMember, contactsListOfAccount } = app.deps.db.prisma
      expect(await contactsListMember.count({ where: { listId: { in: [here, there] } } })).toBe(0)
      expect(await contactsListOfAccount.count({ where: { listId: { in: [here, there] } } })).toBe(0)
    })

    test('go with the list', async () => {
      const [id, bob, carol] = [await newList(), await app.make.user(), await app.make.user()]
      await send('POST', `/contacts_lists/${id}/contacts/${carol.id}`)
      await send('POST', `/accounts/${bob.id}/contacts_lists/${id}`)
      expect((await send('DELETE', `/contacts_lists/${id}`)).status).toBe(200)
      expect((await app.api.get('/api/accounts/me/contacts', { as: bob })).body).toEqual([])
    })
  })
})
