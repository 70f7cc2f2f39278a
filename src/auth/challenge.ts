import { type Algorithm, quoted } from './digest.js'

/** What a 401 offers. */
export interface Challenge {
  /** the protection space, as it goes into HA1 */
  realm: string
  nonce: string
  opaque: string
  /** the algorithms that the account has stored; or its decoys */
  algorithms: readonly Algorithm[]
  /** the answer was right but its nonce was too old: the client may answer again without asking for the password */
  stale?: boolean
}

/**
 * The WWW-Authenticate values of a 401 (RFC 7616 section 3.3), one header each, MD5 first: liblinphone takes one challenge per header
 * and nothing but a quoted realm. Without the charset several clients take a password for ASCII.
 */
export function challenges({ realm, nonce, opaque, algorithms, stale = false }: Challenge): string[] {
  const start = `Digest realm=${quoted(Buffer.from(realm, 'utf8').toString('latin1'))}, qop="auth", algorithm=`
  const end = `, nonce="${nonce}", opaque="${opaque}", charset=UTF-8${stale ? ', stale=true' : ''}`
  return ORDER.filter((algorithm) => algorithms.includes(algorithm)).map((algorithm) => start + algorithm + end)
}

const ORDER: readonly Algorithm[] = ['MD5', 'SHA-256']
