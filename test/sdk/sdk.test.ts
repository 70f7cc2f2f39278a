// runs once: it is about the contract, which is the same over every database
import { randomBytes } from 'node:crypto'
import type { RegisteredDevice } from '../../src/registrar/registrar.js'
import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import type { Person } from '../support/factory.js'
import { registrarWith } from '../support/registeredDevices.js'
import { newPhone } from '../support/signUp.js'
import { useForAll } from '../support/use.js'
import { browserTests } from './browserTests.js'
import { installSdk } from './install.js'
import { sampleTests, TURN } from './sampleTests.js'

/** A registrar that knows one device of everybody. */
const DEVICE: RegisteredDevice = {
  uuid: 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001',
  expiresAt: new Date(0),
  updateTime: new Date(0),
  userAgent: null,
}
const registrar = registrarWith({ list: async () => [DEVICE], remove: async (_aor, uuid) => uuid === DEVICE.uuid })

/** The package as it was installed: its types are the compiler's matter, in a test below. */
type Sdk = any

describe('the packed client', () => {
  const app = useApp({ env: { LEGACY_APPS: 'on', ...TURN }, replaced: { registrar } })
  const installed = useForAll(installSdk, (package_) => package_.remove(), 60_000)
  let sdk: Sdk
  beforeAll(async () => {
    sdk = await import(installed.script)
  })

  const used = new Set<string>()
  /** A client whose methods give their data alone. */
  function connect(auth?: unknown): Sdk {
    const client = sdk.connect({ url: `${app.url}/api`, auth })
    return new Proxy(client, {
      get:
        (target, name: string) =>
        (options: object = {}) => {
          used.add(name)
          return target[name]({ throwOnError: true, ...options }).then(({ data }: { data: unknown }) => data)
        },
    })
  }
  const unique = (stem: string): string => `${stem}.${randomBytes(4).toString('hex')}`

  const SCHEMES: [name: string, algorithm: 'MD5' | 'SHA-256', auth: (person: Person, password?: string) => Promise<unknown>][] = [
    ['digest with MD5', 'MD5', async (person, password = person.password) => sdk.digest(`${person.username}@${person.domain}`, password)],
    [
      'digest with SHA-256',
      'SHA-256',
      async (person, password = person.password) => sdk.digest(`${person.username}@${person.domain}`, password),
    ],
    ['an API key', 'MD5', async (person) => sdk.apiKey(await app.make.apiKey(person))],
  ]

  describe.each(SCHEMES)('with %s', (_name, algorithm, login) => {
    test('does everything that one does with one’s own account', async () => {
      const bob = await app.make.user({ algorithm })
      let accounts = connect(await login(bob))
      expect(await accounts.getMe()).toMatchObject({ id: bob.id, username: bob.username, passwords: [{ algorithm }] })

      const email = `${unique('bob')}@example.org`
      expect(await accounts.requestEmailChange({ body: { email } })).toEqual({})
      const { code } = (await app.outbox.last('email', email)).data
      expect(await accounts.confirmEmailChange({ body: { code } })).toMatchObject({ email })

      const phone = newPhone()
      await accounts.requestPhoneChange({ body: { phone } })
      expect(await accounts.confirmPhoneChange({ body: { code: (await app.outbox.last('sms', phone)).data.code } })).toMatchObject({
        phone,
      })

      expect(await accounts.listDevices()).toEqual({ [DEVICE.uuid]: expect.objectContaining({ user_agent: null }) })
      expect(await accounts.getDevice({ path: { uuid: DEVICE.uuid } })).toMatchObject({ uuid: DEVICE.uuid })
      expect(await accounts.deleteDevice({ path: { uuid: DEVICE.uuid } })).toEqual({})
      expect(await accounts.deleteDeviceByBody({ body: { device_uuid: DEVICE.uuid } })).toEqual({})

      expect(await accounts.exportMe()).toMatchObject({ account: { id: bob.id }, audit_log: { next_cursor: null } })
      expect(await accounts.getTurnCredentials()).toMatchObject({ ttl: 86_400, uris: ['turn:turn.example.org'] })

      const asApp = { headers: { 'X-Linphone-Provisioning': '1' } }
      expect(await accounts.getMyProvisioning(asApp)).toMatch(/^<config .*name="auth_info_0"/)
      const { provisioning_token } = await accounts.provisionMe()
      const image = await accounts.getProvisioningQrCode({ path: { provisioning_token } })
      expect([image.type, image.size > 100]).toEqual(['image/png', true])
      expect(await accounts.getProvisioningQrCode({ path: { provisioning_token }, query: { format: 'svg' } })).toBeDefined()
      expect(await accounts.consumeProvisioning({ path: { provisioning_token }, ...asApp })).toMatch(
        /^<config .*name="transient_provisioning"/,
      )

      const alice = await app.make.admin()
      await app.api.post(`/api/accounts/${bob.id}/contacts/${alice.id}`, undefined, { as: alice })
      const sip = `${alice.username}@${alice.domain}`
      expect(await accounts.listOwnContacts()).toMatchObject([{ id: alice.id }])
      expect(await accounts.getOwnContact({ path: { sip } })).toMatchObject({ id: alice.id })
      expect(await accounts.listContactCards()).toMatch(/^BEGIN:VCARD\r\n/)
      expect(await accounts.getContactCard({ path: { sip } })).toContain(`FN:${alice.username}`)

      const path = { uid: 'some-uid' }
      const body = { vcard: 'BEGIN:VCARD\nVERSION:4.0\nUID:some-uid\nFN:Carol\nEND:VCARD\n' }
      expect(await accounts.createOwnVcard({ body })).toMatchObject(body)
      expect(await accounts.listOwnVcards()).toMatchObject({ 'some-uid': body })
      expect(await accounts.getOwnVcard({ path })).toMatchObject(body)
      expect(await accounts.updateOwnVcard({ path, body })).toMatchObject(body)
      expect(await accounts.downloadVcards()).toContain('FN:Carol')
      expect(await accounts.downloadVcard({ path })).toContain('FN:Carol')
      expect(await accounts.deleteOwnVcard({ path })).toEqual({})

      expect(await accounts.changePassword({ body: { algorithm, password: 'architect-43', old_password: bob.password } })).toEqual({})
      accounts = connect(await login(bob, 'architect-43'))
      expect(await accounts.deleteMe()).toEqual({})
      await expect(accounts.getMe()).rejects.toMatchObject({ code: 'unauthenticated', status: 401 })
    })

    test('does everything that an administrator does', async () => {
      const alice = await app.make.admin({ algorithm })
      const accounts = connect(await login(alice))
      const username = unique('erin')
      const { id, ...erin } = await accounts.createAccount({ body: { username, password: '3rin-secret', algorithm } })
      expect(erin).toMatchObject({ username, activated: false, confirmation_key: expect.stringMatching(/^\w{13}$/) })
      expect(await accounts.getAccount({ path: { id } })).toEqual({ id, ...erin })
      const row = { username: unique('frank'), password: 'fr4nk-secret', algorithm }
      expect((await accounts.createAccounts({ body: { accounts: [row, row] } })).results).toMatchObject([
        { status: 'created' },
        { status: 'refused' },
      ])
      const device = { pn_provider: 'fcm', pn_param: 'project-1', pn_prid: unique('device') } as const
      await accounts.createToken({ body: device })
      expect(await accounts.resetPushDevice({ body: device })).toEqual({})
      const { token } = await accounts.createCreationToken()
      expect(await accounts.consumeCreationToken({ body: { account_creation_token: token } })).toMatchObject({
        token,
        account_id: alice.id,
      })
      expect((await accounts.listAccounts({ query: { search: username, per_page: 5, activated: false } })).data).toMatchObject([{ id }])
      expect(await accounts.listAccounts({ query: { cursor: '', per_page: 1 } })).toMatchObject({
        per_page: 1,
        next_cursor: expect.any(String),
      })
      expect(await accounts.provisionAccount({ path: { id } })).toMatchObject({ provisioning_token: expect.stringMatching(/^\w{13}$/) })
      await expect(accounts.sendProvisioningEmail({ path: { id } })).rejects.toMatchObject({ code: 'no_email', status: 403 })
      await expect(accounts.sendPasswordReset({ path: { id } })).rejects.toMatchObject({ code: 'no_email', status: 403 })
      await expect(accounts.sendInvitation({ path: { id } })).rejects.toMatchObject({ code: 'no_email', status: 403 })
      const { confirmation_key: other } = await accounts.createConfirmationKey({ path: { id } })
      expect(other).not.toBe(erin.confirmation_key)
      for (const [operation, activated] of [
        ['activateAccount', true],
        ['deactivateAccount', false],
        ['activateAccountByGet', true],
        ['deactivateAccountByGet', false],
        ['blockAccount', false],
        ['unblockAccount', false],
      ] as const) {
        expect(await accounts[operation]({ path: { id } })).toMatchObject({ id, activated })
      }
      const changed = await accounts.updateAccount({ path: { id }, body: { username, email: `${username}@example.org`, activated: true } })
      expect(changed).toMatchObject({ id, email: `${username}@example.org`, activated: true })
      expect(await accounts.getAccountBySip({ path: { sip: `${username}@sip.example.org` } })).toMatchObject({ id, call_forwardings: [] })
      expect(await accounts.getAccountByEmail({ path: { email: `${username}@example.org` } })).toMatchObject({ id })
      expect(await accounts.listDevicesOfAccount({ path: { id } })).toEqual({
        [DEVICE.uuid]: expect.objectContaining({ user_agent: null }),
      })
      await expect(accounts.deleteDeviceOfAccount({ path: { id, uuid: 'none' } })).rejects.toMatchObject({ code: 'not_found', status: 404 })
      expect(await accounts.listSpaces()).toMatchObject([{ domain: 'other.example.org' }, { domain: 'sip.example.org' }])
      expect(await accounts.getSpace({ path: { domain: 'sip.example.org' } })).toMatchObject({ served: true })
      await keepOf(accounts, id)
      const { key, ...named } = await accounts.createApiKey({ path: { id: alice.id }, body: { name: unique('key'), scope: 'read' } })
      expect([key, named]).toMatchObject([expect.stringMatching(/^\w{40}$/), { scope: 'read', networks: [] }])
      const [own] = (await accounts.listApiKeys({ path: { id: alice.id } })).data
      expect(own).toMatchObject({ id: expect.any(Number), created_at: expect.any(String) })
      await expect(accounts.deleteApiKey({ path: { id, key_id: own!.id } })).rejects.toMatchObject({ code: 'not_found', status: 404 })
      const path = { id, contact_id: alice.id }
      expect(await accounts.addContact({ path })).toEqual({})
      expect(await accounts.listContacts({ path })).toMatchObject([{ id: alice.id }])
      expect(await accounts.getContact({ path })).toMatchObject({ id: alice.id })
      expect(await accounts.removeContact({ path })).toEqual({})
      const list = await accounts.createContactsList({ body: { title: unique('list'), description: '' } })
      const both = { ...path, contacts_list_id: list.id }
      expect(await accounts.listContactsLists()).toContainEqual(list)
      expect(await accounts.getContactsList({ path: both })).toEqual(list)
      expect(await accounts.updateContactsList({ path: both, body: { title: list.title, description: 'x' } })).toMatchObject({
        description: 'x',
      })
      for (const change of ['addContactToList', 'removeContactFromList', 'addContactsList', 'removeContactsList', 'deleteContactsList'])
        expect(await accounts[change]({ path: both })).toEqual({})
      const kept = { path: { id, uid: 'some-uid' } }
      const vcard = { vcard: 'BEGIN:VCARD\nVERSION:4.0\nUID:some-uid\nFN:Carol\nEND:VCARD\n' }
      expect(await accounts.createVcard({ ...kept, body: vcard })).toMatchObject(vcard)
      expect(await accounts.listVcards(kept)).toMatchObject({ 'some-uid': vcard })
      expect(await accounts.getVcard(kept)).toMatchObject(vcard)
      expect(await accounts.updateVcard({ ...kept, body: vcard })).toMatchObject(vcard)
      expect(await accounts.deleteVcard(kept)).toEqual({})
      const { token: another } = await accounts.createAuthToken()
      expect(await accounts.attachAuthToken({ path: { token: another } })).toEqual({})
      expect(await accounts.getAttachedApiKey({ path: { token: another } })).toEqual({ api_key: expect.stringMatching(/^\w{40}$/) })
      expect(await accounts.getAttachedProvisioning({ path: { auth_token: another } })).toContain('auth_info_0')
      expect(await accounts.createOwnApiKey()).toMatch(/^\w{40}$/)
      expect(await accounts.deleteAccount({ path: { id } })).toEqual({})
      const { data } = await accounts.listAuditEntries({ query: { account: String(id), per_page: 1 } })
      expect(data).toMatchObject([{ action: 'deleteAccount', account_id: id, actor_id: alice.id }])
      await expect(accounts.getAccount({ path: { id } })).rejects.toMatchObject({ code: 'not_found', status: 404 })
    })
  })

  /** What administrators keep of an account. */
  async function keepOf(accounts: Sdk, id: number): Promise<void> {
    const entry = { id, key: 'floor' }
    expect(await accounts.setDictionaryEntry({ path: entry, body: { value: '3' } })).toEqual({ value: '3' })
    expect(await accounts.getDictionaryEntry({ path: entry })).toEqual({ value: '3' })
    expect(await accounts.deleteDictionaryEntry({ path: entry })).toEqual({})
    expect(await accounts.deleteDictionary({ path: { id } })).toEqual({})
    expect(await accounts.getDictionary({ path: { id } })).toEqual({})

    const type = await accounts.createAccountType({ body: { key: unique('type').replace('.', '-') } })
    const path = { id, type_id: type.id }
    expect(await accounts.getAccountType({ path })).toEqual(type)
    expect(await accounts.addTypeToAccount({ path })).toEqual({})
    expect(await accounts.removeTypeFromAccount({ path })).toEqual({})
    const key = unique('type').replace('.', '-')
    expect(await accounts.updateAccountType({ path, body: { key } })).toEqual({ id: type.id, key })
    expect(await accounts.listAccountTypes()).toContainEqual({ id: type.id, key })
    expect(await accounts.deleteAccountType({ path })).toEqual({})

    await app.deps.db.prisma.account.update({ where: { id }, data: { dtmfProtocol: 'sipinfo' } })
    const action = await accounts.createAccountAction({ path: { id }, body: { key: 'open-door', code: '1234' } })
    const one = { id, action_id: action.id }
    expect(await accounts.getAccountAction({ path: one })).toEqual(action)
    expect(await accounts.updateAccountAction({ path: one, body: { key: 'light', code: '9' } })).toMatchObject({ key: 'light' })
    expect(await accounts.listAccountActions({ path: { id } })).toMatchObject([{ code: '9' }])
    expect(await accounts.deleteAccountAction({ path: one })).toEqual({})

    const body = { username: unique('trunk'), domain: 'sip.operator.example', password: 'trunk-secret-1', protocol: 'TLS' }
    const external = await accounts.setExternalAccount({ path: { id }, body })
    expect(await accounts.getExternalAccount({ path: { id } })).toEqual(external)
    expect(await accounts.exportAccount({ path: { id } })).toMatchObject({ external_account: { username: body.username } })
    expect(await accounts.deleteExternalAccount({ path: { id } })).toEqual({})

    await app.deps.db.prisma.authenticatorApp.create({ data: { accountId: id, sealed: 'v1.AAAA', lastStep: 0, createdAt: new Date() } })
    expect(await accounts.removeSecondFactor({ path: { id } })).toEqual({})

    const hook = { name: 'CRM', url: 'https://crm.example.org/sip-events' }
    const { secret, ...webhook } = await accounts.createWebhook({ body: hook })
    const toHook = { webhook_id: webhook.id }
    expect(secret).toMatch(/^whsec_/)
    expect(await accounts.getWebhook({ path: toHook })).toEqual(webhook)
    expect((await accounts.listWebhooks()).data).toContainEqual(webhook)
    const delivery = await accounts.testWebhook({ path: toHook })
    expect((await accounts.listWebhookDeliveries({ path: toHook })).data).toMatchObject([{ id: delivery.id, type: 'webhook.test' }])
    expect(await accounts.replayWebhookDelivery({ path: { ...toHook, delivery_id: delivery.id } })).toMatchObject({ state: 'waiting' })
    const paused = { ...hook, events: ['account.created' as const], enabled: false }
    expect(await accounts.updateWebhook({ path: toHook, body: paused })).toMatchObject(paused)
    expect(await accounts.deleteWebhook({ path: toHook })).toEqual({})

    expect(await accounts.listLogins({ path: { id } })).toMatchObject({ data: expect.any(Array) })
    expect(await accounts.deleteLoginDelay({ path: { id } })).toEqual({})
    expect((await accounts.listMessages({ query: { account: String(id) } })).per_page).toBe(20)

    expect(await accounts.deactivatePhoneCountry({ path: { country: 'DE' } })).toEqual({})
    expect(await accounts.activatePhoneCountry({ path: { country: 'DE' } })).toEqual({})
  }

  test('does without credentials what needs none', async () => {
    const accounts = connect()
    expect(await accounts.ping()).toBe('pong')
    expect(await accounts.getDocs()).toMatch(/^<!doctype html>/)
    expect(await accounts.getContractJson()).toMatchObject({ openapi: '3.0.3' })
    expect(await accounts.getContractYaml()).toMatch(/^openapi: 3/)
    expect(await accounts.getLiveness()).toEqual({ status: 'ok', checks: {} })
    expect(await accounts.getReadiness()).toMatchObject({ status: 'ok' })
    expect(await accounts.listPhoneCountries()).toContainEqual({ code: 'FR', country_code: '33', activated: true })
    expect(await accounts.getProvisioning({ headers: { 'X-Linphone-Provisioning': '1' } })).toMatch(/^<config /)

    await accounts.createToken({ body: { pn_provider: 'fcm', pn_param: 'project-1', pn_prid: unique('device') } })
    const { token } = (await app.outbox.last('push')).data
    const [username, email] = [unique('dave'), `${unique('dave')}@example.org`]
    await accounts.createAccountWithToken({ body: { username, password: 'd4ve-secret', algorithm: 'SHA-256', token, email } })
    const path = { sip: `${username}@sip.example.org` }
    expect(await accounts.getAccountInfo({ path })).toEqual({ activated: false, realm: 'sip.example.org' })
    const { code } = (await app.outbox.last('email', email)).data
    expect(await accounts.activateByEmail({ path, body: { code } })).toMatchObject({ username, email, activated: true })

    const device = { pn_provider: 'fcm', pn_param: 'project-1', pn_prid: unique('device') } as const
    expect(await accounts.sendCreationToken({ body: device })).toEqual({})
    const pushed = (await app.outbox.last('push')).data.token!
    const waiting = { username: unique('dave'), password: 'd4ve-secret', account_creation_token: pushed }
    expect(await accounts.createAccountWithCreationToken({ body: waiting })).toMatchObject({ activated: false })
    expect(await accounts.sendRecoveryToken({ body: device })).toEqual({})
    const request = await accounts.createRequestToken()
    expect(request.validation_url.endsWith(`/${request.token}`)).toBe(true)
    await expect(accounts.createTokenFromRequest({ body: { account_creation_request_token: request.token } })).rejects.toMatchObject({
      code: 'token_pending',
      status: 404,
    })

    const number = newPhone()
    const account_creation_token = async () => {
      await accounts.sendCreationToken({ body: { ...device, pn_prid: unique('device') } })
      return (await app.outbox.last('push')).data.token!
    }
    const asked = { phone: number, password: 'd4ve-secret', account_creation_token: await account_creation_token() }
    expect(await accounts.createPublicAccount({ body: asked })).toMatchObject({ username: number, activated: false })
    expect(await accounts.getAccountInfoByPhone({ path: { phone: number } })).toMatchObject({ activated: false, phone: false })
    await accounts.recoverByPhone({ body: { phone: number, account_creation_token: await account_creation_token() } })
    const pin = (await app.outbox.last('sms', number)).data.code!
    expect(await accounts.recoverAccount({ path: { sip: `${number}@sip.example.org`, code: pin } })).toMatchObject({
      username: number,
      passwords: [{ algorithm: 'SHA-256', password: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    })

    const carol = await app.make.unconfirmed({ phone: newPhone() })
    const key = carol.record.confirmationKey
    expect(await accounts.activateByPhone({ path: { sip: `${carol.username}@${carol.domain}` }, body: { code: key } })).toMatchObject({
      activated: true,
    })
  })

  test('has no operation that was not tried here', () => {
    expect([...used].sort()).toEqual(operations.map(({ operationId }) => operationId).sort())
  })

  test('gives errors beside data, with all that the service says', async () => {
    const alice = await app.make.admin()
    const accounts = sdk.connect({ url: `${app.url}/api/`, auth: sdk.apiKey(alice.apiKey) })
    const { data, error } = await accounts.createAccount({ body: { username: 'X', password: 'x', algorithm: 'MD5' } })
    expect(data).toBeUndefined()
    expect(sdk.isAccountsError(error)).toBe(true)
    expect(error).toMatchObject({
      code: 'validation_failed',
      status: 422,
      errors: { username: [expect.any(String)], password: [expect.any(String)] },
      request_id: expect.any(String),
    })
    expect(error).toBeInstanceOf(sdk.AccountsError)
  })

  test('rejects when there is no service, or another one', async () => {
    await expect(sdk.connect({ url: 'http://127.0.0.1:9/api' }).ping()).rejects.toThrow('fetch failed')
    const gateway = async () => new Response('<h1>Bad gateway</h1>', { status: 502 })
    await expect(sdk.connect({ url: app.url, fetch: gateway }).getMe()).rejects.toMatchObject({ name: 'UnexpectedAnswer', status: 502 })
  })

  test('works in five lines of a program of its own', async () => {
    const bob = await app.make.user()
    const output = await installed.run(`
      import { connect, digest } from 'flexisip-accounts-client'
      const accounts = connect({ url: '${app.url}/api', auth: digest('${bob.username}@${bob.domain}', '${bob.password}') })
      const { data, error } = await accounts.getMe()
      if (error) console.error(error.code, error.message)
      else console.log(data.username)`)
    expect(output.trim()).toBe(bob.username)
  })

  test('is typed: codes of errors, fields and enums are the contract’s', async () => {
    const start = `import { connect, digest, isAccountsError } from 'flexisip-accounts-client'\nconst accounts = connect({ url: '', auth: digest('a@b', 'c') })\n`
    const right = `${start}
      const { data, error } = await accounts.createAccount({ body: { username: 'erin.example', password: '3rin-secret', algorithm: 'SHA-256' } })
      if (error?.code === 'username_taken') console.log(error.errors?.username?.[0].length)
      if (isAccountsError(error)) console.log(error.status + (error.retryAfter ?? 0))
      const key: string | null | undefined = data?.confirmation_key
      console.log(key, (await accounts.getMe({ throwOnError: true })).data.passwords[0]?.algorithm === 'CLRTXT')`
    const wrong = `${start}
      const { error } = await accounts.createAccount({ body: { username: 'erin.example', password: '3rin-secret', algorithm: 'SHA-1' } })
      if (error?.code === 'user_taken') console.log()
      await accounts.getAccount({ path: { id: 'x' } })`
    // each begins a line; what follows is indented
    const faults = (await installed.compile(right, wrong)).filter((line) => !line.startsWith(' '))
    expect(faults.map((line) => line.split('(')[0])).toEqual(Array(3).fill('program2.ts'))
  }, 60_000)

  sampleTests(() => installed)
  browserTests(() => installed)
})
