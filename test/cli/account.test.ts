// runs once: the program opens databases of its own
import { join } from 'node:path'
import { CLI_CALLER } from '../../src/cli/frame/withDeps.js'
import { setEmail, setPhone } from '../../src/services/accounts/change/single.js'
import { contactsOfAccount, listsOfAccount, membersOfList } from '../../src/services/contacts/links.js'
import { createContactsList } from '../../src/services/contacts/lists.js'
import { findKeyOwner } from '../../src/services/credentials/keyUse.js'
import { matchingPassword } from '../../src/services/credentials/passwords.js'
import { useCommandLine } from '../support/cli.js'
import { describeDatabases } from '../support/database.js'
import { CLIENT, type Person, type PersonOptions } from '../support/factory.js'
import { FlexisipSocket } from '../support/flexisipSocket.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { newAddress, newPhone } from '../support/signUp.js'
import { useClosing } from '../support/use.js'

const NO_REGISTRAR = 'No registrar is configured: devices that are registered stay so until their registration expires.'

describeDatabases('one account on the command line, on %s', (provider) => {
  const database = useDatabase(provider)
  const cli = useCommandLine(() => ({ DATABASE_URL: database.url, SIP_DOMAINS: 'sip.example.org,other.example.org' }))
  const closing = useClosing()
  let count = 0

  /** A user with a name that no other test has. */
  const user = (options: PersonOptions = {}): Promise<Person> =>
    cli.inside((_, make) => make.user({ username: `walter.${++count}`, ...options }))
  const row = (id: number) =>
    cli.inside((deps) => deps.db.prisma.account.findUniqueOrThrow({ where: { id }, include: { passwords: true, codes: true } }))
  const actions = (id: number) =>
    cli.inside(async (deps) => {
      const entries = await deps.db.prisma.auditEntry.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })
      return entries.slice(1).map(({ action, actorKind }) => `${action} by ${actorKind}`)
    })
  /** The kinds of the mails that an account was sent, and to whom. */
  const told = (id: number) =>
    cli.inside(async (deps) =>
      (await deps.db.prisma.message.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })).map(({ kind, recipient }) => [
        kind,
        recipient,
      ]),
    )
  const failed = async (args: string[], extra = {}) => {
    const { code, stdout, stderr } = await cli.run([...args, '--json'], extra)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).not.toMatch(/\n\s+at /)
    return stderr
  }

  test('show prints what an administrator sees, by each way to name an account', async () => {
    const bob = await user({ email: newAddress() })
    await cli.inside((deps) =>
      deps.db.prisma.account.update({
        where: { id: bob.id },
        data: {
          displayName: 'Bob \u001b[31m',
          dictionary: {
            create: [
              { key: 'floor', value: '3' },
              { key: 'room', value: '12' },
            ],
          },
        },
      }),
    )
    await cli.json('provision', bob.username)
    const shown = await cli.json('show', bob.username)
    expect(shown).toMatchObject({
      ...{ id: bob.id, username: bob.username, domain: bob.domain, activated: true, blocked: false, admin: false },
      ...{ passwords: [{ algorithm: 'MD5' }], dictionary: { floor: '3', room: '12' }, confirmation_key: null },
    })
    expect(JSON.stringify(shown)).not.toContain((await row(bob.id)).passwords[0]!.password)
    for (const name of [`${bob.username}@${bob.domain}`, `sip:${bob.username}@${bob.domain}`, `id:${bob.id}`])
      expect(await cli.json('show', name)).toEqual(shown)

    const { stdout } = await cli.run(['show', bob.username])
    expect(stdout).toMatch(new RegExp(`^account +${bob.username}@sip\\.example\\.org\nid +${bob.id}\nstate +activated\n`))
    expect(stdout).toMatch(/\ndictionary +floor: 3\n +room: 12\n$/)
    expect(stdout).toContain('Bob \\u001b[31m')
    expect(stdout).toMatch(/\nlink for an app +one, until /)
    expect(stdout).not.toContain(shown.provisioning_token)
    const values = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => line.search(/(?<= {2})\S(?!.* {2})/))
    expect(new Set(values.filter((at) => at > 2)).size).toBe(1)
    for (const name of ['nobody.here', 'id:999999', 'id:x', 'id:99999999999', `${bob.username}@other.example.org`, 'a b@c'])
      expect(await failed(['show', name])).toBe(`There is no account ${name}.\n`)
  })

  test('export-account writes all that is known, and notes that', async () => {
    const bob = await user({ email: newAddress() })
    const { stdout } = await cli.run(['export-account', bob.username])
    expect(stdout).toMatch(/^\{\n {2}"exported_at": "/)
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ account: { id: bob.id, email: bob.record.email }, devices: { state: 'no_registrar' } },
      audit_log: { data: [{ action: 'exportAccount', actor_kind: 'operator' }, { action: 'createAccount' }], next_cursor: null },
    })
    expect(await actions(bob.id)).toEqual(['exportAccount by operator'])
    expect(await failed(['export-account', 'nobody.here'])).toBe('There is no account nobody.here.\n')
  })

  if (provider === 'sqlite')
    test('export-account writes the whole audit log, however long it is', async () => {
      const bob = await user()
      const entry = { createdAt: new Date(), actorKind: 'account', actorId: bob.id, accountId: bob.id, action: 'logIn' }
      await cli.inside((deps) => deps.db.prisma.auditEntry.createMany({ data: Array.from({ length: 10_000 }, () => entry) }))
      const { audit_log: log } = await cli.json('export-account', bob.username)
      expect([log.data.length, log.next_cursor]).toEqual([10_002, null])
    })

  test('deactivate and activate an account, and say what became of it', async () => {
    const bob = await user()
    const summary = { id: bob.id, username: bob.username, domain: bob.domain, email: null, phone: null, admin: false, blocked: false }
    const off = { ...summary, activated: false, registrations: 'no_registrar' }
    expect(await cli.json('deactivate', bob.username)).toEqual(off)
    expect(await row(bob.id)).toMatchObject({ activated: false, deactivatedAt: expect.any(Date) })
    expect(await cli.json('activate', bob.username)).toEqual({ ...summary, activated: true })
    expect(await actions(bob.id)).toEqual(['deactivateAccount by operator', 'activateAccount by operator'])
    const words = await cli.run(['deactivate', bob.username])
    expect(words).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: `${bob.username}@sip.example.org is not activated any more. ${NO_REGISTRAR}\n`,
    })
    expect((await cli.run(['activate', bob.username])).stdout).toBe(`${bob.username}@sip.example.org is activated.\n`)
  })

  test('block and unblock an account: it is as before, and its keys live', async () => {
    const alice = await cli.inside((_, make) => make.admin({ username: `root.${++count}` }))
    await cli.inside((_, make) => make.admin({ username: `root.${++count}` })) // the last one cannot be blocked
    expect(await cli.json('block', alice.username)).toMatchObject({ activated: true, blocked: true, registrations: 'no_registrar' })
    expect(await row(alice.id)).toMatchObject({ activated: false, blocked: true })
    expect((await cli.run(['show', alice.username])).stdout).toMatch(/\nstate +blocked \(activated\)\n/)
    expect(await cli.json('unblock', alice.username)).toMatchObject({ activated: true, blocked: false })
    expect((await actions(alice.id)).slice(-2)).toEqual(['blockAccount by operator', 'unblockAccount by operator'])
    await cli.inside(async (deps) => expect(await findKeyOwner(deps, alice.apiKey, CLIENT)).toBeDefined())

    await cli.run(['block', alice.username])
    await cli.run(['deactivate', alice.username])
    expect((await cli.run(['activate', alice.username])).stdout).toContain('is blocked: it is activated once it is unblocked.')
    await cli.run(['deactivate', alice.username])
    expect((await cli.run(['unblock', alice.username])).stdout).toContain('is not blocked, and not activated: activate does that.')
  })

  test('the last administrator is neither blocked, deactivated nor deleted', async () => {
    await cli.inside((deps) => deps.db.prisma.account.updateMany({ data: { admin: false } }))
    const { username, id } = await cli.inside((_, make) => make.admin({ username: `root.${++count}` }))
    for (const command of [['block'], ['deactivate'], ['delete', '--yes']])
      expect(await failed([...command, username])).toBe('This is the last administrator. Make another one first.\n')
    expect(await row(id)).toMatchObject({ admin: true, activated: true, blocked: false })
  })

  test('delete asks first, and takes yes alone', async () => {
    const bob = await user({ email: newAddress() })
    for (const [input, text] of [
      ['', 'Nobody has answered. Nothing was changed.'],
      ['no\n', 'The answer was not yes. Nothing was changed.'],
      ['\n', 'The answer was not yes. Nothing was changed.'],
    ]) {
      const { code, stdout, stderr } = await cli.run(['delete', bob.username, '--json'], {}, input)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toBe(`Delete ${bob.username}@sip.example.org and all that belongs to it? There is no way back. (yes/no) \n${text}\n`)
    }
    await row(bob.id)
    const { code, stdout } = await cli.run(['delete', bob.username, '--json'], {}, 'yes\n')
    const { id, username, domain } = bob
    expect({ code, ...JSON.parse(stdout) }).toEqual({ code: 0, id, username, domain, deleted: true, registrations: 'no_registrar' })
    expect(await actions(id)).toEqual(['deleteAccount by operator'])
    expect(await failed(['delete', username, '--yes'])).toBe(`There is no account ${username}.\n`)
    const carol = await user()
    const words = await cli.run(['delete', carol.username, '--yes'])
    expect(words).toEqual({ code: 0, stderr: '', stdout: `${carol.username}@sip.example.org is deleted. ${NO_REGISTRAR}\n` })
  })

  test('set-password takes one from standard input, hashed as the former one was; its owner is told', async () => {
    const email = newAddress()
    const bob = await user({ email })
    const set = (input: string, ...more: string[]) =>
      cli.run(['set-password', bob.username, '--password-stdin', '--json', ...more], {}, input)
    expect(JSON.parse((await set('N\u00e9w passw0rd \n')).stdout)).toMatchObject({ id: bob.id, registrations: 'no_registrar' })
    await cli.inside(async (deps) =>
      expect(matchingPassword(deps, { ...bob, ...(await row(bob.id)) }, 'N\u00e9w passw0rd ')?.algorithm).toBe('MD5'),
    )
    expect(JSON.parse((await set('N\u00e9w passw0rd \n')).stdout)).not.toHaveProperty('registrations') // as it is already
    expect((await set('another-1\n', '--algorithm', 'SHA-256')).code).toBe(0)
    expect((await row(bob.id)).passwords.map(({ algorithm }) => algorithm)).toEqual(['SHA-256'])
    expect(await actions(bob.id)).toEqual(['changePassword by operator', 'changePassword by operator'])
    expect(await told(bob.id)).toEqual([
      ['passwordSet', email],
      ['passwordSet', email],
    ])
    for (const [input, text] of [
      ['', /no password in its first line/],
      ['12\n', /at least 3/],
      [`${'x'.repeat(256)}\n`, /at most 255/],
    ] as const) {
      const { code, stdout, stderr } = await set(input)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(text)
    }
  })

  test('remove-second-factor lets who has lost it in by the password, logs them out, and says when there is none', async () => {
    const bob = await cli.inside((_, make) => make.user({ email: 'bob.lost@example.org' }))
    const own = { accountId: bob.id, createdAt: new Date() }
    await cli.inside(async ({ db: { prisma } }) => {
      await prisma.authenticatorApp.create({ data: { ...own, sealed: 'v1.AAAA', lastStep: 0 } })
      await prisma.recoveryCode.create({ data: { ...own, codeHash: 'hash' } })
      const times = { lastUsedAt: own.createdAt, expiresAt: new Date(Date.now() + 3_600_000) }
      await prisma.session.create({ data: { ...own, ...times, idHash: `lost-${bob.id}` } })
    })
    const { code, stdout } = await cli.run(['remove-second-factor', bob.username])
    expect([code, stdout]).toEqual([0, expect.stringContaining('has no second factor any more')])
    const where = { accountId: bob.id }
    await cli.inside(async ({ db: { prisma } }) => {
      expect([await prisma.authenticatorApp.count({ where }), await prisma.recoveryCode.count({ where })]).toEqual([0, 0])
      expect(await prisma.session.count({ where })).toBe(0)
      const entry = await prisma.auditEntry.findFirst({ where: { ...where, action: 'removeSecondFactor' } })
      expect(entry).toMatchObject({ actorKind: 'operator', detail: 'all' })
    })
    const again = await cli.run(['remove-second-factor', bob.username])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('This account has no second factor.')])
  })

  test('set-password asks twice at a terminal, and shows nothing of what is typed', async () => {
    const bob = await user()
    const asked = `New password of ${bob.username}@sip.example.org: \nOnce more: \n`
    const different = await cli.type(['set-password', bob.username], 'typed-one-1\rtyped-two-2\r')
    expect(different).toEqual({ code: 1, stdout: '', stderr: `${asked}These were two different passwords. Nothing was changed.\n` })
    const broken = await cli.type(['set-password', bob.username], 'typed-one-1\u0003')
    expect(broken).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Nobody has answered. Nothing was changed.') })
    const done = await cli.type(['set-password', bob.username], 'typed-one-2\u007f1\rtyped-one-1\r') // corrected by backspace
    expect(done).toEqual({
      ...{ code: 0, stderr: asked },
      stdout: `${bob.username}@sip.example.org has a new password. ${NO_REGISTRAR}\n`,
    })
    await cli.inside(async (deps) => expect(matchingPassword(deps, { ...bob, ...(await row(bob.id)) }, 'typed-one-1')).toBeDefined())
  })

  test('set-email gives another address or none; codes for the former are void, and its owner is told there', async () => {
    const [former, address] = [newAddress(), newAddress()]
    const bob = await user({ email: former })
    await cli.inside((deps) =>
      deps.db.prisma.code.create({
        data: {
          accountId: bob.id,
          channel: 'email',
          target: 'x@example.org',
          codeHash: `h${bob.id}`,
          createdAt: new Date(),
          expiresAt: new Date(),
        },
      }),
    )
    expect(await cli.json('set-email', bob.username, address)).toMatchObject({ id: bob.id, email: address })
    expect(await row(bob.id)).toMatchObject({ email: address, codes: [] })
    expect((await cli.run(['set-email', bob.username, address])).stdout).toBe(
      `${bob.username}@sip.example.org has the e-mail address ${address} already. Nothing was changed.\n`,
    )
    expect((await cli.run(['set-email', bob.username, '--none'])).stdout).toBe(
      `${bob.username}@sip.example.org has no e-mail address now.\n`,
    )
    expect(await actions(bob.id)).toEqual(['changeEmail by operator', 'changeEmail by operator'])
    expect(await told(bob.id)).toEqual([
      ['emailChanged', former],
      ['emailChanged', address],
    ])
    for (const wrong of ['nowhere', `${'x'.repeat(320)}@example.org`, 'a\u0000b@example.org'])
      expect(await failed(['set-email', bob.username, wrong])).toMatch(/^This is no e-mail address/)
  })

  test('set-phone gives another number or none, and no number of somebody else', async () => {
    const [bob, carol] = [await user(), await user()]
    const number = newPhone()
    expect(await cli.json('set-phone', bob.username, number)).toMatchObject({ phone: number })
    expect(await failed(['set-phone', carol.username, number])).toBe('This phone number belongs to another account.\n')
    const named = newPhone()
    await user({ username: named })
    expect(await failed(['set-phone', carol.username, named])).toBe('This phone number belongs to another account.\n')
    expect(await failed(['set-phone', carol.username, '0612345678'])).toMatch(/country code/)
    expect(await cli.json('set-phone', bob.username, '--none')).toMatchObject({ phone: null })
    expect(await cli.json('set-phone', carol.username, number)).toMatchObject({ phone: number })
    expect(await actions(bob.id)).toEqual(['changePhone by operator', 'changePhone by operator'])
    // one that is named after a number may have that number
    const own = newPhone()
    const dave = await user({ username: own })
    expect(await cli.json('set-phone', `id:${dave.id}`, own)).toMatchObject({ phone: own })
  })

  test('of two who give a number away at once, one is refused; other fields stay as another change leaves them', async () => {
    const [bob, carol] = [await user(), await user()]
    const [number, address] = [newPhone(), newAddress()]
    const results = await cli.inside((deps) =>
      Promise.allSettled([
        setPhone(deps, bob.id, number, CLI_CALLER),
        setPhone(deps, carol.id, number, CLI_CALLER),
        setEmail(deps, bob.id, address, CLI_CALLER),
      ]),
    )
    expect(results.slice(0, 2).filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'phone_in_use' } })
    const rows = [await row(bob.id), await row(carol.id)]
    expect(rows.filter(({ phone }) => phone === number)).toHaveLength(1)
    expect(rows[0]!.email).toBe(address)
  })

  test('contacts lists the address book, and the lists that are part of it', async () => {
    const [bob, carol, dave] = [await user(), await user(), await user()]
    await cli.inside(async (deps) => {
      const list = await createContactsList(deps, bob.record, { title: `Sales ${bob.id}`, description: 'who sells' }, CLI_CALLER)
      await contactsOfAccount.add(deps, bob.id, carol.id, CLI_CALLER)
      await membersOfList.add(deps, list.id, dave.id, CLI_CALLER)
      await listsOfAccount.add(deps, bob.id, list.id, CLI_CALLER)
    })
    const book = await cli.lines('contacts', bob.username)
    expect(book.map(({ id }) => id)).toEqual([carol.id, dave.id])
    expect(book[0]).toMatchObject({ sip_uri: `sip:${carol.username}@sip.example.org`, types: [], actions: [] })
    expect(await cli.lines('contacts', bob.username, '--lists')).toMatchObject([{ title: `Sales ${bob.id}`, contacts_count: 1 }])
    expect((await cli.run(['contacts', bob.username])).stdout).toMatch(
      new RegExp(`^id +sip_uri +display_name +activated +types\n${carol.id} +sip:${carol.username}@\\S+ +- +true +-\n`),
    )
    expect((await cli.run(['contacts', bob.username, '--lists'])).stdout).toMatch(
      /^id +title +contacts_count +description\n\d+ +Sales \d+ +1 +who sells\n$/,
    )
    expect((await cli.run(['contacts', carol.username])).stdout).toBe(`${carol.username}@sip.example.org has no contact.\n`)
    expect((await cli.run(['contacts', carol.username, '--lists'])).stdout).toBe(
      `${carol.username}@sip.example.org has no contacts list.\n`,
    )
  })

  test('messages are filtered by account, by where they go, and by state', async () => {
    const email = newAddress()
    const bob = await user({ email })
    const name = bob.username
    await cli.run(['set-password', name, '--password-stdin'], {}, 'another-1\n')
    await cli.run(['set-email', name, '--none'])
    const kinds = async (...args: string[]) => (await cli.lines('messages', ...args)).map(({ kind }) => kind)
    expect(await kinds('--account', name)).toEqual(['emailChanged', 'passwordSet'])
    expect(await kinds('--account', `id:${bob.id}`, '--limit', '1')).toEqual(['emailChanged'])
    expect(await kinds('--to', email)).toEqual(['emailChanged', 'passwordSet'])
    expect(await kinds('--to', '+33699999999')).toEqual([])
    expect(await kinds('--account', name, '--state', 'failed')).toEqual([])
    expect(await kinds('--account', name, '--state', 'sent')).toEqual(['emailChanged', 'passwordSet'])
    await cli.inside((deps) =>
      deps.db.prisma.message.updateMany({ where: { kind: 'passwordSet', accountId: bob.id }, data: { sentAt: null } }),
    )
    expect(await kinds('--to', email, '--state', 'waiting')).toEqual(['passwordSet'])
    await cli.inside((deps) =>
      deps.db.prisma.message.updateMany({
        where: { kind: 'passwordSet', accountId: bob.id },
        data: { failedAt: new Date(), nextTryAt: null },
      }),
    )
    expect(await kinds('--to', email, '--state', 'failed')).toEqual(['passwordSet'])
    expect(await failed(['messages', '--to', 'nobody'])).toMatch(/no phone number/)
    expect(await failed(['messages', '--account', 'nobody.here'])).toMatch(/no account/)
  })

  test('registrations go at once, or wait in the queue while Flexisip is away', async () => {
    const bob = await user()
    const path = join(cli.folder, 'flexisip')
    const REGISTRAR_URL = `unix:${path}`
    const away = await cli.run(['block', bob.username, '--json'], { REGISTRAR_URL })
    expect(away.code).toBe(0)
    expect(JSON.parse(away.stdout)).toMatchObject({ blocked: true, registrations: 'queued', reason: expect.stringMatching(/\S/) })
    const waiting = () => cli.inside((deps) => deps.db.prisma.registrationRemoval.findMany())
    expect(await waiting()).toMatchObject([{ username: bob.username, tries: 1 }])
    const words = await cli.run(['deactivate', bob.username], { REGISTRAR_URL })
    expect(words.stdout).toMatch(
      /could not be removed yet \(.+\)\. They wait in the queue: the service removes them as soon as it can\.\n$/,
    )

    closing(await FlexisipSocket.listen({ path, generation: '2.5.2' }), (one) => one.close())
    const there = await cli.run(['deactivate', bob.username, '--json'], { REGISTRAR_URL })
    expect(JSON.parse(there.stdout)).toMatchObject({ registrations: 'removed' })
    expect((await cli.run(['delete', bob.username, '--yes'], { REGISTRAR_URL })).stdout).toContain('Its registrations are removed.')
  })
})
