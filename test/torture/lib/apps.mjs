// What apps of today do: tokens, links and log-ins of devices, as the claims about them need them.
import { PanelClient } from '../../support/panel.ts'
import { answer, challengeFor, fromOf, makePeople } from './people.mjs'
import { sentTo } from './service.mjs'

export const SIGN_UP = '/api/accounts/with-account-creation-token'
export const USING = '/api/account_creation_tokens/using-account-creation-request-token'
/** What apps send for a document. */
export const APP = { 'x-linphone-provisioning': '1' }
/** What browsers send, and with it most previews of links. */
export const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }

const good = ({ status, text, body }, wanted) => {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${text.slice(0, 300)}`)
  return body
}

/** A creation token that an administrator makes. */
export async function creationToken(t, api = t.api) {
  return good(await api.post('/api/account_creation_tokens', undefined, { headers: t.key }), 201).token
}

/** A request token; `validated`: a person has been on its page. */
export async function requestToken(t, { validated, api = t.api }) {
  const { token } = good(await api.post('/api/account_creation_request_tokens'), 201)
  if (validated) {
    const { status } = await new PanelClient({ api }).send(`/creation_token/check/${token}`, {})
    if (status !== 200) throw new Error(`a request token was not validated: ${status}`)
  }
  return token
}

/**
 * As somebody by digest, with a fresh challenge.
 * @param {any} t
 * @param {any} person
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, headers?: Record<string, string>, api?: any }} [options]
 */
export async function asPerson(t, person, method, path, { body, headers = {}, api = t.api } = {}) {
  const authorization = answer(await challengeFor(t, person), person, { method, path })
  return api.raw(method, path, { headers: { from: fromOf(person), authorization, ...headers }, body })
}

/** The token of a link that sets up an app with somebody's account. */
export const provisioningToken = async (t, { id }, api = t.api) =>
  good(await api.get(`/api/accounts/${id}/provision`, { headers: t.key }), 200).provisioning_token

/** The token of a device that wants to be logged in. */
export const loginToken = async (t, api = t.api) => good(await api.post('/api/accounts/auth_token'), 201).token

/** The secret that a push brings to a device. @param path of the operation that asks for it */
export async function pushed(t, path, prid, api = t.api) {
  good(await api.post(path, { pn_provider: 'fcm', pn_param: 'project', pn_prid: prid }), 200)
  return (await sentTo(t.dataDir, 'push', `fcm project ${prid}`)).data.token
}

/** Asks for a new password by mail, in a browser of its own. @param headers of the form; `timed` runs the request itself */
export async function forgotten(t, email, { headers = {}, api = t.api, timed = (work) => work() } = {}) {
  const browser = new PanelClient({ api })
  await browser.get('/recovery/email')
  const page = await timed(() => browser.post('/recovery', { email, username: '' }, { headers }))
  if (page.status !== 200) throw new Error(`/recovery answered ${page.status}`)
  return { browser, page, state: stateIn(page) }
}

/** Enters a code for a forgotten password. */
export const confirm = (asked, code, options) => asked.browser.post('/recovery/confirm', { state: asked.state, code }, options)

export const stateIn = ({ text }) => /name="state" value="([^"]*)"/.exec(text)?.[1] ?? ''

/** Path and query of a link in a message. */
export const pathIn = (link) => {
  const { pathname, search } = new URL(link)
  return pathname + search
}

/** What links that are in mails, chats and QR codes lead to: path, and what uses it when somebody means it. */
export async function linksOf(t) {
  const [person, reset, changing, owner] = await makePeople(t, 4, { prefix: 'previewed' })
  const address = ({ username }) => `${username}@example.org`
  for (const one of [reset, owner]) await t.db.run(`update accounts set email = '${address(one)}' where id = ${one.id}`)
  await t.api.post(`/api/accounts/${reset.id}/send_reset_password_email`, undefined, { headers: t.key })
  await asPerson(t, changing, 'POST', '/api/accounts/me/email/request', { body: { email: address(changing) } })
  await forgotten(t, address(owner))
  const linkTo = async (one) => pathIn((await sentTo(t.dataDir, 'email', address(one))).data.link)
  const browser = () => new PanelClient(t)
  const submitted = async (path, action, wanted) => {
    const visitor = browser()
    const { status } = await visitor.submit(await visitor.get(path), action)
    return status === wanted ? undefined : `${action} answered ${status}`
  }
  const provisioning = `/provisioning/${await provisioningToken(t, person)}`
  const asked = await requestToken(t, { validated: false })
  const recovery = await pushed(t, '/api/account_recovery_tokens/send-by-push', `preview.${t.random.hex(12)}`)
  const login = await loginToken(t)
  const expect = (answer, wanted) => (answer.status === wanted ? undefined : `it answered ${answer.status}`)
  const [resetLink, changeLink, ownerLink] = [await linkTo(reset), await linkTo(changing), await linkTo(owner)]
  return [
    { path: provisioning, use: async () => expect(await t.api.get(provisioning, { headers: APP }), 200) },
    {
      path: resetLink,
      use: async () => {
        const visitor = browser()
        const state = stateIn(await visitor.get(resetLink))
        const fields = { state, password: 'a New secret-9', again: 'a New secret-9' }
        return expect(await visitor.post('/recovery/password', fields), 303)
      },
    },
    { path: changeLink, use: () => submitted(changeLink, '/confirm-email', 200) },
    { path: ownerLink, use: () => submitted(ownerLink, '/recovery/link', 200) },
    {
      path: `/creation_token/check/${asked}`,
      use: () => submitted(`/creation_token/check/${asked}`, `/creation_token/check/${asked}`, 200),
    },
    {
      path: `/recovery/phone/${recovery}`,
      use: async () => {
        const visitor = browser()
        await visitor.get(`/recovery/phone/${recovery}`)
        return expect(await visitor.post('/recovery', { account_recovery_token: recovery, phone: '+33612345678' }), 200)
      },
    },
    {
      path: `/auth_tokens/auth/external/${login}`,
      use: async () => expect(await asPerson(t, person, 'GET', `/api/accounts/auth_token/${login}/attach`), 200),
    },
  ]
}
