import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

export type Algorithm = 'MD5' | 'SHA-256'

/** A digest challenge (RFC 7616 section 3.3) that this client can answer. */
export interface Challenge {
  algorithm: Algorithm
  realm: string
  nonce: string
  opaque: string | undefined
  /** the last answer was right and only its nonce too old */
  stale: boolean
}

/** What an answer is computed from, besides the challenge. */
export interface Attempt {
  username: string
  password: string
  method: string
  /** the request target: path and query, as they are sent */
  uri: string
  /** how often this nonce was used, this time included */
  count: number
  cnonce: string
}

// browsers have no MD5
const HASHES = { MD5: md5, 'SHA-256': sha256 }
const hash = (algorithm: Algorithm, text: string): string => bytesToHex(HASHES[algorithm](utf8ToBytes(text)))

/** One parameter; a scheme before it begins another challenge. */
const PARAMETER =
  /\s*(?:([\w!#$%&'*+.^`|~-]+)\s+(?=[\w!#$%&'*+.^`|~-]+\s*=))?([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)/y

/**
 * The best challenge that `WWW-Authenticate` offers, SHA-256 before MD5; undefined when there is none to be answered. Several headers come as one,
 * with commas between: so does fetch give them.
 */
export function chooseChallenge(header: string | null): Challenge | undefined {
  const known = parameters(header ?? '').flatMap(([scheme, fields]) => {
    const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase()
    const [realm, nonce] = [fields.get('realm'), fields.get('nonce')]
    const offersAuth = (fields.get('qop') ?? '').split(',').some((qop) => qop.trim().toLowerCase() === 'auth')
    if (scheme !== 'digest' || !offersAuth || realm === undefined || nonce === undefined) return []
    if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return []
    const challenge: Challenge = {
      algorithm,
      realm,
      nonce,
      opaque: fields.get('opaque'),
      stale: fields.get('stale')?.toLowerCase() === 'true',
    }
    return [challenge]
  })
  return known.find(({ algorithm }) => algorithm === 'SHA-256') ?? known[0]
}

function parameters(header: string): [scheme: string, fields: Map<string, string>][] {
  const found: [string, Map<string, string>][] = []
  PARAMETER.lastIndex = 0
  for (let match = PARAMETER.exec(header); match; match = PARAMETER.exec(header)) {
    const [, scheme, name, quoted, plain] = match
    if (scheme !== undefined) found.push([scheme.toLowerCase(), new Map()])
    found.at(-1)?.[1].set(name!.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain!)
  }
  return found
}

/** The `Authorization` header that answers a challenge (RFC 7616 section 3.4). */
export function answerChallenge(challenge: Challenge, attempt: Attempt): string {
  const { algorithm, realm, nonce, opaque } = challenge
  const { username, uri, cnonce } = attempt
  const fields = [
    `username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `algorithm=${algorithm}`,
    'qop=auth',
    `nc=${hex(attempt.count)}`,
    `cnonce=${quote(cnonce)}`,
    `response="${response(challenge, attempt, attempt.method)}"`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
  ]
  return `Digest ${fields.join(', ')}`
}

/** Whether `Authentication-Info` shows that the server knows the password too (section 3.5); true when there is no such header. */
export function isConfirmed(header: string | null, challenge: Challenge, attempt: Attempt): boolean {
  const given = /(?:^|[\s,])rspauth="([0-9a-f]*)"/i.exec(header ?? '')?.[1]
  return given === undefined || given === response(challenge, attempt, '')
}

function response({ algorithm, realm, nonce }: Challenge, { username, password, uri, count, cnonce }: Attempt, method: string): string {
  const hash1 = hash(algorithm, `${username}:${realm}:${password}`)
  return hash(algorithm, `${hash1}:${nonce}:${hex(count)}:${cnonce}:auth:${hash(algorithm, `${method}:${uri}`)}`)
}

const hex = (count: number): string => count.toString(16).padStart(8, '0')
const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
