// What is measured: for each scenario the requests of one connection. The same requests go to the service and to the floor.
import { createHash, randomBytes } from 'node:crypto'
import { API_KEY, PASSWORD, pendingToken, REALM, TOKENS, tokenOf, username } from './seed.mjs'

const HOST = 'Host: bench\r\nAccept: application/json\r\n'
export const get = (path, headers = '') => `GET ${path} HTTP/1.1\r\n${HOST}${headers}\r\n`
const post = (path, body, headers = '') =>
  `POST ${path} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
export const key = `x-api-key: ${API_KEY}\r\n`

/** From and Authorization, lines of a request, with the answer to the challenge for SHA-256 in a head. */
export function authorization(challenge, user, path, nc, { method = 'GET', password = PASSWORD } = {}) {
  const [, nonce] = /algorithm=SHA-256, nonce="([^"]+)"/.exec(challenge) ?? []
  const cnonce = '0a4f113b9c2e77d1'
  const count = nc.toString(16).padStart(8, '0')
  const hash1 = sha256(`${user}:${REALM}:${password}`)
  const response = sha256(`${hash1}:${nonce}:${count}:${cnonce}:auth:${sha256(`${method}:${path}`)}`)
  return `From: sip:${user}@${REALM}\r\nAuthorization: Digest username="${user}", realm="${REALM}", nonce="${nonce}", uri="${path}", algorithm=SHA-256, response="${response}", cnonce="${cnonce}", nc=${count}, qop=auth, opaque="x"\r\n`
}

const pick = (accounts) => Math.floor(Math.random() * accounts)
let created = 0
const redeemed = { old: 0, new: 0 }
/** To be called for each new pair of databases, which have all their tokens yet. */
export const withNewDatabases = () => {
  Object.assign(redeemed, { old: 0, new: 0 })
}
const run = randomBytes(4).toString('hex')
const newAccount = (extra = {}) =>
  JSON.stringify({ username: `b.${run}.${(created++).toString(36)}`, password: PASSWORD, algorithm: 'SHA-256', activated: true, ...extra })

/** Somebody's requests by digest with one nonce, until another is asked for. */
const byDigest =
  (path, headers = '') =>
  (accounts) =>
  (connection) => {
    const user = username((connection * 7) % accounts)
    let challenge
    let nc = 0
    return (answer) => {
      if (answer?.status === 401) challenge = answer.head
      const own = challenge ? authorization(challenge, user, path, ++nc) : `From: sip:${user}@${REALM}\r\n`
      return get(path, headers + own)
    }
  }
const asApp = 'X-Linphone-Provisioning: 1\r\n'
const USING = '/api/account_creation_tokens/using-account-creation-request-token'

/**
 * `perRequest`: requests for one that counts. `limit`: how often it can be done on one database. `named`: only when it is asked for by its name.
 * @type {Record<string, { session: (accounts: number) => (connection: number) => (answer?: Answer) => string, perRequest?: number, limit?: number, named?: boolean }>}
 * @typedef {{ head: string, status: number, body: string }} Answer
 */
export const scenarios = {
  ping: { session: () => () => () => get('/api/ping') },
  info: { session: (accounts) => () => () => get(`/api/accounts/${username(pick(accounts))}@${REALM}/info`) },
  challenge: { session: (accounts) => () => () => get('/api/accounts/me', `From: sip:${username(pick(accounts))}@${REALM}\r\n`) },
  meByKey: { session: () => () => () => get('/api/accounts/me', key) },
  meByDigest: { session: byDigest('/api/accounts/me') },
  meByFreshDigest: {
    perRequest: 2,
    session: (accounts) => () => {
      let user
      return (answer) => {
        if (answer?.status === 401) return get('/api/accounts/me', authorization(answer.head, user, '/api/accounts/me', 1))
        user = username(pick(accounts))
        return get('/api/accounts/me', `From: sip:${user}@${REALM}\r\n`)
      }
    },
  },
  tokenPending: {
    session: () => (connection) => () => post(USING, JSON.stringify({ account_creation_request_token: pendingToken(connection) })),
  },
  provisioningMe: { session: byDigest('/provisioning/me', asApp) },
  devices: { session: () => () => () => get('/api/accounts/me/devices', key) },
  listPage1: { session: () => () => () => get('/api/accounts', key) },
  listPage500: { session: () => () => () => get('/api/accounts?page=500', key) },
  listCursor: {
    session: (accounts) => () => {
      let cursor = Buffer.from(`a${pick(accounts)}`).toString('base64url') // somewhere in the middle
      return (answer) => {
        if (answer) cursor = /"next_cursor":"([^"]+)"/.exec(answer.body)?.[1] ?? ''
        return get(`/api/accounts?cursor=${cursor}`, key)
      }
    },
  },
  adminGet: { session: (accounts) => () => () => get(`/api/accounts/${1 + pick(accounts)}`, key) },
  /** what makes accounts comes last: the others are asked of as many as there were */
  create: { session: () => () => () => post('/api/accounts', newAccount(), key) },
  withToken: {
    limit: TOKENS,
    session: () => () => () => post('/api/accounts/with-token', newAccount({ token: tokenOf('old', redeemed.old++) })),
  },
  withCreationToken: {
    limit: TOKENS,
    session: () => () => () =>
      post('/api/accounts/with-account-creation-token', newAccount({ account_creation_token: tokenOf('new', redeemed.new++) })),
  },
  /** these two have no floor: they are for `accounts:N` and `build:FOLDER` */
  listFiltered: { named: true, session: () => () => () => get(`/api/accounts?domain=${REALM}&activated=true`, key) },
  search: { named: true, session: (accounts) => () => () => get(`/api/accounts?search=${username(pick(accounts)).slice(-6)}`, key) },
  /** what apps and administrators do in turn: to be offered at a rate, below saturation (`--paced`) */
  mixed: {
    named: true,
    session: (accounts) => (connection) => {
      const clients = MIX.map((name) => ({ next: scenarios[name].session(accounts)(connection), answer: undefined }))
      let turn = connection
      let asked
      return (answer) => {
        if (asked) asked.answer = answer
        asked = clients[turn++ % clients.length]
        return asked.next(asked.answer)
      }
    },
  },
}

const MIX = ['info', 'meByDigest', 'meByKey', 'challenge', 'meByDigest', 'provisioningMe', 'devices', 'meByDigest', 'listPage1', 'adminGet']
