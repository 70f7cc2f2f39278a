// runs once: it opens the databases that it needs itself

import { insertInto } from '../support/flexiapi.js'
import { DOMAIN, describeImports, OTHER, person, useImport } from '../support/flexiapiImport.js'
import { KEYS, world } from '../support/flexiapiWorld.js'

const AGES = ['1.6', '2.0', '2.1'] as const

describeImports('import-flexiapi of a later age', (makeSource, provider) => {
  const { cli, source, take, service } = useImport(makeSource, provider)
  const left = (table: { left: Record<string, { count: number }> }) =>
    Object.fromEntries(Object.entries(table.left).map(([reason, { count }]) => [reason, count]))
  const counts = (tables: Record<string, any>, ...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, { ...tables[name], left: left(tables[name]) }]))

  test.each(AGES)('everybody of %s logs in as before; who is blocked does not', async (age) => {
    const old = await source(age)
    await old.run(...world(age))
    const result = await take(old)
    expect(result).toMatchObject({
      ...{ code: 1, age, accounts: 9, imported: 8, existing: 0, refused: 1, admins: 1, phones: 2, blocked: 2 },
      ...{ passwords: { MD5: 1, 'SHA-256': 6, CLRTXT: 1 } },
      tables: { accounts: { read: 9, taken: 8, existing: 0, left: { domain: { count: 1 } } } },
    })
    const app = await service()
    const people = [
      person('alice', 'wonder-1', 'SHA-256'),
      person('bob', 'builder-1', 'SHA-256'),
      person('erin', 'erin-1', 'MD5', OTHER),
      person('frank', 'frank-1', 'SHA-256', OTHER),
      person('ida', 'clear-1', 'MD5'),
    ]
    for (const who of people) {
      expect((await app.api.get('/api/accounts/me', { as: who })).status).toBe(200)
      expect((await app.api.get('/api/accounts/me', { as: { ...who, password: 'another-1' } })).status).toBe(401)
    }
    const carol = await app.api.get('/api/accounts/me', { as: person('carol', 'blocked-1', 'SHA-256') })
    expect([carol.status, carol.body.code]).toEqual([403, 'account_blocked'])
    const { body: alice } = await app.api.get('/api/accounts/me', { as: people[0]! })
    expect(alice).toMatchObject({
      ...{ display_name: 'Alice A.', dtmf_protocol: 'sipinfo', phone: '+33687654301', email: 'alice@example.org', admin: true },
      ...{
        created_at: expect.stringMatching(/^2024-05-06T07:08:09/),
        types: [{ key: 'door' }],
        actions: [{ key: 'open-door', code: '1234' }],
      },
    })
    expect(Object.entries(alice.dictionary)).toEqual([
      ['__proto__', 'x'],
      ['room', '12'],
    ])
    // an administrator unblocks each as it was
    const { prisma } = app.deps.db
    for (const [username, activated] of [
      ['carol', true],
      ['dan', false],
    ] as const) {
      const { id } = await prisma.account.findFirstOrThrow({ where: { username } })
      const { body } = await app.api.post(`/api/accounts/${id}/unblock`, undefined, { as: people[0]! })
      expect(body).toMatchObject({ username, activated, blocked: false })
    }
    expect(await prisma.auditEntry.count({ where: { action: 'blockAccount', actorKind: 'operator' } })).toBe(2)
    const gina = await prisma.account.findFirstOrThrow({ where: { username: 'gina' } })
    expect(gina).toMatchObject({ tokenMade: true, selfMade: true, activated: false, deactivatedAt: null })
  })

  test.each(AGES)('what belongs to accounts of %s comes with them, in their spaces', async (age) => {
    const old = await source(age)
    await old.run(...world(age))
    const { tables, left_behind, listed } = await take(old)
    expect(counts(tables, 'contacts', 'account_types', 'account_actions', 'account_dictionary_entries', 'vcards_storage')).toEqual({
      contacts: { read: 5, taken: 3, existing: 0, left: { other_space: 1, account: 1 } },
      account_types: { read: 3, taken: 2, existing: 0, left: { unused: 1 } },
      account_actions: { read: 2, taken: 1, existing: 0, left: { form: 1 } },
      account_dictionary_entries: { read: 3, taken: 2, existing: 0, left: { account: 1 } },
      vcards_storage: { read: 2, taken: 1, existing: 0, left: { form: 1 } },
    })
    expect(tables.contacts.left.other_space.first).toEqual([`alice@${DOMAIN}: erin@${OTHER}`])
    expect(left_behind).toEqual({
      ...{ account_creation_tokens: 1, provisioning_tokens: 1, statistics_calls: 1 },
      ...(age !== '1.6' && { space_email_servers: 1 }),
      ...(age === '2.1' && { call_forwardings: 1, account_files: 1 }),
    })
    expect(tables['expire_time of accounts']).toMatchObject({
      read: 1,
      left: { no_place: { count: 1, first: [`bob@${DOMAIN}: 2024-12-31 23:59:59`] } },
    })
    expect(left(tables.accounts_tombstones)).toEqual({ ended: 1 })
    if (age !== '1.6') {
      expect(tables['settings of spaces'].left.no_place.first).toEqual([`${DOMAIN}: max_accounts=100, copyright_text`])
      expect(left(tables.external_accounts)).toEqual({ form: 1 })
    }
    expect(JSON.stringify({ tables, listed })).not.toMatch(/s3cret|Not to be shown|pppp/)
    await cli.inside(async ({ db: { prisma } }) => {
      const spaces = await prisma.space.findMany({ include: { accountTypes: { orderBy: { key: 'asc' } }, contactsLists: lists } })
      const shown = spaces.map(({ domain, accountTypes, contactsLists }) => ({
        domain,
        types: accountTypes.map(({ key }) => key),
        lists: contactsLists.map(({ title, members, accounts }) => [
          title,
          members.map(({ contact }) => contact.username),
          accounts.map(({ account }) => account.username),
        ]),
      }))
      expect(shown.find(({ domain }) => domain === DOMAIN)).toMatchObject({
        types: ['door'],
        lists: [['Team', ['bob'], ['alice']], ...(age === '2.1' ? [['Nobody', [], []]] : [])],
      })
      expect(shown.find(({ domain }) => domain === OTHER)).toMatchObject({
        types: ['door', 'phone'],
        lists: age === '2.1' ? [] : [['Team', ['frank'], ['erin']]],
      })
      const [card] = await prisma.vcard.findMany()
      expect(card).toMatchObject({
        ...{ uid: 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', vcard: expect.stringContaining('FN:Zoë\n') },
        createdAt: new Date('2024-05-06T07:08:09Z'),
      })
      if (age !== '1.6')
        expect(await prisma.externalAccount.findMany()).toMatchObject([
          {
            ...{ username: 'alice.out', domain: 'provider.example.com', realm: 'Provider.example.com', protocol: 'TLS', algorithm: 'MD5' },
            ...{ password: 'a'.repeat(32), registrar: 'sip.provider.example.com', outboundProxy: null },
          },
        ])
      expect(await prisma.tombstone.findMany()).toMatchObject([{ username: 'gone', domain: DOMAIN }])
    })
  })
  const lists = {
    orderBy: { title: 'desc' },
    include: { members: { include: { contact: true } }, accounts: { include: { account: true } } },
  } as const

  test.each(AGES)('API keys of %s go on, as long as they would have there', async (age) => {
    const old = await source(age)
    await old.run(...world(age))
    const { tables } = await take(old)
    expect(tables.api_keys).toMatchObject(
      age === '1.6'
        ? { read: 2, taken: 2, left: {} }
        : { read: 4, taken: 3, left: { ended: { count: 1, first: [`alice@${DOMAIN}: Old script`] } } },
    )
    const app = await service()
    const me = (key: string) => app.api.get('/api/accounts/me', { headers: { 'x-api-key': key } })
    expect((await me(KEYS.own)).body.username).toBe('alice')
    expect((await me(KEYS.idle)).status).toBe(401)
    const keys = await app.deps.db.prisma.apiKey.findMany({ orderBy: { id: 'asc' }, include: { account: true } })
    expect(keys.find(({ account: { username } }) => username === 'bob')).toMatchObject({
      personal: true,
      name: null,
      networks: '198.51.100.9/32',
    })
    expect(keys.map(({ keyHash }) => keyHash.length)).toEqual(keys.map(() => 64))
    if (age === '1.6') return
    expect((await me(KEYS.named)).body.username).toBe('alice')
    expect(keys.find(({ name }) => name === 'Flexisip')).toMatchObject({ personal: false, idleMinutes: null, networks: null })
  })

  test.each(AGES)('the import of %s can be repeated, and takes what is missing', async (age) => {
    const old = await source(age)
    await old.run(...world(age))
    const dry = await take(old, '--dry-run')
    expect(await cli.lines('list-accounts')).toEqual([])
    const first = await take(old)
    expect(first).toEqual({ ...dry, dry_run: false })
    // a process that died between accounts and contacts is like this
    await cli.inside(async ({ db: { prisma } }) => {
      await prisma.contact.deleteMany({ where: { account: { username: 'alice' } } })
      await prisma.contactsList.deleteMany({ where: { title: 'Team' } })
    })
    await old.run(...insertInto('contacts', { account_id: 9, contact_id: 2 }))
    const again = await take(old)
    expect(again).toMatchObject({ imported: 0, existing: 8, refused: 1, api_keys: 0 })
    expect(
      counts(again.tables, 'contacts', 'contacts_list_contact', 'account_contacts_list', 'account_types', 'vcards_storage'),
    ).toMatchObject({
      contacts: { read: 6, taken: 2, existing: 2 },
      contacts_list_contact: first.tables.contacts_list_contact && { taken: first.tables.contacts_list_contact.taken, existing: 0 },
      account_contacts_list: { taken: first.tables.account_contacts_list.taken, existing: 0 },
      account_types: { taken: 0, existing: 2 },
    })
    const { tables } = await take(old)
    for (const [table, { taken }] of Object.entries<any>(tables)) expect([table, taken]).toEqual([table, 0])
  })

  test('odd values are told one by one, and stop nothing', async () => {
    const old = await source('2.1')
    const card = (uid: string, more = '') => `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:X\r\n${more}UID:${uid}\r\nEND:VCARD\r\n`
    const vcard = (id: number, uuid: string, text: string) => ({ id, account_id: 1, uuid, vcard: text, created_at: null })
    const entry = (id: number, key: string, value: string) => ({ id, account_id: 1, key, value })
    await old.run(
      ...insertInto('accounts', {
        ...{ id: 1, username: 'alice', domain: DOMAIN, activated: 1, ip_address: '', user_agent: '', created_at: null },
        ...{ display_name: '\u{1f600}'.repeat(127), dtmf_protocol: 'morse', phone: 'no number', email: 'no address' },
      }),
      ...insertInto(
        'account_dictionary_entries',
        entry(1, 'k'.repeat(255), '\u{1f600}'.repeat(127)),
        entry(2, '', 'x'),
        entry(3, "'; drop", ''),
      ),
      ...insertInto(
        'vcards_storage',
        vcard(1, 'a', card('a')),
        vcard(2, 'b', card('b').repeat(2)),
        vcard(3, 'c', `${card('c')}x`),
        vcard(4, 'd', card('d', 'UID:other\r\n')),
        vcard(5, 'e', card('')),
        vcard(6, 'f', card('f', `NOTE:${'x'.repeat(59_000)}\r\n`)),
        vcard(7, 'g', card('g', 'NOTE:\u0007\r\n')),
        vcard(8, 'h', card('fol\r\n ded')),
        vcard(9, 'i', card('a')),
      ),
      ...insertInto('accounts_tombstones', { id: 1, username: 'x', domain: 'elsewhere.example.net', created_at: null }),
    )
    const { code, tables, problems } = await take(old)
    expect(code).toBe(0)
    expect(problems).toEqual({ email: 1, phone: 1, dtmf_protocol: 1, no_password: 1, form: 6 })
    expect(counts(tables, 'vcards_storage', 'account_dictionary_entries', 'accounts_tombstones')).toEqual({
      vcards_storage: { read: 9, taken: 3, existing: 0, left: { form: 5, taken: 1 } },
      account_dictionary_entries: { read: 3, taken: 2, existing: 0, left: { form: 1 } },
      accounts_tombstones: { read: 1, taken: 0, existing: 0, left: { domain: 1 } },
    })
    await cli.inside(async ({ db: { prisma } }) => {
      expect((await prisma.vcard.findMany({ orderBy: { uid: 'asc' } })).map(({ uid }) => uid)).toEqual(['a', 'f', 'folded'])
      expect((await prisma.account.findFirstOrThrow()).displayName).toHaveLength(254)
    })
  })
})
