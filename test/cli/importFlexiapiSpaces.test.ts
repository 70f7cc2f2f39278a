// runs once: it opens the databases that it needs itself

import { insertInto } from '../support/flexiapi.js'
import { DOMAIN, describeImports, hash, OTHER, passwordRow, person, useImport } from '../support/flexiapiImport.js'

const account = (id: number, username: string, domain = DOMAIN) => ({
  ...{ id, username, domain, activated: 1, ip_address: '', user_agent: '', created_at: '2024-05-06 07:08:09' },
})
const space = (id: number, domain: string, more: Record<string, string | null> = {}) => ({
  id,
  domain,
  host: domain,
  name: domain,
  ...more,
})
const digest = (id: number, realm: string) => ({ id, space_id: id, realm, default_password_algorithm: 'SHA-256' })

describeImports('import-flexiapi and spaces', (makeSource, provider) => {
  const { cli, source, take, service } = useImport(makeSource, provider)

  test('finds a realm that is another one before anything is written', async () => {
    const old = await source('2.1')
    await old.run(
      ...insertInto('spaces', space(1, DOMAIN), space(2, OTHER), space(3, 'elsewhere.example.net')),
      ...insertInto(
        'space_digest_authentication_configurations',
        digest(1, 'old.realm'),
        digest(2, 'clear.realm'),
        digest(3, 'third.realm'),
      ),
      ...insertInto('accounts', account(1, 'alice'), account(2, 'bob', OTHER)),
      ...insertInto(
        'passwords',
        passwordRow(1, 1, 'SHA-256', hash('SHA-256', 'alice', 'wonder-1', 'old.realm')),
        passwordRow(2, 2, 'CLRTXT', 'builder-1'),
      ),
    )
    for (const options of [[], ['--dry-run']]) {
      const wrong = await cli.run(['import-flexiapi', '--from', old.url, ...options])
      expect(wrong).toMatchObject({ code: 1, stdout: '' })
      // a password in clear text fits each realm
      expect(wrong.stderr).toMatch(
        /^The hashes of FlexiAPI are made with another realm: sip\.example\.org has old\.realm there and sip\.example\.org here\./,
      )
    }
    expect(await cli.inside((deps) => deps.db.prisma.account.count())).toBe(0)
    const right = await cli.run(['import-flexiapi', '--from', old.url, '--json'], { SIP_REALM: 'old.realm' })
    expect(JSON.parse(right.stdout)).toMatchObject({ imported: 2, realm: 'old.realm' })
    const app = await service({ SIP_REALM: 'old.realm' })
    expect((await app.api.get('/api/accounts/me', { as: person('alice', 'wonder-1', 'SHA-256') })).status).toBe(200)
  })

  test.each([
    ['of its own', 'asterisk', 1],
    ['of none', null, 0],
    ['of an empty one', '', 0],
  ])('reads the realm of 2.0, %s', async (_, account_realm, code) => {
    const old = await source('2.0')
    await old.run(
      ...insertInto('spaces', space(1, DOMAIN, { account_realm })),
      ...insertInto('accounts', account(1, 'alice')),
      ...insertInto('passwords', passwordRow(1, 1, 'MD5', hash('MD5', 'alice', 'wonder-1'))),
    )
    expect((await cli.run(['import-flexiapi', '--from', old.url])).code).toBe(code)
  })

  test('a list of 2.0 that two spaces use becomes one of each, and of equal titles each is kept', async () => {
    const old = await source('2.0')
    const list = (id: number, title: string, description = '') => ({ id, title, description })
    await old.run(
      ...insertInto('accounts', account(1, 'alice'), account(2, 'bob', OTHER), account(3, 'carol'), account(4, 'alice.2')),
      ...insertInto('contacts_lists', list(1, 'All', 'd'.repeat(3000)), list(2, 'Same\tname'), list(3, 'Same name'), list(4, 'Nobody')),
      ...[1, 2, 3].flatMap((contacts_list_id) => insertInto('contacts_list_contact', { contacts_list_id, contact_id: 1 })),
      ...insertInto('contacts_list_contact', { contacts_list_id: 1, contact_id: 2 }),
      ...insertInto('account_contacts_list', { contacts_list_id: 1, account_id: 3 }),
    )
    const { tables, listed } = await take(old)
    expect(tables.contacts_lists).toMatchObject({ read: 4, taken: 4, existing: 0, left: { unused: { count: 1 } } })
    expect(listed.filter(({ account }: { account: string }) => account === 'contacts_lists')).toMatchObject([
      { account_id: null, problem: 'other_space', detail: expect.stringContaining("'All' is of 2 spaces") },
      { account_id: null, problem: 'unused' },
    ])
    await cli.inside(async ({ db: { prisma } }) => {
      const lists = await prisma.contactsList.findMany({ orderBy: { title: 'asc' }, include: { space: true } })
      const shown = lists.map(({ title, space: { domain } }) => `${title} ${domain}`).sort()
      expect(shown).toEqual([`All ${OTHER}`, `All ${DOMAIN}`, `Same name (3) ${DOMAIN}`, `Same name ${DOMAIN}`].sort())
      expect(lists[0]!.description).toHaveLength(2000)
    })
    expect((await take(old)).tables.contacts_lists).toMatchObject({ taken: 0, existing: 4 })
  })

  test('contacts never become those of an account that is here by the same name, with another password', async () => {
    const old = await source('2.1')
    await old.run(
      ...insertInto('accounts', account(1, 'alice'), account(2, 'bob')),
      ...insertInto('passwords', passwordRow(1, 1, 'MD5', 'a'.repeat(32)), passwordRow(2, 2, 'MD5', 'b'.repeat(32))),
      ...insertInto('contacts', { account_id: 1, contact_id: 2 }, { account_id: 2, contact_id: 1 }),
    )
    await cli.inside((_, make) => make.user({ username: 'alice' }))
    const { tables, problems } = await take(old)
    expect(problems).toEqual({ exists_differently: 1 })
    expect(tables.contacts).toMatchObject({
      read: 2,
      taken: 0,
      left: { account: { count: 2, first: [`alice@${DOMAIN}: bob@${DOMAIN}`, `bob@${DOMAIN}: alice@${DOMAIN}`] } },
    })
  })

  test('nor, of one that has no password there, those of an account that has one here', async () => {
    const old = await source('2.1')
    await old.run(
      ...insertInto('accounts', account(1, 'alice'), account(2, 'bob')),
      ...insertInto('contacts', { account_id: 1, contact_id: 2 }),
    )
    await cli.inside((_, make) => make.user({ username: 'alice' }))
    const first = await take(old)
    expect(first.problems).toEqual({ exists_differently: 1, no_password: 2 })
    expect(first.tables.contacts).toMatchObject({ read: 1, taken: 0, left: { account: { count: 1 } } })
    await old.run(...insertInto('accounts', account(3, 'carol')), ...insertInto('contacts', { account_id: 3, contact_id: 2 }))
    expect((await take(old)).tables.contacts).toMatchObject({ read: 2, taken: 1 }) // bob is known again
  })

  test('takes the countries whose numbers are accepted there, and leaves what was said of one here', async () => {
    const old = await source('2.1')
    const country = (code: string, country_code: string, activated: number) => ({ code, country_code, activated })
    await old.run(
      ...insertInto('phone_countries', country('BE', '32', 0), country('DE', '49', 0), country('FR', '33', 1), country('XX', '0', 1)),
    )
    await cli.inside(({ db: { prisma } }) => prisma.phoneCountry.create({ data: { code: 'BE', activated: true } }))
    const taken = { read: 4, taken: 2, existing: 1, left: { form: { count: 1, first: ['XX'] } } }
    const rows = () =>
      cli.inside(async ({ db: { prisma } }) => [
        await prisma.phoneCountry.findMany({ orderBy: { code: 'asc' } }),
        (await prisma.auditEntry.findMany({ where: { action: { endsWith: 'PhoneCountry' } } }))
          .map(({ action, detail }) => `${action} ${detail}`)
          .sort(),
      ])
    const before = await rows()
    expect((await take(old, '--dry-run')).tables.phone_countries).toEqual(taken)
    expect(await rows()).toEqual(before)
    expect((await take(old)).tables.phone_countries).toEqual(taken)
    const activated = { BE: true, DE: false, FR: true }
    expect(await rows()).toEqual([
      Object.entries(activated).map(([code, activated]) => ({ code, activated })),
      ['activatePhoneCountry FR', 'deactivatePhoneCountry DE'],
    ])
    expect((await take(old)).tables.phone_countries).toEqual({ ...taken, taken: 0, existing: 3 })
    const app = await service()
    const listed = (await app.api.get('/api/phone_countries')).body as { code: string; activated: boolean }[]
    expect(Object.fromEntries(listed.filter(({ code }) => code in activated).map((one) => [one.code, one.activated]))).toEqual(activated)
  })

  test('tells table by table what was left, in words as well', async () => {
    const old = await source('2.1')
    const ids = Array.from({ length: 30 }, (_, i) => i + 1)
    await old.run(
      ...insertInto('accounts', ...ids.map((id) => account(id, `user.${id}`, id > 15 ? OTHER : DOMAIN))),
      ...insertInto('contacts', ...ids.map((id) => ({ account_id: id, contact_id: 31 - id }))),
      ...insertInto('call_forwardings', { id: 1, account_id: 1, type: 'busy', forward_to: 'sip_uri' }),
    )
    const { code, stdout } = await cli.run(['import-flexiapi', '--from', old.url])
    expect(code).toBe(0)
    expect(stdout).toContain('The tables of this FlexiAPI (2.1):\n')
    expect(stdout).toContain('  accounts: 30 read, 30 taken, 0 here already, 0 left\n')
    expect(stdout).toContain('  contacts: 30 read, 0 taken, 0 here already, 30 left\n    30 as they reach into another space\n')
    expect(stdout.match(/^ {6}user\.\d+@sip\.example\.org: user\.\d+@other\.example\.org$/gm)).toHaveLength(15)
    expect(stdout).toMatch(/^ {6}…$/m)
    expect(stdout).toContain('  call_forwardings: 1 read, 0 taken, 0 here already, 1 left\n    1 as there is no place for them\n')
  })
})
