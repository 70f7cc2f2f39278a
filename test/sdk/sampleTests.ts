import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { listApiKeys } from '../../src/services/credentials/apiKeys.js'
import { createRequestToken, validateRequestToken } from '../../src/services/tokens/requestTokens.js'
import { startApp, type TestApp } from '../support/app.js'
import { operations, unlikeAnswer } from '../support/contract.js'
import type { Person } from '../support/factory.js'
import { testNeeding } from '../support/needs.js'
import { phone, RegisteredDevices } from '../support/registeredDevices.js'
import { newPhone, receiveToken } from '../support/signUp.js'
import type { InstalledSdk } from './install.js'

type Sampled = (typeof operations)[number] & { 'x-codeSamples': { lang: string; source: string }[] }
const SAMPLES = (operations as Sampled[]).flatMap(({ operationId, 'x-codeSamples': samples }) =>
  samples.map(({ lang, source }) => ({ operationId, lang, source })),
)
/** Where the examples have the service, and the API key that they have for alice. */
const BASE = 'https://sip.example.org/api'
const KEY = '0fHq3mXc7vTzR1bWkP9sLdYuJ5nGaE2i'
/** The key that is revoked. */
const KEY_ID = '7'
const DEVICE = 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001'

/** The vCard of the examples. */
const VCARD = 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6'

const AUTH_TOKEN = 'k3VbN8xQ0mRtY5pLwZcD7sFgH2jA9uEi'

/** A TURN server. */
export const TURN = { TURN_URIS: 'turn:turn.example.org', TURN_SECRET: 'a secret of the TURN server' }

/** The device of the examples. */
const PRID = 'cXk3v9QmT0aB:APA91bH7f2kLw0n8sYpR5dUeZ1xVtGqC4mJ6hK9oIbN3aEyW'

interface Cast {
  app: TestApp
  registrar: RegisteredDevices
  alice: Person & { apiKey: string }
  bob: Person
  carol: Person
}

/** The inventions of the examples, and the real values that this service has for them. */
const REAL: Record<string, (cast: Cast) => Promise<Record<string, string>>> = {
  resetPushDevice: async ({ app }) => {
    const sample = { pn_provider: 'fcm', pn_param: 'example-project', pn_prid: PRID }
    await app.api.post('/api/tokens', sample)
    return {}
  },
  createAccountWithToken: async ({ app }) => ({ tOk3nFr0mPu5h: await receiveToken(app) }),
  createTokenFromRequest: async ({ app }) => {
    const { token } = await createRequestToken(app.deps)
    await validateRequestToken(app.deps, token)
    return { r3Qu3stT0k3nX: token }
  },
  consumeCreationToken: async ({ app }) => ({ tOk3nFr0mPu5h: await receiveToken(app) }),
  createAccountWithCreationToken: async ({ app }) => ({ tOk3nFr0mPu5h: await receiveToken(app) }),
  createPublicAccount: async ({ app }) => ({ tOk3nFr0mPu5h: await receiveToken(app) }),
  getAccountInfoByPhone: numberOfCarol,
  recoverByPhone: async (cast) => ({ ...(await numberOfCarol(cast)), tOk3nFr0mPu5h: await receiveToken(cast.app) }),
  recoverAccount: async (cast) => {
    const { '+33612345678': number } = await numberOfCarol(cast)
    await cast.app.api.post('/api/accounts/recover-by-phone', { phone: number, account_creation_token: await receiveToken(cast.app) })
    return { '4821': (await cast.app.outbox.last('sms', number)).data.code! }
  },
  activateByEmail: async ({ carol }) => ({ c4R0lK3yAbCdE: carol.record.confirmationKey! }),
  activateByPhone: async (cast) => {
    cast.carol = await cast.app.make.unconfirmed({ phone: newPhone() })
    return { 'carol@': `${cast.carol.username}@`, '4821': cast.carol.record.confirmationKey! }
  },
  confirmEmailChange: async ({ app, bob }) => {
    const email = 'bob@new.example.org'
    await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })
    return { 4821: (await app.outbox.last('email', email)).data.code! }
  },
  deleteDevice: async () => ({ 'abc#1': DEVICE }),
  deleteDeviceOfAccount: async ({ registrar, carol }) => {
    registrar.register(carol, phone(DEVICE, 'LinphoneAndroid/5.2.5'))
    return { 'abc#1': DEVICE }
  },
  getAccountByEmail: async ({ app, carol }) => {
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { email: 'carol@example.org' } })
    return {}
  },
  deleteDeviceByBody: async () => ({ 'abc#1': DEVICE }),
  attachAuthToken: async ({ app }) => ({ [AUTH_TOKEN]: await askedToken(app) }),
  getAttachedApiKey: async ({ app, bob }) => {
    const token = await askedToken(app)
    await app.api.get(`/api/accounts/auth_token/${token}/attach`, { as: bob })
    return { [AUTH_TOKEN]: token }
  },
  getAttachedProvisioning: async (cast) => REAL.getAttachedApiKey!(cast),
  sendPasswordReset: async ({ app, carol }) => {
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { email: 'carol@example.org', activated: true } })
    return {}
  },
  sendInvitation: async ({ app, carol }) => {
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { email: 'carol@example.org' } })
    return {}
  },
  deactivateAccount: ({ app, alice }) => activate(app, alice),
  blockAccount: ({ app, alice }) => activate(app, alice),
  deactivateAccountByGet: ({ app, alice }) => activate(app, alice),
  updateAccount: ({ app, alice }) => tagOf(app, alice, '/accounts/3'),
  createApiKey: async ({ app, carol }) => {
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { admin: true, activated: true } })
    return {}
  },
  deleteApiKey: async ({ app, carol }) => {
    await app.make.apiKey(carol)
    const { id } = (await carolsKeys(app))[0]!
    return { [`/api-keys/${KEY_ID}`]: `/api-keys/${id}`, [`key_id: ${KEY_ID}`]: `key_id: ${id}` }
  },
  consumeProvisioning: linkOfBob,
  getProvisioningQrCode: linkOfBob,
  sendProvisioningEmail: async ({ app, carol }) => {
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { email: 'carol@example.org' } })
    return {}
  },
  getOwnContact: contactsOfBob,
  getContactCard: contactsOfBob,
  getContact: contactsOfCarol,
  removeContact: contactsOfCarol,
  addContactsList: listOfCarol,
  removeContactsList: async (cast) => {
    await listOfCarol(cast)
    return admin(cast, 'POST', '/accounts/3/contacts_lists/1')
  },
  getContactsList: listOfCarol,
  updateContactsList: async (cast) => {
    await listOfCarol(cast)
    return tagOf(cast.app, cast.alice, '/contacts_lists/1')
  },
  deleteContactsList: listOfCarol,
  addContactToList: listOfCarol,
  removeContactFromList: async (cast) => {
    await listOfCarol(cast)
    return admin(cast, 'POST', '/contacts_lists/1/contacts/2')
  },
  getOwnVcard: (cast) => keptVcard(cast, 'me'),
  updateOwnVcard: async (cast) => {
    await keptVcard(cast, 'me')
    return tagOf(cast.app, cast.bob, `/accounts/me/vcards-storage/${VCARD}`)
  },
  deleteOwnVcard: (cast) => keptVcard(cast, 'me'),
  downloadVcard: (cast) => keptVcard(cast, 'me'),
  getVcard: (cast) => keptVcard(cast, '3'),
  updateVcard: async (cast) => {
    await keptVcard(cast, '3')
    return tagOf(cast.app, cast.alice, `/accounts/3/vcards-storage/${VCARD}`)
  },
  deleteVcard: (cast) => keptVcard(cast, '3'),
  getDictionaryEntry: entryOfCarol,
  deleteDictionaryEntry: entryOfCarol,
  getAccountType: someType,
  updateAccountType: async (cast) => {
    const real = await someType(cast)
    return { ...real, ...(await tagOf(cast.app, cast.alice, `/account_${real['types/5']}`)) }
  },
  deleteAccountType: someType,
  addTypeToAccount: someType,
  removeTypeFromAccount: async (cast) => {
    const real = await someType(cast)
    const [type] = await cast.app.deps.db.prisma.accountType.findMany()
    await cast.app.api.post(`/api/accounts/3/types/${type!.id}`, undefined, { as: cast.alice })
    return real
  },
  listAccountActions: actionOfCarol,
  createAccountAction: actionOfCarol,
  getAccountAction: actionOfCarol,
  updateAccountAction: async (cast) => {
    const real = await actionOfCarol(cast)
    return { ...real, ...(await tagOf(cast.app, cast.alice, `/accounts/3/${real['actions/8']}`)) }
  },
  deleteAccountAction: actionOfCarol,
  getExternalAccount: externalOfCarol,
  deleteExternalAccount: externalOfCarol,
  removeSecondFactor: factorOfCarol,
  getWebhook: someWebhook,
  updateWebhook: async (cast) => {
    const real = await someWebhook(cast)
    return { ...real, ...(await tagOf(cast.app, cast.alice, `/${real['webhooks/3']}`)) }
  },
  deleteWebhook: someWebhook,
  testWebhook: someWebhook,
  listWebhookDeliveries: someWebhook,
  replayWebhookDelivery: async (cast) => {
    const real = await someWebhook(cast)
    const [webhook] = await cast.app.deps.db.prisma.webhook.findMany()
    const { id } = (await cast.app.api.post(`/api/webhooks/${webhook!.id}/test`, undefined, { as: cast.alice })).body
    return { ...real, 'deliveries/42': `deliveries/${id}`, 'delivery_id: 42': `delivery_id: ${id}` }
  },
  confirmPhoneChange: async ({ app, bob }) => {
    const to = newPhone()
    await app.api.post('/api/accounts/me/phone/request', { phone: to }, { as: bob })
    return { '4821': (await app.outbox.last('sms', to)).data.code! }
  },
}

/** The tag of something in the place of the one in the examples. */
async function tagOf(app: TestApp, as: Person, path: string): Promise<Record<string, string>> {
  const etag = (await app.api.get(`/api${path}`, { as })).header('etag')!
  return { x3PZ5yLrRk2mXqv1: etag.replaceAll('"', '') }
}

/** A number that carol has in the place of the one in the examples. */
async function numberOfCarol({ app, carol }: Cast): Promise<{ '+33612345678': string }> {
  const number = newPhone()
  await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { phone: number } })
  return { '+33612345678': number }
}

const askedToken = async ({ api }: TestApp): Promise<string> => (await api.post('/api/accounts/auth_token')).body.token

/** A link of bob's in the place of the one in the examples. */
async function linkOfBob({ app, bob }: Cast): Promise<Record<string, string>> {
  return { aB3dE6gH9jK2m: (await app.api.get('/api/accounts/me/provision', { as: bob })).body.provisioning_token }
}

async function admin({ app, alice }: Cast, method: string, path: string, body?: object): Promise<Record<string, string>> {
  expect([200, 201]).toContain((await app.api.send(method, `/api${path}`, { as: alice, ...(body && { body }) })).status)
  return {}
}
function contactsOfBob(cast: Cast) {
  return admin(cast, 'POST', '/accounts/2/contacts/3')
}
function contactsOfCarol(cast: Cast) {
  return admin(cast, 'POST', '/accounts/3/contacts/2')
}
function listOfCarol(cast: Cast) {
  return admin(cast, 'POST', '/contacts_lists', { title: 'Sales', description: '' })
}

/** The vCard of the examples, which bob or carol keeps. */
async function keptVcard({ app, alice, bob }: Cast, whose: 'me' | '3'): Promise<Record<string, string>> {
  const vcard = `BEGIN:VCARD\nVERSION:4.0\nUID:${VCARD}\nFN:Before\nEND:VCARD`
  const as = whose === 'me' ? bob : alice
  expect((await app.api.post(`/api/accounts/${whose}/vcards-storage`, { vcard }, { as })).status).toBe(201)
  return {}
}
const vcards = async ({ app }: Cast) =>
  (await app.deps.db.prisma.vcard.findMany()).map(({ accountId, uid, vcard }) => [accountId, uid, /^FN:(.*)$/m.exec(vcard)![1]])

const links = ({ app }: Cast) => app.deps.db.prisma.oneTimeLink.findMany({ select: { accountId: true } })

const carolsKeys = async ({ deps }: TestApp) => (await listApiKeys(deps, 3)).map(({ id }) => ({ id }))

/** Carol, who is activated already. */
async function activate(app: TestApp, alice: Person): Promise<Record<string, string>> {
  expect((await app.api.post('/api/accounts/3/activate', undefined, { as: alice })).body).toMatchObject({ activated: true })
  return {}
}

const info = async ({ app }: Cast, username: string) => (await app.api.get(`/api/accounts/${username}@sip.example.org/info`)).body
const me = async ({ app, bob }: Cast, password = bob.password) =>
  (await app.api.get('/api/accounts/me', { as: { ...bob, password, algorithm: password === bob.password ? 'MD5' : 'SHA-256' } })).body

async function entryOfCarol({ app, alice }: Cast): Promise<Record<string, string>> {
  await app.api.post('/api/accounts/3/dictionary/floor', { value: '3' }, { as: alice })
  return {}
}

/** A type in the place of the one in the examples. */
async function someType({ app, alice }: Cast): Promise<Record<string, string>> {
  const { id } = (await app.api.post('/api/account_types', { key: 'lift' }, { as: alice })).body
  return { 'types/5': `types/${id}`, 'type_id: 5': `type_id: ${id}` }
}

/** An action of carol's in the place of the one in the examples. */
async function actionOfCarol({ app, alice, carol }: Cast): Promise<Record<string, string>> {
  await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { dtmfProtocol: 'sipinfo' } })
  const { id } = (await app.api.post('/api/accounts/3/actions', { key: 'light', code: '9' }, { as: alice })).body
  return { 'actions/8': `actions/${id}`, 'action_id: 8': `action_id: ${id}` }
}

/** A webhook in the place of the one in the examples. */
async function someWebhook({ app, alice }: Cast): Promise<Record<string, string>> {
  const { id } = (await app.api.post('/api/webhooks', { name: 'Before', url: 'https://crm.example.org/' }, { as: alice })).body
  return { 'webhooks/3': `webhooks/${id}`, 'webhook_id: 3': `webhook_id: ${id}` }
}

async function factorOfCarol({ app, carol }: Cast): Promise<Record<string, string>> {
  await app.deps.db.prisma.authenticatorApp.create({ data: { accountId: carol.id, sealed: 'v1.AAAA', lastStep: 0, createdAt: new Date() } })
  return {}
}

async function externalOfCarol({ app, alice }: Cast): Promise<Record<string, string>> {
  const body = { username: 'trunk', domain: 'sip.operator.example', password: 'trunk-secret-1', protocol: 'TLS' }
  await app.api.post('/api/accounts/3/external', body, { as: alice })
  return {}
}

/** The effect of a sample. An operation that is not here only reads. */
const DONE: Record<string, (cast: Cast) => Promise<void>> = {
  createToken: async ({ app }) => void (await app.outbox.last('push')),
  resetPushDevice: async ({ app }) => expect(await app.deps.db.prisma.pushDevice.count()).toBe(0),
  createAccountWithToken: async (cast) => expect(await info(cast, 'dave.example')).toMatchObject({ activated: true }),
  sendCreationToken: async ({ app }) => void (await app.outbox.last('push')),
  sendRecoveryToken: async ({ app }) => expect(await app.deps.db.prisma.recoveryToken.count()).toBe(1),
  createRequestToken: async ({ app }) => expect(await app.deps.db.prisma.requestToken.count()).toBe(1),
  createTokenFromRequest: async ({ app }) => expect(await app.deps.db.prisma.token.count()).toBe(1),
  createCreationToken: async ({ app }) => expect(await app.deps.db.prisma.token.count()).toBe(1),
  consumeCreationToken: async ({ app }) => expect(await app.deps.db.prisma.account.count({ where: { tokenMade: true } })).toBe(1),
  createAccountWithCreationToken: async (cast) => expect(await info(cast, 'dave.example')).toMatchObject({ activated: false }),
  createPublicAccount: async (cast) => expect(await info(cast, '+33612345678')).toMatchObject({ activated: false }),
  recoverByPhone: async ({ app }) => void (await app.outbox.last('sms')),
  recoverAccount: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ activated: true }),
  activateByEmail: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ activated: true }),
  activateByPhone: async (cast) => expect(await info(cast, cast.carol.username)).toMatchObject({ activated: true }),
  deleteMe: async (cast) => expect(await info(cast, 'bob')).toMatchObject({ code: 'not_found' }),
  requestEmailChange: async ({ app }) => void (await app.outbox.last('email', 'bob@new.example.org')),
  confirmEmailChange: async (cast) => expect(await me(cast)).toMatchObject({ email: 'bob@new.example.org' }),
  changePassword: async (cast) => expect(await me(cast, 'architect-43')).toMatchObject({ passwords: [{ algorithm: 'SHA-256' }] }),
  requestPhoneChange: async ({ app }) => void (await app.outbox.last('sms', '+33698765432')),
  confirmPhoneChange: async (cast) => expect(await me(cast)).toMatchObject({ phone: expect.stringMatching(/^\+3361/) }),
  consumeProvisioning: async (cast) => expect(await links(cast)).toEqual([]),
  provisionMe: async (cast) => expect(await links(cast)).toEqual([{ accountId: cast.bob.id }]),
  provisionAccount: async (cast) => expect(await links(cast)).toEqual([{ accountId: cast.carol.id }]),
  sendProvisioningEmail: async ({ app }) => void (await app.outbox.last('email', 'carol@example.org')),
  deleteDevice: async ({ registrar, bob }) => expect(await registrar.list(bob)).toEqual([]),
  deleteDeviceOfAccount: async ({ registrar, carol }) => expect(await registrar.list(carol)).toEqual([]),
  deleteDeviceByBody: async ({ registrar, bob }) => expect(await registrar.list(bob)).toEqual([]),
  createAccount: async (cast) => expect(await info(cast, 'erin.example')).toMatchObject({ activated: false }),
  createAccounts: async (cast) => expect(await info(cast, 'frank.example')).toMatchObject({ activated: true }),
  deleteAccount: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ code: 'not_found' }),
  createApiKey: async ({ app }) => expect(await listApiKeys(app.deps, 3)).toMatchObject([{ name: 'Monitoring', scope: 'read' }]),
  deleteApiKey: async ({ app }) => expect(await carolsKeys(app)).toEqual([]),
  createConfirmationKey: async ({ app, carol }) => {
    const { body } = await app.api.get('/api/accounts/3', { as: await app.make.admin() })
    expect(body.confirmation_key).not.toBe(carol.record.confirmationKey)
  },
  addContact: async ({ app }) => expect(await app.deps.db.prisma.contact.count({ where: { accountId: 3, contactId: 2 } })).toBe(1),
  removeContact: async ({ app }) => expect(await app.deps.db.prisma.contact.count()).toBe(0),
  addContactsList: async ({ app }) => expect(await app.deps.db.prisma.contactsListOfAccount.count({ where: { accountId: 3 } })).toBe(1),
  removeContactsList: async ({ app }) => expect(await app.deps.db.prisma.contactsListOfAccount.count()).toBe(0),
  createContactsList: async ({ app }) => expect(await app.deps.db.prisma.contactsList.count({ where: { title: 'Sales' } })).toBe(1),
  updateContactsList: async ({ app }) =>
    expect(await app.deps.db.prisma.contactsList.findMany()).toMatchObject([{ description: 'Who sells, and who delivers.' }]),
  deleteContactsList: async ({ app }) => expect(await app.deps.db.prisma.contactsList.count()).toBe(0),
  addContactToList: async ({ app }) => expect(await app.deps.db.prisma.contactsListMember.count({ where: { contactId: 2 } })).toBe(1),
  removeContactFromList: async ({ app }) => expect(await app.deps.db.prisma.contactsListMember.count()).toBe(0),
  createOwnVcard: async (cast) => expect(await vcards(cast)).toEqual([[2, VCARD, 'Carol Example']]),
  updateOwnVcard: async (cast) => expect(await vcards(cast)).toEqual([[2, VCARD, 'Carol Example']]),
  deleteOwnVcard: async (cast) => expect(await vcards(cast)).toEqual([]),
  createVcard: async (cast) => expect(await vcards(cast)).toEqual([[3, VCARD, 'Carol Example']]),
  updateVcard: async (cast) => expect(await vcards(cast)).toEqual([[3, VCARD, 'Carol Example']]),
  deleteVcard: async (cast) => expect(await vcards(cast)).toEqual([]),
  attachAuthToken: async ({ app }) => expect(await app.deps.db.prisma.authToken.count({ where: { accountId: { not: null } } })).toBe(1),
  sendPasswordReset: async ({ app }) => void (await app.outbox.last('email', 'carol@example.org')),
  sendInvitation: async ({ app }) => void (await app.outbox.last('email', 'carol@example.org')),
  activateAccount: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ activated: true }),
  activateAccountByGet: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ activated: true }),
  deactivateAccount: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ activated: false }),
  deactivateAccountByGet: async (cast) => expect(await info(cast, 'carol')).toMatchObject({ activated: false }),
  blockAccount: async ({ app, carol }) =>
    expect(await app.deps.db.prisma.account.count({ where: { id: carol.id, blocked: true } })).toBe(1),
  unblockAccount: async ({ app, carol }) =>
    expect(await app.deps.db.prisma.account.count({ where: { id: carol.id, blocked: false } })).toBe(1),
  deleteDictionary: async ({ app }) => expect(await app.deps.db.prisma.dictionaryEntry.count()).toBe(0),
  setDictionaryEntry: async ({ app }) => expect(await app.deps.db.prisma.dictionaryEntry.count()).toBe(1),
  deleteDictionaryEntry: async ({ app }) => expect(await app.deps.db.prisma.dictionaryEntry.count()).toBe(0),
  createWebhook: async ({ app }) => expect(await app.deps.db.prisma.webhook.count({ where: { name: 'CRM' } })).toBe(1),
  updateWebhook: async ({ app }) => expect(await app.deps.db.prisma.webhook.count({ where: { name: 'CRM', enabled: false } })).toBe(1),
  deleteWebhook: async ({ app }) => expect(await app.deps.db.prisma.webhook.count()).toBe(0),
  testWebhook: async ({ app }) => expect(await app.deps.db.prisma.webhookDelivery.count({ where: { action: 'test' } })).toBe(1),
  replayWebhookDelivery: async ({ app }) =>
    expect(await app.deps.db.prisma.webhookDelivery.count({ where: { replayedAt: { not: null } } })).toBe(1),
  createAccountType: async ({ app }) => expect(await app.deps.db.prisma.accountType.count({ where: { key: 'door-station' } })).toBe(1),
  updateAccountType: async ({ app }) => expect(await app.deps.db.prisma.accountType.count({ where: { key: 'intercom' } })).toBe(1),
  deleteAccountType: async ({ app }) => expect(await app.deps.db.prisma.accountType.count()).toBe(0),
  addTypeToAccount: async ({ app, carol }) =>
    expect(await app.deps.db.prisma.typeOfAccount.count({ where: { accountId: carol.id } })).toBe(1),
  removeTypeFromAccount: async ({ app }) => expect(await app.deps.db.prisma.typeOfAccount.count()).toBe(0),
  createAccountAction: async ({ app }) => expect(await app.deps.db.prisma.accountAction.count({ where: { code: '1234' } })).toBe(1),
  updateAccountAction: async ({ app }) => expect(await app.deps.db.prisma.accountAction.count({ where: { code: '1234' } })).toBe(1),
  deleteAccountAction: async ({ app }) => expect(await app.deps.db.prisma.accountAction.count()).toBe(0),
  setExternalAccount: async ({ app, carol }) =>
    expect(await app.deps.db.prisma.externalAccount.count({ where: { accountId: carol.id } })).toBe(1),
  removeSecondFactor: async ({ app }) => expect(await app.deps.db.prisma.authenticatorApp.count()).toBe(0),
  deleteExternalAccount: async ({ app }) => expect(await app.deps.db.prisma.externalAccount.count()).toBe(0),
  activatePhoneCountry: async ({ app }) =>
    expect(await app.deps.db.prisma.phoneCountry.findUnique({ where: { code: 'FR' } })).toMatchObject({ activated: true }),
  deactivatePhoneCountry: async ({ app }) =>
    expect(await app.deps.db.prisma.phoneCountry.findUnique({ where: { code: 'FR' } })).toMatchObject({ activated: false }),
  updateAccount: async ({ app, carol }) =>
    expect(await app.deps.db.prisma.account.findUnique({ where: { id: carol.id } })).toMatchObject({ displayName: 'Carol Doe' }),
}

/** Runs the code samples of each operation against a service that has the cast of the examples. */
export function sampleTests(installed: () => InstalledSdk): void {
  /** How a sample is run: the body that it prints. @throws when the status is no success */
  const RUN: Record<string, (source: string) => Promise<string>> = {
    Shell: async (source) => {
      const { stdout } = await promisify(execFile)('bash', ['-c', `curl() { command curl -sS -w '\n%{http_code}' "$@"; }\n${source}`])
      const [, body, status] = /^([\s\S]*)\n(\d+)$/.exec(stdout)!
      if (!/^20[01]$/.test(status!)) throw new Error(`${status}: ${body}`)
      return body!
    },
    JavaScript: (source) =>
      installed().run(source.replace('console.log(data)', "console.log(typeof data === 'string' ? data : JSON.stringify(data))")),
  }

  test('has samples of each operation in four languages', () => {
    const expected = operations.flatMap(({ operationId }) => ['Shell', 'JavaScript', 'Kotlin', 'Swift'].map((lang) => [operationId, lang]))
    expect(SAMPLES.map(({ operationId, lang }) => [operationId, lang])).toEqual(expected)
  })

  const runs = (lang: string, it: Pick<typeof test, 'each'>) =>
    it.each(SAMPLES.filter((sample) => sample.lang === lang).map(({ operationId, source }) => [operationId, source] as const))(
      `runs %s in ${lang}`,
      async (id, source) => {
        const cast = await assemble()
        try {
          const { app, alice } = cast
          const real = { [BASE]: `${app.url}/api`, [KEY]: alice.apiKey, ...(await REAL[id]?.(cast)) }
          const program = Object.entries(real).reduce((text, [invented, value]) => text.replaceAll(invented, value), source)
          const output = await RUN[lang]!(program)
          const { responses } = operations.find(({ operationId }) => operationId === id)!
          expect(unlikeAnswer(id, '200' in responses ? 200 : 201, output.trimEnd())).toBe('')
          await DONE[id]?.(cast)
        } finally {
          await cast.app.close()
        }
      },
    )
  runs('Shell', testNeeding('curl'))
  runs('JavaScript', test)

  test('has every sample ask the address of its operation, by its method', () => {
    const EXAMPLES: Record<string, string> = {
      sip: 'carol@sip.example.org',
      email: 'carol@example.org',
      domain: 'sip.example.org',
      id: '3',
      uuid: DEVICE,
      key_id: KEY_ID,
      type_id: '5',
      action_id: '8',
      webhook_id: '3',
      delivery_id: '42',
      key: 'floor',
      country: 'FR',
      token: AUTH_TOKEN,
      auth_token: AUTH_TOKEN,
      provisioning_token: 'aB3dE6gH9jK2m',
      phone: '+33612345678',
      code: '4821',
      contact_id: '2',
      contacts_list_id: '1',
      uid: VCARD,
    }
    for (const { operationId, lang, source } of SAMPLES.filter(({ lang: name }) => name !== 'JavaScript')) {
      const { path, method } = operations.find((operation) => operation.operationId === operationId)!
      expect([operationId, source]).toEqual([
        operationId,
        expect.stringContaining(`${BASE}${path.replace(/\{(\w+)\}/g, (_, name) => EXAMPLES[name]!)}`),
      ])
      const said = {
        Shell: /-X (DELETE|PUT)/.exec(source)?.[1]?.toLowerCase() ?? (/-X POST|-d '/.test(source) ? 'post' : 'get'),
        Kotlin: /^ {4}\.(post|put|delete)\(/m.exec(source)?.[1] ?? 'get',
        Swift: /httpMethod = "(\w+)"/.exec(source)?.[1]?.toLowerCase() ?? 'get',
      }
      expect([operationId, lang, said[lang as keyof typeof said]]).toEqual([operationId, lang, method])
    }
  })

  test('closes every bracket and every string of samples that are not run', () => {
    for (const { operationId, lang, source } of SAMPLES.filter(({ lang: name }) => !(name in RUN)))
      expect([operationId, lang, unclosed(source)]).toEqual([operationId, lang, ''])
  })
}

/** alice, bob and carol as the examples have them: their ids are 1, 2 and 3. */
async function assemble(): Promise<Cast> {
  const registrar = new RegisteredDevices()
  const app = await startApp({ env: { LEGACY_APPS: 'on', USERNAME_MIN_LENGTH: '1', ...TURN }, replaced: { registrar } })
  const alice = await app.make.admin({ username: 'alice' })
  const bob = await app.make.user({ username: 'bob' })
  const carol = await app.make.unconfirmed({ username: 'carol' })
  registrar.register(bob, phone(DEVICE, 'LinphoneAndroid/5.2.5'))
  return { app, registrar, alice, bob, carol }
}

/** The brackets and the string that a program of Kotlin or Swift leaves open. */
function unclosed(source: string): string {
  const code = source.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\/\/.*$/gm, '')
  const open: string[] = []
  for (const [sign] of code.matchAll(/["()[\]{}]/g)) {
    const pair = { ')': '(', ']': '[', '}': '{' }[sign]
    if (pair === undefined) open.push(sign)
    else if (open.pop() !== pair) return `${open.join('')}${sign}`
  }
  return open.join('')
}
