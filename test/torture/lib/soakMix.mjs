// What apps, people and administrators do all day: kinds of steps, each of one request or a few, and how often they occur.

import { REGISTERED } from '../../../scripts/bench/registrations.mjs'
import { authorization } from '../../../scripts/bench/scenarios.mjs'
import { API_KEY, PASSWORD, REALM, TOKENS, username } from '../../../scripts/bench/seed.mjs'

const ME = '/api/accounts/me'
/** Apps that stay, and use their nonce again. */
const STAYING = 400
const OK = [200]

/**
 * @param accounts how many there are; the first is the administrator who owns API_KEY
 * @param below (n) → a number from 0 to below n
 * @param record (kind, answer, expected, authenticatedRead, begin) after each answer
 * @returns {{step: (socket, n: number, due: number) => Promise<void>, made: () => number}} the step to run, and by how many accounts there are more now
 */
export function soakMix({ accounts, below, record }) {
  /** @type {{ n: number, nc: number, head: string | undefined, busy: boolean }[]} */
  const staying = Array.from({ length: STAYING }, (_, i) => ({
    n: 1 + ((i * 2_477) % (accounts - 1)),
    nc: 0,
    head: undefined,
    busy: false,
  }))
  const mine = []
  let [made, removed, redeemed] = [0, 0, 0]

  /** @type {Record<string, [weight: number, step: (ask: any, n: number) => Promise<unknown>]>} */
  const kinds = {
    'me, nonce used again': [34, asStaying],
    'me, by key': [8, (ask) => ask(request('GET', ME, address(0), key), { read: true })],
    'me, fresh challenge': [10, (ask) => asAnybody(ask, below(accounts), 'GET', ME, { read: true })],
    info: [12, (ask) => ask(request('GET', `/api/accounts/${username(below(accounts))}@${REALM}/info`, address(below(accounts))))],
    'info of nobody': [2, (ask, n) => ask(request('GET', `/api/accounts/nobody.${n}@${REALM}/info`, address(n)), { expected: [404] })],
    'admin, devices': [
      2,
      (ask) => ask(request('GET', `/api/accounts/${1 + below(Math.min(accounts, REGISTERED))}/devices`, address(0), key), { read: true }),
    ],
    'admin, one account': [10, (ask) => ask(request('GET', `/api/accounts/${1 + below(accounts)}`, address(0), key), { read: true })],
    'admin, list by cursor': [
      3,
      (ask) => ask(request('GET', `/api/accounts?cursor=${cursor(below(accounts))}`, address(0), key), { read: true }),
    ],
    'admin, list': [1, (ask) => ask(request('GET', '/api/accounts', address(0), key), { read: true })],
    'admin, search': [
      0.1,
      (ask) => ask(request('GET', `/api/accounts?search=${username(below(accounts))}`, address(0), key), { read: true }),
    ],
    'admin, audit log': [1, (ask) => ask(request('GET', '/api/audit?per_page=20', address(0), key), { read: true })],
    'admin, new account': [3, create],
    'admin, delete': [2, remove],
    'sign-up with a token': [2, signUp],
    'new password': [2, newPassword],
    'new e-mail address': [1, newAddress],
    'wrong password': [2, (ask) => asAnybody(ask, below(accounts), 'GET', ME, { password: 'not-it', expected: [401] })],
    'wrong key': [
      1,
      (ask, n) => ask(request('GET', ME, address(n), 'x-api-key: wrongwrongwrongwrongwrongwrongwrong1234\r\n'), { expected: [401] }),
    ],
    'broken request': [
      1,
      (ask, n) => ask(request('POST', '/api/accounts/with-token', address(n), '', '{"username":'), { expected: [400] }),
    ],
    'panel, log-in page': [2, (ask, n) => ask(request('GET', '/login', address(n)))],
    ping: [2, (ask, n) => ask(request('GET', '/api/ping', address(n)))],
    'health, ready': [0.9, (ask, n) => ask(request('GET', '/api/health/ready', address(n)))],
  }
  const names = Object.entries(kinds).flatMap(([name, [weight]]) => Array(Math.round(weight * 10)).fill(name))

  return {
    made: () => made - removed,
    async step(socket, n, due) {
      const kind = names[below(names.length)]
      let begin = due
      const ask = async (text, { expected = OK, read = false } = {}) => {
        const answer = await socket.exchange(text)
        record(kind, answer, expected, read, begin)
        begin = performance.now()
        return answer
      }
      await kinds[kind][1](ask, n)
    },
  }

  /** As an app that is there all the time: a challenge now and then, the same nonce in between. One that is busy leaves it to another. */
  async function asStaying(ask) {
    const app = staying[below(STAYING)]
    if (app.busy) return asAnybody(ask, below(accounts), 'GET', ME, { read: true })
    app.busy = true
    try {
      for (let tries = 0; tries < 2; tries++) {
        const head = app.head ?? (await challenge(ask, app.n, 'GET', ME)).head
        const credentials = authorization(head, username(app.n), ME, ++app.nc)
        const answer = await ask(request('GET', ME, address(app.n), credentials), { expected: [200, 401], read: true })
        app.head = head
        if (answer.status === 200) return
        if (!/stale=true/.test(answer.head)) throw new Error(`refused: ${answer.head}\n${answer.body}`)
        Object.assign(app, { head: answer.head, nc: 0 })
      }
    } finally {
      app.busy = false
    }
  }

  /**
   * A challenge, and its answer.
   * @param {any} ask
   * @param {number} n of the account
   * @param {string} method
   * @param {string} path
   * @param {{ body?: string, password?: string, expected?: number[], read?: boolean }} [options]
   */
  async function asAnybody(ask, n, method, path, { body, password = PASSWORD, ...options } = {}) {
    const { head } = await challenge(ask, n, method, path)
    return ask(request(method, path, address(n), authorization(head, username(n), path, 1, { method, password }), body), options)
  }

  function challenge(ask, n, method, path) {
    return ask(request(method, path, address(n), `From: sip:${username(n)}@${REALM}\r\n`), { expected: [401] })
  }

  async function create(ask, n) {
    const body = JSON.stringify({ username: `soaked.${n}`, password: PASSWORD, algorithm: 'SHA-256', activated: true })
    const { status, body: text } = await ask(request('POST', '/api/accounts', address(0), key, body))
    if (status !== 200) return
    made++
    mine.push(JSON.parse(text).id)
  }

  async function remove(ask, n) {
    const id = mine.shift()
    if (id === undefined) return create(ask, n)
    const { status } = await ask(request('DELETE', `/api/accounts/${id}`, address(0), key))
    if (status === 200) removed++
  }

  async function signUp(ask, n) {
    if (redeemed === TOKENS) return create(ask, n)
    const token = `tok${String(redeemed++).padStart(10, '0')}`
    const body = JSON.stringify({
      username: `signed.up.${n}`,
      password: PASSWORD,
      algorithm: 'SHA-256',
      token,
      email: `new.${n}@example.org`,
    })
    const { status } = await ask(request('POST', '/api/accounts/with-token', address(n), '', body))
    if (status === 200) made++
  }

  /** The same one again, so that the account can be used by the others. */
  async function newPassword(ask) {
    const body = JSON.stringify({ algorithm: 'SHA-256', password: PASSWORD, old_password: PASSWORD })
    await asAnybody(ask, below(accounts), 'POST', `${ME}/password`, { body })
  }

  /** Asks for it, and then mistypes the code. */
  async function newAddress(ask, n) {
    const who = below(accounts)
    await asAnybody(ask, who, 'POST', `${ME}/email/request`, { body: JSON.stringify({ email: `moved.${n}@example.org` }) })
    await asAnybody(ask, who, 'POST', `${ME}/email`, { body: JSON.stringify({ code: 'wrongwrong123' }), expected: [422] })
  }
}

const key = `x-api-key: ${API_KEY}\r\n`
const cursor = (id) => Buffer.from(`a${id}`).toString('base64url')
/** Where somebody lives, as the proxy in front says. */
const address = (n) => `X-Forwarded-For: 10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}\r\n`

/** @param {string} [body] */
function request(method, path, from, headers = '', body = undefined) {
  const content = body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nHost: soak\r\n${from}${headers}${content}\r\n${body ?? ''}`
}
