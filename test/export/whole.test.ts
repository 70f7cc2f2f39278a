import { Prisma } from '../../generated/prisma/sqlite/client.js'
import { toIsoDate, toSqlDate } from '../../src/domain/dates.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { toMend } from '../support/toMend.js'

const SECRET = 'it lets somebody in, or is a hash of what does'
const HASH = 'a keyed hash, which nothing leads back from'
const KEY = 'it says which row belongs to which, and is no fact'
const COUNT = 'it counts tries of a secret'
const WORK = 'it says when the service tries again, and what the far end said'

/** What is kept of an account by its model, and the columns of it that are in no export, with the reason. All others are. */
const EXPORTED: Record<string, Record<string, string>> = {
  Account: {
    ...{ spaceId: KEY, confirmationKey: SECRET, confirmationKeyTries: COUNT },
    activatedBeforeBlock: 'of a blocked account it is what `activated` says',
  },
  DictionaryEntry: { accountId: KEY },
  AccountType: { spaceId: KEY },
  TypeOfAccount: { accountId: KEY, typeId: KEY, spaceId: KEY },
  AccountAction: { accountId: KEY },
  Contact: { accountId: KEY, spaceId: KEY },
  ContactsList: { spaceId: KEY },
  ContactsListMember: { contactId: KEY, spaceId: KEY },
  ContactsListOfAccount: { accountId: KEY, spaceId: KEY },
  Vcard: { id: KEY, accountId: KEY },
  ExternalAccount: { id: KEY, accountId: KEY, spaceId: KEY, password: SECRET },
  Password: { accountId: KEY, password: SECRET },
  PreviousPassword: { accountId: KEY, password: SECRET },
  Code: {
    accountId: KEY,
    codeHash: SECRET,
    linkHash: SECRET,
    origin: HASH,
    tries: COUNT,
    triesElsewhere: COUNT,
    form: 'how the code looks',
  },
  ApiKey: { accountId: KEY, keyHash: SECRET },
  Session: { accountId: KEY, idHash: SECRET },
  Login: { id: KEY, accountId: KEY },
  Passkey: {
    ...{ accountId: KEY, credentialId: KEY, signCount: COUNT },
    publicKey: 'it checks what the passkey signs',
    transports: 'it says how a browser reaches the passkey',
  },
  AuthenticatorApp: { accountId: KEY, sealed: SECRET, lastStep: COUNT },
  RecoveryCode: { accountId: KEY, codeHash: SECRET },
  Token: { accountId: KEY, tokenHash: SECRET, deviceId: HASH, refusals: COUNT },
  OneTimeLink: { accountId: KEY, tokenHash: SECRET, sealed: SECRET },
  AuthToken: { accountId: KEY, tokenHash: SECRET },
  Message: { id: KEY, accountId: KEY, sealed: SECRET, nextTryAt: WORK, lastError: WORK, requestId: WORK },
  RegistrationRemoval: { id: KEY, nextTryAt: WORK, againAt: WORK, tries: WORK, lastError: WORK },
  B2buaNotice: { id: KEY, accountId: KEY, nextTryAt: WORK, tries: WORK, lastError: WORK },
  AuditEntry: { expiresAt: 'it is AUDIT_DAYS after `created_at` for all entries' },
}

/** The models that no export reads, with the reason. */
const LEFT_OUT: Record<string, string> = {
  Space: 'a domain, which the account names',
  PhoneCountry: 'about no account',
  PushDevice: 'a device by a hash, which no account is kept with',
  RequestToken: 'kept with no account',
  RecoveryToken: 'kept with a device alone',
  DoneRequest: 'a hash of a request, for some minutes',
  IdempotencyKey: 'a hash of a request and its sealed answer, for a day: what it did is in the export',
  Tombstone: 'of an account of that name before, which is another one',
  NonceUse: 'kept with no account',
  RateLimit: 'counters under keyed hashes',
  Lease: 'about no account',
  DailyCount: 'numbers of all accounts together',
  Webhook: 'about no account',
  WebhookAction: 'about no account',
  WebhookDelivery: 'it says what entries of the audit log say, which the document has, and whether a system of the operator took it',
  Setting: 'about no account',
  BulkWork: 'about no account: what its administrator did is in the audit log',
  BulkItem: 'it says for a week what entries of the audit log say, and holds the passwords of accounts to be made, sealed',
}

/** A field of a row, as the document has it. */
const shown = (value: unknown): string => (value instanceof Date ? toIsoDate(value) : JSON.stringify(value).replace(/^"|"$/g, ''))
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

describeApp('all that is known about an account', () => {
  const app = useApp()
  let seconds = 0
  /** Another second each time, so that each time in the document is of one row alone. */
  const at = (): Date => new Date(app.clock.now() + 1000 * ++seconds)
  const span = () => ({ createdAt: at(), expiresAt: at() })
  const changed = () => ({ createdAt: at(), updatedAt: at() })

  /** An account of which every table has a row with each column filled. @returns the rows */
  async function filled(): Promise<{ alice: Person; bob: Person; rows: Record<string, Record<string, unknown>> }> {
    const { prisma } = app.deps.db
    const [alice, bob] = [await app.make.admin(), await app.make.user({ email: 'kept@example.org', phone: '+33612000001' })]
    const { id: accountId, username, domain } = bob
    const { spaceId } = await prisma.account.findUniqueOrThrow({ where: { id: accountId } })
    await prisma.session.deleteMany()
    await prisma.message.deleteMany()
    await prisma.account.update({
      where: { id: accountId },
      data: {
        ...{ displayName: 'a shown name', dtmfProtocol: 'sipinfo', deactivatedAt: at(), createdAt: at(), selfMade: true },
        ...{ ipAddress: '192.0.2.99', userAgent: 'the agent of the sign-up', confirmationKey: 'an-open-key', confirmationKeyExpires: at() },
      },
    })
    // by itself: a trigger writes it with all else
    const account = await prisma.account.update({ where: { id: accountId }, data: { updatedAt: at() } })
    const own = { accountId, spaceId }
    const list = await prisma.contactsList.create({ data: { spaceId, title: 'a title', description: 'a description', ...changed() } })
    const type = await prisma.accountType.create({ data: { spaceId, key: 'a-type' } })
    const [username2, job] = [`trunk.${accountId}`, { nextTryAt: at(), tries: 31_007, lastError: 'a far end’s error' }]
    const rows = {
      Account: account,
      DictionaryEntry: await prisma.dictionaryEntry.create({ data: { accountId, key: 'a-text', value: 'the value of it' } }),
      AccountType: type,
      TypeOfAccount: await prisma.typeOfAccount.create({ data: { ...own, typeId: type.id } }),
      AccountAction: await prisma.accountAction.create({ data: { accountId, key: 'an-action', code: '4711#' } }),
      Contact: await prisma.contact.create({ data: { ...own, contactId: alice.id } }),
      ContactsList: list,
      ContactsListMember: await prisma.contactsListMember.create({ data: { contactId: accountId, spaceId, listId: list.id } }),
      ContactsListOfAccount: await prisma.contactsListOfAccount.create({ data: { ...own, listId: list.id } }),
      Vcard: await prisma.vcard.create({ data: { accountId, uid: 'a-uid', vcard: 'BEGIN:VCARD\n"FN":…\n', ...changed() } }),
      ExternalAccount: await prisma.externalAccount.create({
        data: {
          ...{ ...own, ...changed(), username: username2, domain: 'a.trunk', realm: 'its.realm', registrar: 'its.registrar' },
          ...{ outboundProxy: 'its.proxy', protocol: 'TLS', algorithm: 'SHA-256', password: 'the-ha1-of-the-trunk' },
        },
      }),
      Password: await prisma.password.findFirstOrThrow({ where: { accountId } }),
      PreviousPassword: await prisma.previousPassword.create({
        data: { accountId, algorithm: 'CLRTXT', password: 'the-former-password', expiresAt: at() },
      }),
      Code: await prisma.code.create({
        data: {
          ...{
            accountId,
            channel: 'recovery',
            target: 'proven.soon@example.org',
            form: 'pin',
            codeHash: 'hash-of-the-code',
            linkHash: 'hash-of-the-link',
          },
          ...{ origin: 'hash-of-the-origin', tries: 31_001, triesElsewhere: 31_002, ...span() },
        },
      }),
      ApiKey: await prisma.apiKey.create({
        data: {
          ...{
            accountId,
            keyHash: `hash-of-key-${accountId}`,
            personal: true,
            name: 'a key’s name',
            scope: 'flexisip',
            networks: '198.51.100.0/24',
          },
          ...{ idleMinutes: 4567, createdAt: at(), lastUsedAt: at() },
        },
      }),
      Session: await prisma.session.create({
        data: {
          ...{ idHash: `hash-of-session-${accountId}`, accountId, lastUsedAt: at(), provenAt: at(), ...span() },
          ...{ ipAddress: '192.0.2.98', userAgent: 'the agent of the log-in', factor: 'recoveryCode', byDevice: true },
        },
      }),
      Login: await prisma.login.create({
        data: {
          ...{ accountId, scheme: 'api_key', result: 'other_algorithm', address: '192.0.2.95', times: 31_005 },
          ...{ firstAt: at(), lastAt: at(), until: at(), userAgent: 'the agent of tries', asked: 'an algorithm' },
        },
      }),
      Passkey: await prisma.passkey.create({
        data: {
          ...{ accountId, name: 'a passkey’s name', credentialId: `id-of-passkey-${accountId}`, publicKey: 'key-of-the-passkey' },
          ...{ signCount: 31_005, transports: 'internal,hybrid', createdAt: at(), lastUsedAt: at() },
        },
      }),
      AuthenticatorApp: await prisma.authenticatorApp.create({
        data: { accountId, sealed: 'the-sealed-secret-of-the-app', lastStep: 31_006, createdAt: at(), lastUsedAt: at() },
      }),
      RecoveryCode: await prisma.recoveryCode.create({ data: { accountId, codeHash: 'hash-of-the-recovery-code', createdAt: at() } }),
      Token: await prisma.token.create({
        data: {
          tokenHash: `hash-of-token-${accountId}`,
          deviceId: 'hash-of-the-device',
          accountId,
          usedAt: at(),
          refusals: 31_003,
          ...span(),
        },
      }),
      OneTimeLink: await prisma.oneTimeLink.create({
        data: { accountId, purpose: 'passwordReset', tokenHash: `hash-of-link-${accountId}`, sealed: 'the-sealed-link', ...span() },
      }),
      AuthToken: await prisma.authToken.create({
        data: {
          ...{ tokenHash: `hash-of-auth-${accountId}`, accountId, ipAddress: '192.0.2.97', userAgent: 'the agent of the desktop' },
          ...{ attachedAt: at(), ...span() },
        },
      }),
      Message: await prisma.message.create({
        data: {
          ...{
            accountId,
            channel: 'email',
            kind: 'emailChange',
            recipient: 'written.to@example.org',
            sealed: 'the-sealed-mail',
            ...span(),
            ...job,
          },
          ...{ tries: 31_004, sentAt: at(), failedAt: at(), requestId: 'the-id-of-its-request' },
        },
      }),
      RegistrationRemoval: await prisma.registrationRemoval.create({ data: { username, domain, createdAt: at(), againAt: at(), ...job } }),
      B2buaNotice: await prisma.b2buaNotice.create({
        data: { accountId, username: username2, domain: 'a.trunk.before', createdAt: at(), ...job },
      }),
      AuditEntry: await prisma.auditEntry.create({
        data: {
          ...{ ...span(), actorKind: 'account', actorId: accountId, actorAddress: '192.0.2.96', action: 'createApiKey', accountId },
          ...{ account: `${username}@${domain}`, requestId: 'the-request-of-an-entry', detail: 'a detail of an entry' },
        },
      }),
    }
    return { alice, bob, rows }
  }

  test('is what every model keeps of it, or there is a reason', () => {
    toMend(
      [
        'A new model is here. If it has something of an account: read it in src/services/export/kept.ts, present it, give it a row in `filled`, and name it in EXPORTED.',
        'If not, or if it is nobody’s business: name it in LEFT_OUT with the reason, and look whether docs/kept.md still tells the truth.',
      ],
      () => expect([...Object.keys(EXPORTED), ...Object.keys(LEFT_OUT)].sort()).toEqual(Object.keys(Prisma.ModelName).sort()),
    )
  })

  test('is in the document, each column of each row, and no secret is', async () => {
    const { alice, bob, rows } = await filled()
    const own = await app.api.get('/api/accounts/me/export', { as: bob })
    const { status, text, body } = await app.api.get(`/api/accounts/${bob.id}/export`, { as: alice })
    expect([own.status, status]).toEqual([200, 200])
    for (const [model, leftOut] of Object.entries(EXPORTED)) {
      const row = rows[model]!
      const fields = Object.keys((Prisma as unknown as Record<string, object>)[`${model}ScalarFieldEnum`]!)
      expect([model, Object.keys(leftOut).filter((name) => !fields.includes(name))]).toEqual([model, []])
      for (const name of fields) {
        const value = row[name]
        if (name in leftOut) {
          if (typeof value === 'string' && value.length > 8) expect(text + own.text).not.toContain(value)
          continue
        }
        if (value === null || value === undefined)
          throw new Error(`${model}.${name} is filled with nothing: nobody sees whether it is exported`)
        for (const document of [text, own.text])
          expect(
            // FlexiAPI's form of one time
            name === 'confirmationKeyExpires'
              ? document.includes(toSqlDate(value as Date))
              : typeof value === 'boolean'
                ? document.includes(`"${snake(name)}":`)
                : document.includes(shown(value)),
            `${model}.${name} is ${shown(value)}: read it in src/services/export/kept.ts and present it, or name it here with the reason`,
          ).toBe(true)
      }
    }
    expect(body).toMatchObject({
      ...{ contact_of: 0, self_made: true, token_made: false, member_of: [{ title: 'a title' }], contacts: [{ id: alice.id }] },
      account: { id: bob.id, activated: true, blocked: false, dictionary: { 'a-text': 'the value of it' } },
      contacts_lists: [{ title: 'a title', contacts: [{ id: bob.id }] }],
      external_account: { realm: 'its.realm' },
      devices: { state: 'no_registrar', data: [] },
      messages: [{ state: 'sent', tries: 31_004 }],
    })
    expect(Object.keys(body.account)).not.toContain('confirmation_key')
  })
})
