import { hash as hashOf, timingSafeEqual } from 'node:crypto'

/** The digest algorithms that are offered and stored; no `-sess`, no SHA-512-256: clients crash on them. */
export type Algorithm = 'MD5' | 'SHA-256'

/** What an Authorization header of the Digest scheme says (RFC 7616 section 3.4), unquoted. */
export interface DigestAnswer {
  /** decoded from UTF-8 */
  username: string
  /** decoded from UTF-8 */
  realm: string
  nonce: string
  /** the request target that the client says it asked for, one character per byte */
  uri: string
  algorithm: Algorithm
  /** lower-case hex, 32 or 64 digits */
  response: string
  /** one character per byte */
  cnonce: string
  /** 8 hex digits as they were sent (they are part of the hash), never 00000000 */
  nc: string
  qop: 'auth'
  opaque: string | undefined
}

const NOT_ASCII = /[\u0080-\uffff]/
const NAMES = { MD5: 'md5', 'SHA-256': 'sha256' } as const

/** H(text) of RFC 7616 section 3.3: lower-case hex over the UTF-8 text. @internal for tests */
export function hash(algorithm: Algorithm, text: string): string {
  return hashOf(NAMES[algorithm], text, 'hex')
}

/** H over header text, in which Node gives one character per byte that the client sent. */
function hashBytes(algorithm: Algorithm, text: string): string {
  return hashOf(NAMES[algorithm], NOT_ASCII.test(text) ? Buffer.from(text, 'latin1') : text, 'hex')
}

/** HA1 = H(username:realm:password), RFC 7616 section 3.4.2: what is stored instead of the password. */
export function ha1(algorithm: Algorithm, username: string, realm: string, password: string): string {
  return hash(algorithm, `${username}:${realm}:${password}`)
}

/** HA2 = H(method:uri), RFC 7616 section 3.4.3; `uri` is the request target as Node gives it. */
function ha2(algorithm: Algorithm, method: string, uri: string): string {
  return hashBytes(algorithm, `${method}:${uri}`)
}

/** KD of RFC 7616 section 3.4.1 for qop=auth. */
function respond(answer: DigestAnswer, hash1: string, hash2: string): string {
  const { algorithm, nonce, nc, cnonce, qop } = answer
  return hashBytes(algorithm, `${hash1}:${nonce}:${nc}:${cnonce}:${qop}:${hash2}`)
}

/**
 * The `response` that someone who knows the password would have sent with this answer (RFC 7616 section 3.4.1). The caller has checked
 * that `answer.uri` is the raw request target.
 */
export function expectedResponse(answer: DigestAnswer, hash1: string, method: string): string {
  return respond(answer, hash1, ha2(answer.algorithm, method, answer.uri))
}

/** The server's proof that it knows the password too: as the response, with an empty method (RFC 7616 section 3.5). @internal for tests */
export function rspauth(answer: DigestAnswer, hash1: string): string {
  return respond(answer, hash1, ha2(answer.algorithm, '', answer.uri))
}

/** The Authentication-Info value of a success (RFC 7616 section 3.5). */
export function authenticationInfo(answer: DigestAnswer, hash1: string): string {
  return `rspauth="${rspauth(answer, hash1)}", qop=auth, nc=${answer.nc}, cnonce=${quoted(answer.cnonce)}`
}

/** Compares secrets in a time that depends on the length of the first alone; secrets of unequal length differ. */
export function secretsEqual(a: string, b: string): boolean {
  // UTF-16: unlike in UTF-8, no two texts have the same bytes
  const left = Buffer.from(a, 'utf16le')
  const right = Buffer.from(b, 'utf16le')
  if (left.length === right.length) return timingSafeEqual(left, right)
  timingSafeEqual(left, left)
  return false
}

/** A quoted-string (RFC 9110 section 5.6.4). */
export function quoted(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
}
