// runs once: it opens the databases that it needs itself

import { commandLine } from '../support/cli.js'
import { insertInto } from '../support/flexiapi.js'
import { DOMAIN, describeImports, hash, OTHER, passwordRow as password, person, useImport } from '../support/flexiapiImport.js'

const account = (id: number, username: string, more: Record<string, string | number | null> = {}) => ({
  ...{ id, username, domain: DOMAIN, email: null, activated: 1, confirmation_key: null, ip_address: '192.0.2.7', user_agent: 'Linphone' },
  ...{ creation_time: '2021-03-04 05:06:07', ...more },
})

/** People who log in with FlexiAPI today. */
const PEOPLE = [
  ...insertInto(
    'accounts',
    account(1, 'alice.admin', { email: 'alice@example.org' }),
    account(2, 'bob', { ip_address: '', user_agent: '' }),
    account(7, 'Carol', { domain: OTHER }),
    account(8, '+33687654308'),
    account(9, "d'artagnan~!"),
    account(10, 'erin.pending', { activated: 0, confirmation_key: 'AbCdEfGhIjK12' }),
    account(11, 'frank.pin', { activated: 0, confirmation_key: '0042' }),
    account(12, 'gone.user', { activated: 0 }),
  ),
  ...insertInto(
    'passwords',
    password(1, 1, 'SHA-256', hash('SHA-256', 'alice.admin', 'wonderland-7')),
    password(2, 2, 'MD5', hash('MD5', 'bob', 'pw').toUpperCase()),
    password(3, 7, 'MD5', hash('MD5', 'Carol', 'c4r0l', OTHER)),
    password(4, 7, 'SHA-256', hash('SHA-256', 'Carol', 'c4r0l', OTHER)),
    password(5, 8, 'CLRTXT', 'in clear text'),
    password(6, 9, 'SHA-256', hash('SHA-256', "d'artagnan~!", 'tous pour un')),
    password(7, 10, 'MD5', hash('MD5', 'erin.pending', 'secret-1')),
    password(8, 11, 'MD5', hash('MD5', 'frank.pin', 'secret-1')),
    password(9, 12, 'MD5', hash('MD5', 'gone.user', 'secret-1')),
  ),
  ...insertInto('aliases', { id: 1, account_id: 8, alias: '+33687654308', domain: DOMAIN }),
]
const ROLES = [
  ...insertInto('admins', { id: 1, account_id: 1 }),
  ...insertInto('api_keys', { id: 1, account_id: 1, key: 'k'.repeat(40) }, { id: 2, account_id: 2, key: 'b'.repeat(40) }),
  ...insertInto('activation_expirations', { id: 1, account_id: 11, expires: '2030-01-02 03:04:05' }),
  ...insertInto('email_changed', { id: 1, account_id: 1, new_email: 'new@example.org', hash: 'x' }),
  ...insertInto('migrations', { id: 1, migration: '2020_01_23_125119_create_accounts_passwords_tables' }),
]
const COUNTS = {
  ...{ accounts: 8, imported: 8, existing: 0, refused: 0, admins: 1, phones: 1, api_keys: 2, upper_case: 1 },
  ...{ passwords: { MD5: 5, 'SHA-256': 3, CLRTXT: 1 }, problems: {}, left_behind: { email_changed: 1 }, listed: [] },
  ...{ age: '2021', blocked: 0, tables: expect.any(Object) },
}

describeImports('import-flexiapi of 2021', (makeSource, provider) => {
  const { cli, source, take, service } = useImport(makeSource, provider)

  test('everybody logs in as before, by every algorithm; API keys, roles, numbers and codes go on', async () => {
    const old = await source()
    await old.run(...PEOPLE, ...ROLES)
    expect(await take(old)).toEqual({ code: 0, dry_run: false, realm: null, ...COUNTS })
    const app = await service()
    const people = [
      person('alice.admin', 'wonderland-7', 'SHA-256'),
      person('bob', 'pw', 'MD5'),
      person('Carol', 'c4r0l', 'MD5', OTHER),
      person('Carol', 'c4r0l', 'SHA-256', OTHER),
      person('+33687654308', 'in clear text', 'MD5'),
      person('+33687654308', 'in clear text', 'SHA-256'),
      person("d'artagnan~!", 'tous pour un', 'SHA-256'),
    ]
    for (const who of people) {
      const { status, body } = await app.api.get('/api/accounts/me', { as: who })
      expect({ status, username: body.username, creation_time: body.creation_time }).toEqual({
        ...{ status: 200, username: who.username, creation_time: '2021-03-04 05:06:07' },
      })
      expect((await app.api.get('/api/accounts/me', { as: { ...who, password: 'another-1' } })).status).toBe(401)
    }
    const list = await app.api.get('/api/accounts', { headers: { 'x-api-key': 'k'.repeat(40) } })
    expect(list.body.total).toBe(8)
    const of = (username: string) => list.body.data.find((one: { username: string }) => one.username === username)
    expect(of('alice.admin')).toMatchObject({ admin: true, email: 'alice@example.org', ip_address: '192.0.2.7', user_agent: 'Linphone' })
    expect(of('bob')).toMatchObject({ admin: false, email: null, ip_address: null, user_agent: null })
    expect(of('+33687654308')).toMatchObject({ phone: '+33687654308', passwords: [{ algorithm: 'CLRTXT' }] })
    expect(of('frank.pin').confirmation_key_expires).toBe('2030-01-02 03:04:05')
    // a key that is none of an administrator works for its owner
    expect((await app.api.get('/api/accounts/me', { headers: { 'x-api-key': 'b'.repeat(40) } })).body.username).toBe('bob')
    expect((await app.api.get('/api/accounts', { headers: { 'x-api-key': 'b'.repeat(40) } })).body.code).toBe('admin_required')
    expect((await app.api.get('/api/accounts?search=CAROL', { headers: { 'x-api-key': 'k'.repeat(40) } })).body.total).toBe(1)
    // those who wait for a code use it; one without stays deactivated
    const erin = await app.api.post(`/api/accounts/sip:erin.pending@${DOMAIN}/activate/email`, { code: 'AbCdEfGhIjK12' })
    expect(erin.body).toMatchObject({ activated: true })
    expect((await app.api.post(`/api/accounts/sip:frank.pin@${DOMAIN}/activate/phone`, { code: '0042' })).status).toBe(200)
    const gone = await app.api.get(`/api/accounts/${of('gone.user').id}`, { headers: { 'x-api-key': 'k'.repeat(40) } })
    expect(gone.body).toMatchObject({ activated: false, confirmation_key: null })
  })

  test('can be repeated: those who are here are left alone, and counted', async () => {
    const old = await source()
    await old.run(...PEOPLE, ...ROLES)
    expect(await take(old, '--dry-run')).toEqual({ code: 0, dry_run: true, realm: null, ...COUNTS })
    expect(await cli.lines('list-accounts')).toEqual([])
    await take(old)
    await old.run(...insertInto('accounts', account(20, 'new.user')), ...insertInto('passwords', password(20, 20, 'CLRTXT', 'secret-1')))
    await old.run(...insertInto('passwords', password(21, 2, 'CLRTXT', 'changed there')))
    expect(await take(old)).toMatchObject({
      ...{ code: 0, accounts: 9, imported: 1, existing: 8, refused: 0, admins: 0, phones: 0, api_keys: 0 },
      ...{ passwords: { MD5: 0, 'SHA-256': 0, CLRTXT: 1 }, problems: { exists_differently: 1, realm: 1 } },
    })
    expect(await cli.lines('list-accounts')).toHaveLength(9)
  })

  test('tells what it could not take, and takes the rest', async () => {
    const old = await source()
    const md5 = '0'.repeat(32)
    await old.run(
      ...insertInto(
        'accounts',
        account(1, 'white space'),
        account(2, 'alice', { domain: 'elsewhere.example.net' }),
        account(3, 'upper', { domain: 'Other.example.org' }),
        account(4, 'twice'),
        account(5, 'twice'),
        account(6, 'odd.mail', { email: 'no address' }),
        account(7, 'odd.alias'),
        account(8, 'two.phones'),
        account(9, 'same.phone'),
        account(10, 'odd.passwords'),
        account(11, 'odd.key', { activated: 0, confirmation_key: 'short' }),
        account(12, 'same.apikey'),
        account(13, 'clear.upper', { domain: 'OTHER.example.org' }),
        account(14, 'wrong.realm'),
      ),
      ...insertInto(
        'passwords',
        ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12].map((id) => password(id, id, 'MD5', md5)),
        password(20, 10, 'SHA-512', 'f'.repeat(128)),
        password(21, 10, 'MD5', 'no hash'),
        password(22, 12, 'MD5', '1'.repeat(32)),
        password(23, 13, 'CLRTXT', 'secret-1'),
        password(24, 14, 'CLRTXT', 'secret-1'),
        password(25, 14, 'MD5', hash('MD5', 'wrong.realm', 'secret-1', 'asterisk')),
      ),
      ...insertInto(
        'aliases',
        ...[
          [7, '0612345678'],
          [8, '+33687654301'],
          [8, '+33687654302'],
          [9, '+33687654301'],
        ].map(([account_id, alias], i) => ({ id: i + 1, account_id: account_id!, alias: alias!, domain: DOMAIN })),
      ),
      `update accounts set ip_address = '${'9'.repeat(39)}', user_agent = '${'L'.repeat(256)}' where id = 14`,
      ...insertInto('api_keys', { id: 3, account_id: 14, key: 'a' }, { id: 4, account_id: 14, key: 'b'.repeat(31) }),
      ...insertInto('api_keys', { id: 1, account_id: 11, key: 'same'.repeat(10) }, { id: 2, account_id: 12, key: 'same'.repeat(10) }),
    )
    const { code, listed, problems, ...counts } = await take(old)
    expect({ code, ...counts }).toMatchObject({ code: 1, accounts: 14, imported: 10, existing: 0, refused: 4, phones: 1, api_keys: 1 })
    const told = listed.map((one: { account_id: number; problem: string }) => [one.account_id, one.problem])
    expect(told.sort((a: [number], b: [number]) => a[0] - b[0])).toEqual([
      ...[
        [1, 'username'],
        [2, 'domain'],
        [3, 'domain'],
        [5, 'duplicate'],
        [6, 'email'],
        [7, 'phone'],
        [8, 'phone'],
        [9, 'phone'],
      ],
      ...[
        [10, 'password'],
        [10, 'password'],
        [10, 'no_password'],
        [11, 'confirmation_key'],
        [12, 'password'],
        [12, 'api_key'],
        [14, 'realm'],
        [14, 'api_key'],
        [14, 'api_key'],
      ],
    ])
    expect(problems).toEqual({
      ...{
        username: 1,
        domain: 2,
        duplicate: 1,
        email: 1,
        phone: 3,
        password: 3,
        no_password: 1,
        confirmation_key: 1,
        api_key: 3,
        realm: 1,
      },
    })
    const app = await service()
    expect((await app.api.get('/api/accounts/me', { headers: { 'x-api-key': 'a' } })).status).toBe(401)
    const cut = await app.deps.db.prisma.account.findFirstOrThrow({ where: { username: 'wrong.realm' } })
    expect([cut.ipAddress!.length, cut.userAgent!.length]).toEqual([39, 255])
    expect((await app.api.get('/api/accounts/me', { as: person('clear.upper', 'secret-1', 'MD5', OTHER) })).status).toBe(200)
    const words = await cli.run(['import-flexiapi', '--from', old.url])
    expect(words.code).toBe(1)
    expect(words.stdout).toMatch(/^14 accounts: 0 imported, 10 here already, 4 refused\.\n/)
    expect(words.stderr).toContain('alice@elsewhere.example.net (2): domain: SIP_DOMAINS does not have elsewhere.example.net.\n')
  })

  test.each([
    ['accounts', 'suspended'],
    ['passwords', 'expires'],
    ['api_keys', 'scope'],
  ])('takes nothing of an age that it does not know, whose table %s has a column %s', async (table, column) => {
    const old = await source()
    await old.run(...PEOPLE, ...ROLES, `alter table ${table} add column ${column} varchar(64)`)
    const { code, stdout, stderr } = await cli.run(['import-flexiapi', '--from', old.url])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      new RegExp(`^This is a FlexiAPI of an age that is not known here: .* ${table}\\.${column}\\. Nothing was taken\\.\n$`),
    )
    expect(await cli.inside((deps) => deps.db.prisma.account.count())).toBe(0)
  })

  test('prints no name that would take hold of the terminal', async () => {
    const old = await source()
    await old.run(...insertInto('accounts', account(1, 'evil\u001b[2J\u202e')))
    const { stderr } = await cli.run(['import-flexiapi', '--from', old.url])
    expect(stderr).toContain('evil\\u001b[2J\\u202e@')
    for (const sign of ['\u001b', '\u202e']) expect(stderr).not.toContain(sign)
  })

  test('takes roles and keys from a second database, and asks for it', async () => {
    const [remote, local] = [await source('remote'), await source('local')]
    await remote.run(...PEOPLE)
    await local.run(...ROLES)
    const without = await cli.run(['import-flexiapi', '--from', remote.url])
    expect(without).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^The table admins is missing\..* --local\.\n$/) })
    expect(await take(remote, '--local', local.url)).toMatchObject({ code: 0, imported: 8, admins: 1, api_keys: 2 })
    const reversed = await cli.run(['import-flexiapi', '--from', local.url, '--local', remote.url])
    expect(reversed).toMatchObject({ code: 1, stderr: expect.stringContaining('This is no database of FlexiAPI') })
  })

  test('refuses a realm that is not the one of this service', async () => {
    const old = await source()
    await old.run(
      ...insertInto('accounts', account(1, 'alice')),
      ...insertInto('passwords', password(1, 1, 'MD5', hash('MD5', 'alice', 'pw', 'old.realm'))),
    )
    const wrong = await cli.run(['import-flexiapi', '--from', old.url, '--realm', 'old.realm'])
    expect(wrong).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Set SIP_REALM=old.realm.') })
    const right = await cli.run(['import-flexiapi', '--from', old.url, '--realm', 'old.realm', '--json'], { SIP_REALM: 'old.realm' })
    expect(JSON.parse(right.stdout)).toMatchObject({ imported: 1, realm: 'old.realm' })
  })

  test('reads thousands, page by page', async () => {
    const old = await source()
    const ids = Array.from({ length: 2345 }, (_, i) => i * 2 + 1)
    const values = (row: (id: number) => string) => ids.map(row).join(', ')
    await old.run(
      `insert into accounts (id, username, domain, activated, ip_address, user_agent, creation_time) values ${values((id) => `(${id}, 'user.${id}', '${DOMAIN}', 1, '', '', '2021-01-01 00:00:00')`)}`,
      `insert into passwords (id, account_id, algorithm, password) values ${values((id) => `(${id}, ${id}, 'MD5', '${'a'.repeat(32)}')`)}`,
      `insert into aliases (id, account_id, alias, domain) values (1, 1, '+33687654301', 'x'), (2, ${ids.at(-1)}, '+33687654301', 'x')`,
    )
    const dry = await take(old, '--dry-run')
    expect(dry).toMatchObject({ imported: 2345, phones: 1, problems: { phone: 1 } })
    expect(await take(old)).toEqual({ ...dry, dry_run: false })
  })
})

describe('import-flexiapi refuses', () => {
  test.each([
    ['postgresql://u:s3cret@127.0.0.1/x', /^An old database is named by mysql:/],
    ['file:none.sqlite', /^There is no database .*none\.sqlite\.$/m],
    ['mysql://u:s3cret@127.0.0.1:1/x', /^MySQL cannot be reached \(127\.0\.0\.1:1, database x, user u\): /],
  ])('%s', async (url, text) => {
    const cli = await commandLine()
    try {
      const { code, stdout, stderr } = await cli.run(['import-flexiapi', '--from', url])
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(text)
      expect(stderr).not.toContain('s3cret')
    } finally {
      await cli.remove()
    }
  })
})
