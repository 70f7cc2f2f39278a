// All that apps of today are given, and what is done with it, right and wrong: the secrets are remembered.
import { ApiClient } from '../../support/client.ts'
import {
  APP,
  asPerson,
  BROWSER,
  creationToken,
  forgotten,
  loginToken,
  pathIn,
  provisioningToken,
  pushed,
  requestToken,
  SIGN_UP,
  stateIn,
  USING,
} from './apps.mjs'
import { DOMAIN, ha1Of } from './people.mjs'
import { sentTo } from './service.mjs'

/**
 * @param {any} t
 * @param {Set<string>} pins gets those of four digits
 */
export async function everyAppFlow(t, pins) {
  // the answers that hand a secret to whom it belongs are not kept, as nobody keeps them
  const own = new ApiClient(t.api.url)
  const erin = { username: 'secret.apps', domain: DOMAIN, password: t.secret('password', `Pw${t.random.hex(12)}`), algorithm: 'SHA-256' }
  t.secret('HA1', ha1Of(erin, 'SHA-256'), { table: 'passwords' })
  await signUp(t, own, erin)
  await t.db.run("update accounts set activated = true, email = 'apps@example.org' where username = 'secret.apps'")
  const [{ id }] = await t.db.rows("select id from accounts where username = 'secret.apps'")
  await setUp(t, own, { ...erin, id })
  await logIn(t, own, erin)
  await changeEmail(t, own, erin, pins)
  await recover(t, own, { ...erin, id }, pins)
}

async function signUp(t, own, erin) {
  const request = t.secret('request token', await requestToken(t, { validated: true, api: own }))
  const ask = (api) => api.post(USING, { account_creation_request_token: request })
  const fromRequest = t.secret('creation token', (await ask(own)).body.token)
  const ofAdmin = t.secret('creation token', await creationToken(t, own))
  const byPush = t.secret('creation token', await pushed(t, '/api/account_creation_tokens/send-by-push', 'secret.apps'))
  const { username, password } = erin
  await t.api.post(SIGN_UP, { username, password, account_creation_token: fromRequest })
  for (const token of [fromRequest, ofAdmin, byPush]) {
    await t.api.post(SIGN_UP, { username: 'Bad Name', password, account_creation_token: token })
    await asPerson(t, erin, 'POST', '/api/account_creation_tokens/consume', { body: { account_creation_token: `${token}x` } })
  }
  await ask(t.api)
  await t.api.get(`/creation_token/check/${request}`, { headers: BROWSER })
}

async function setUp(t, own, erin) {
  const token = t.secret('link for an app', await provisioningToken(t, erin, own))
  await own.get(`/provisioning/${token}`, { headers: BROWSER })
  await own.get(`/provisioning/qrcode/${token}`)
  await t.api.get(`/api/provisioning/${token}`)
  await own.get(`/provisioning/${token}`, { headers: APP })
  for (const headers of [APP, BROWSER]) await t.api.get(`/provisioning/${token}`, { headers })
  await t.api.post(`/api/accounts/${erin.id}/send_provisioning_email`, undefined, { headers: t.key })
  const { link } = (await sentTo(t.dataDir, 'email', 'apps@example.org')).data
  t.secret('link for an app', new URL(link).pathname.split('/').at(-1) ?? '')
  const challenge = await asPerson(t, erin, 'GET', '/api/provisioning/me', { headers: APP, api: own })
  if (challenge.status !== 200) throw new Error(`/provisioning/me answered ${challenge.status}`)
}

async function logIn(t, own, erin) {
  const token = t.secret('log-in token', await loginToken(t, own))
  await t.api.get(`/api/accounts/me/api_key/${token}`)
  await asPerson(t, erin, 'GET', `/api/accounts/auth_token/${token}/attach`)
  const { body } = await own.get(`/api/accounts/me/api_key/${token}`)
  t.secret('API key', body.api_key)
  await own.get('/api/accounts/me', { headers: { 'x-api-key': body.api_key } })
  t.secret('API key', (await asPerson(t, erin, 'GET', '/api/accounts/me/api_key', { api: own })).text)
  await t.api.get('/api/accounts/me', { headers: { 'x-api-key': body.api_key } })
}

async function changeEmail(t, own, erin, pins) {
  const path = '/api/accounts/me/email'
  await asPerson(t, erin, 'POST', `${path}/request`, { body: { email: 'apps.new@example.org' } })
  const { code, link } = (await sentTo(t.dataDir, 'email', 'apps.new@example.org')).data
  pins.add(code)
  const secret = t.secret('secret of a link', new URL(link).searchParams.get('code') ?? '')
  await own.get(pathIn(link), { headers: BROWSER })
  await asPerson(t, erin, 'POST', path, { body: { code: secret } })
  // what an account is told of itself has the link for an app
  await asPerson(t, erin, 'POST', path, { body: { code }, api: own })
}

async function recover(t, own, erin, pins) {
  t.secret('recovery token', await pushed(t, '/api/account_recovery_tokens/send-by-push', 'secret.recovery'))
  const asked = await forgotten(t, 'apps.new@example.org')
  const { code, link } = (await sentTo(t.dataDir, 'email', 'apps.new@example.org', 2)).data
  pins.add(code)
  t.secret('secret of a link', new URL(link).searchParams.get('code') ?? '')
  await own.get(pathIn(link), { headers: BROWSER })
  const next = t.secret('password', `Pw${t.random.hex(12)}`)
  t.secret('HA1', ha1Of({ ...erin, password: next }, 'SHA-256'), { table: 'passwords' })
  const page = await asked.browser.post('/recovery/confirm', { state: asked.state, code })
  const fields = { state: stateIn(page), password: next, again: next }
  const done = await asked.browser.post('/recovery/password', { ...fields, again: erin.password })
  if (done.status !== 422) throw new Error(`/recovery/password answered ${done.status}`)
  await asked.browser.post('/recovery/password', fields)
  for (const [name, value] of asked.browser.cookies)
    if (/session/.test(name)) t.secret('session', decodeURIComponent(value).split('.')[0] ?? '')
  await t.api.post(`/api/accounts/${erin.id}/send_reset_password_email`, undefined, { headers: t.key })
  const mail = (await sentTo(t.dataDir, 'email', 'apps.new@example.org', 4)).data
  const reset = t.secret('link for a password', new URL(mail.link).pathname.split('/').at(-1) ?? '')
  await t.api.get(`/reset_password/${reset}`, { headers: BROWSER })
}
