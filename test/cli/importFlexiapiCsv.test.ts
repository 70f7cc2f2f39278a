// runs once: it opens the databases that it needs itself

import { ha1 } from '../../src/auth/digest.js'
import { matchingPassword } from '../../src/services/credentials/passwords.js'
import { useCommandLine } from '../support/cli.js'
import { describeDatabases } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { useForEach } from '../support/use.js'

const HEADER =
  'Username,Password,Role,Status,Phone,Email,External Username,External Domain,External Password,External Realm, External Registrar,External Outbound Proxy,External Protocol\n'
const PLAIN = 'bob.001,b0b-secret,User,Inactive,,,,,,,,,\n'
const FULL =
  'alice.001,al1ce-secret,Admin,Active,+33687654301,alice@example.org,alice.out,provider.example.com, pass word ,,sip.provider.example.com,,TLS\n'

describeDatabases("import of FlexiAPI's CSV on %s", (provider) => {
  const database = useDatabase(provider, useForEach)
  const cli = useCommandLine(() => ({ SIP_DOMAINS: 'sip.example.org,other.example.org', DATABASE_URL: database.url }), useForEach)
  async function take(csv: string, ...options: string[]) {
    const { code, stdout, stderr } = await cli.run(['import', '-', '--json', ...options], {}, csv)
    expect(stderr).toBe('')
    return { code, ...JSON.parse(stdout) }
  }
  const counts = () =>
    cli.inside(async ({ db: { prisma } }) => [
      await prisma.account.count(),
      await prisma.externalAccount.count(),
      await prisma.auditEntry.count(),
    ])

  test('makes accounts and their external accounts', async () => {
    const dry = await take(HEADER + FULL + PLAIN, '--dry-run')
    expect(dry).toMatchObject({ code: 0, rows: 2, created: 0, would_create: 2, refused: 0 })
    expect(await counts()).toEqual([0, 0, 0])
    expect(await take(HEADER + FULL + PLAIN)).toMatchObject({ code: 0, rows: 2, created: 2, refused: 0 })
    await cli.inside(async (deps) => {
      const include = { passwords: true, externalAccount: true, codes: true } as const
      const [alice, bob] = await deps.db.prisma.account.findMany({ orderBy: { username: 'asc' }, include })
      expect(alice).toMatchObject({
        ...{
          username: 'alice.001',
          domain: 'sip.example.org',
          phone: '+33687654301',
          email: 'alice@example.org',
          admin: true,
          activated: true,
        },
        externalAccount: {
          ...{
            username: 'alice.out',
            domain: 'provider.example.com',
            realm: null,
            registrar: 'sip.provider.example.com',
            outboundProxy: null,
          },
          ...{
            protocol: 'TLS',
            algorithm: 'MD5',
            password: ha1('MD5', 'alice.out', 'provider.example.com', ' pass word '),
            spaceId: alice!.spaceId,
          },
        },
      })
      expect(matchingPassword(deps, alice!, 'al1ce-secret')?.algorithm).toBe('SHA-256')
      expect(bob).toMatchObject({ admin: false, activated: false, confirmationKey: expect.any(String), externalAccount: null })
    })
  })

  test('lists all faults of all rows before anything is written', async () => {
    await take(HEADER + FULL)
    const file = [
      HEADER.trim(),
      'carol.001,car0l-secret,User,Active,,,,,,,,,',
      'Dan!,x,Boss,Maybe,123,nobody,a b,no host,,,,,SCTP',
      'erin.001,er1n-secret,User,Active,,,alice.out,provider.example.com,pw,,,,UDP',
      'frank.001,fr4nk-secret,User,Active,,,same.out,provider.example.com,pw,,,,UDP',
      'gina.001,g1na-secret,User,Active,,,same.out,provider.example.com,pw,,,,UDP',
      'alice.001,al1ce-secret,User,Active,,,,,,,,,',
    ].join('\n')
    const before = await counts()
    const result = await take(file)
    expect(result).toMatchObject({ code: 1, rows: 6, created: 0, refused: 4, skipped: 2 })
    expect(result.errors.map(({ line, errors }: any) => [line, Object.keys(errors).sort()])).toEqual([
      [
        3,
        [
          'email',
          'external_domain',
          'external_password',
          'external_protocol',
          'external_username',
          'password',
          'phone',
          'role',
          'status',
          'username',
        ],
      ],
      [4, ['external_username']],
      [6, ['external_username']],
      [7, ['username']],
    ])
    expect(await counts()).toEqual(before)
    expect((await take(file, '--dry-run')).errors).toEqual(result.errors)
  })

  test('is for one domain, which an option names', async () => {
    await take(HEADER + PLAIN, '--domain', 'other.example.org')
    await take('username,password,domain\nerin.001,er1n-secret,\nfrank.001,fr4nk-secret,sip.example.org\n', '--domain', 'other.example.org')
    await cli.inside(async ({ db }) => {
      const accounts = await db.prisma.account.findMany({ orderBy: { username: 'asc' } })
      expect(accounts.map(({ domain }) => domain)).toEqual(['other.example.org', 'other.example.org', 'sip.example.org'])
    })
    expect(await take(HEADER + FULL, '--domain', 'elsewhere.example.net')).toMatchObject({
      code: 1,
      errors: [{ errors: { domain: [expect.any(String)] } }],
    })
  })

  test('and ours are not mixed', async () => {
    const { code, stderr } = await cli.run(['import', '-'], {}, 'username,password,role,activated\n')
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^line 1: there is no column 'role'\. The known ones are username, /),
    })
  })
})
