import { isIP } from 'node:net'
import { invalidField, together } from '../../domain/errors.js'

/** An account at another SIP server, as it is to be inserted. */
export interface NewExternal {
  username: string
  domain: string
  realm: string | null
  registrar: string | null
  outboundProxy: string | null
  protocol: string
  /** HA1 by MD5, in lower case */
  password: string
}

/** What another program says of one; empty and null are the same. */
export interface ForeignExternal {
  username: string | null
  domain: string | null
  realm: string | null
  registrar: string | null
  outbound_proxy: string | null
  protocol: string | null
}

const HOST = /^(?!\d+(?:\.\d+)*$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/
const LONGEST_HOST = 253

/**
 * An external account of another program. Flexisip's B2BUA reads what is kept of it from the database, so nothing in it has control characters.
 * @param hash the HA1 by MD5 over the realm, or the domain when there is none
 * @throws AppError 422 `errors.external_…`
 */
export function externalAccount(external: ForeignExternal, hash: (user: string, realm: string) => string): NewExternal {
  const [username, domain, realm, registrar, outboundProxy, protocol] = together(
    () => word('username', external.username, 64),
    () => host(external.domain ?? ''),
    () => realmOf(external.realm),
    () => (external.registrar ? word('registrar', external.registrar, 255) : null),
    () => (external.outbound_proxy ? word('outbound_proxy', external.outbound_proxy, 255) : null),
    () => transport(external.protocol ?? ''),
  )
  const password = hash(username, realm ?? external.domain!.trim())
  // the hash is over the domain as it was written
  const written = external.domain!.trim() === domain ? null : external.domain!.trim()
  const other = realm === domain ? null : (realm ?? written)
  return { ...{ username, domain, realm: other, registrar, outboundProxy, protocol }, password: password.toLowerCase() }
}

function word(field: string, text: string | null, most: number): string {
  if (text && text.length <= most && /^[\x21-\x7e]+$/.test(text)) return text
  throw invalidField(`external_${field}`, `It has 1 to ${most} characters of ASCII, without blanks.`)
}

function host(text: string): string {
  const lower = text.trim().toLowerCase()
  if (lower.length <= LONGEST_HOST && (isIP(lower) !== 0 || HOST.test(lower))) return lower
  throw invalidField('external_domain', 'This is neither a domain nor an IP address.')
}

function realmOf(text: string | null): string | null {
  if (!text) return null
  if (text.length <= 255 && /^[\x20-\x7e]+$/.test(text)) return text
  throw invalidField('external_realm', 'It has up to 255 characters of ASCII.')
}

function transport(text: string): string {
  const upper = text.trim().toUpperCase()
  if (['UDP', 'TCP', 'TLS'].includes(upper)) return upper
  throw invalidField('external_protocol', 'It is UDP, TCP or TLS.')
}
