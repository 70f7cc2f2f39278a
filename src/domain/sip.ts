/** A SIP address of record. The domain is in lower case; the username is as it was sent. */
export interface Aor {
  username: string
  domain: string
}

/** `user@domain`: an account's one name, here and in every key. */
export const addressOf = ({ username, domain }: Aor): string => `${username}@${domain}`

/** longest address worth reading, in characters: a domain has 253 at most, a username 64, the rest is for parameters */
const LONGEST = 4096
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/
const PORT = /^\d{1,5}$/
/** RFC 3261 section 25.1: unreserved and user-unreserved */
const USER = /^[A-Za-z0-9\-_.!~*'()&=+$,;?/]+$/
const SCHEME = /^sips?:/i

/**
 * Reads an address that stood in a path, and was percent-decoded with it: `sip:user@domain`, `sips:user@domain` or `user@domain`. A port or
 * parameters make it unreadable, as does anything else: undefined.
 */
export function parseAor(text: string): Aor | undefined {
  if (text.length > LONGEST) return undefined
  const rest = text.replace(SCHEME, '')
  const at = rest.indexOf('@')
  return at < 0 ? undefined : aor(rest.slice(0, at), rest.slice(at + 1))
}

/**
 * Reads a From header (RFC 3261 section 20.20): a bare address or `"Display" <address>`, both with parameters. The address is
 * `sip:` or `sips:`, with or without port and parameters, also percent-encoded. Undefined when there is no such address.
 */
export function parseFrom(header: string): Aor | undefined {
  if (header.length > LONGEST) return undefined
  const text = header.includes('<') ? header.trim() : decode(header)?.trim()
  if (text === undefined) return undefined
  const open = displayEnd(text)
  if (open === undefined) return undefined
  if (text[open] !== '<') return parseUri(text)
  const close = text.indexOf('>', open)
  if (close < 0) return undefined
  const after = text.slice(close + 1).trimStart()
  return after === '' || after.startsWith(';') ? parseUri(text.slice(open + 1, close)) : undefined
}

/** Where the display name ends and `<` is; 0 when there is neither; undefined when a quoted name is broken. */
function displayEnd(text: string): number | undefined {
  if (text[0] !== '"') {
    const open = Math.max(text.indexOf('<'), 0)
    return text.slice(0, open).includes('"') ? undefined : open
  }
  let i = 1
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  i++
  while (text[i] === ' ' || text[i] === '\t') i++
  return text[i] === '<' ? i : undefined
}

/** `sip:user@host:port;parameters?headers` */
function parseUri(text: string): Aor | undefined {
  const plain = decode(text)
  const scheme = plain === undefined ? null : SCHEME.exec(plain)
  if (plain === undefined || scheme === null) return undefined
  const at = plain.indexOf('@')
  if (at < 0) return undefined
  const hostport = plain.slice(at + 1, hostEnd(plain, at + 1))
  const colon = hostport.indexOf(':', hostport.lastIndexOf(']') + 1)
  if (colon >= 0 && !PORT.test(hostport.slice(colon + 1))) return undefined
  return aor(plain.slice(scheme[0].length, at), colon < 0 ? hostport : hostport.slice(0, colon))
}

function hostEnd(text: string, from: number): number {
  let i = from
  while (i < text.length && text[i] !== ';' && text[i] !== '?') i++
  return i
}

function aor(username: string, host: string): Aor | undefined {
  const domain = host.toLowerCase()
  return username.length <= 255 && domain.length <= 253 && USER.test(username) && HOST.test(domain) ? { username, domain } : undefined
}

function decode(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
