import { type Attempt, answerChallenge, type Challenge, chooseChallenge, isConfirmed } from './challenge.js'

export type Fetch = typeof globalThis.fetch

/** Makes a fetch that authenticates out of one that does not. */
export type Authentication = (fetch: Fetch) => Fetch

/**
 * Authenticates with an API key, which an administrator makes in the account panel.
 * The key never follows a redirect to another server.
 */
export function apiKey(key: string): Authentication {
  return (send) => (input, init) => {
    const request = new Request(input, init)
    request.headers.set('x-api-key', key)
    return send(new Request(request, { redirect: 'error', credentials: 'omit' }))
  }
}

/** A nonce and how often it was used. */
interface Session {
  origin: string
  challenge: Challenge
  count: number
}

/**
 * Authenticates by digest (RFC 7616) with a SIP address, such as `bob@sip.example.org`, and its password. The first request is sent twice, once for
 * the challenge; after that the nonce is used again, with a growing count, until the server calls it stale.
 * @throws TypeError when the address has no domain
 */
export function digest(address: string, password: string): Authentication {
  const [, username, domain] = /^(?:sips?:)?([^@]+)@([^@]+)$/.exec(address) ?? []
  if (username === undefined) throw new TypeError(`${address} is no SIP address such as bob@sip.example.org`)
  const identity = { from: `sip:${username}@${domain}`, username, password }
  return (send) => {
    const memory: Memory = { last: undefined }
    return async (input, init) => authenticated(identity, send, await repeatable(new Request(input, init)), memory)
  }
}

/** The nonce that was good last. */
interface Memory {
  last: Session | undefined
}

async function authenticated(identity: Identity, send: Fetch, request: Repeatable, memory: Memory): Promise<Response> {
  const { last } = memory
  let response = await sendAs(identity, send, request, last?.origin === request.origin ? last : undefined)
  for (let answered = 0; response.status === 401 && answered < 2; answered++) {
    const challenge = chooseChallenge(response.headers.get('WWW-Authenticate'))
    // an answer to a fresh nonce that was refused, and not for its age: the password is wrong
    if (!challenge || (answered > 0 && !challenge.stale)) break
    await response.arrayBuffer() // lets the connection be used again
    const session: Session = { origin: request.origin, challenge, count: 0 }
    response = await sendAs(identity, send, request, session)
    memory.last = response.status === 401 ? undefined : session
  }
  return response
}

interface Identity {
  from: string
  username: string
  password: string
}

/** A request that can be sent again: a body can be read only once. */
interface Repeatable {
  request: Request
  body: ArrayBuffer | undefined
  origin: string
  /** path and query, for the digest */
  uri: string
}

async function repeatable(request: Request): Promise<Repeatable> {
  const { origin, pathname, search } = new URL(request.url)
  const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
  return { request, body, origin, uri: pathname + search }
}

/** @throws Error when the server does not prove that it knows the password too (RFC 7616 section 3.5) */
async function sendAs(
  { from, username, password }: Identity,
  send: Fetch,
  { request, body, uri }: Repeatable,
  session: Session | undefined,
): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('From', from)
  const made: Attempt = { username, password, method: request.method, uri, count: session ? ++session.count : 0, cnonce: cnonce() }
  if (session) headers.set('Authorization', answerChallenge(session.challenge, made))
  // no credentials of the browser's own: it would ask for a password itself
  const response = await send(
    new Request(request.url, { ...kept(request), method: request.method, headers, body, redirect: 'error', credentials: 'omit' }),
  )
  if (session && response.ok && !isConfirmed(response.headers.get('Authentication-Info'), session.challenge, made)) {
    throw new Error('The server does not know the password: this may be somebody else (rspauth is wrong)')
  }
  return response
}

/** What a request made anew keeps of the first one. */
const kept = ({ signal, cache, mode, referrerPolicy, keepalive }: Request) => ({ signal, cache, mode, referrerPolicy, keepalive })

function cnonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
