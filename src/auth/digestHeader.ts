import type { Algorithm, DigestAnswer } from './digest.js'

/** control characters, and what is not one byte */
const NOT_HEADER_TEXT = /[^\t\x20-\x7e\x80-\xff]/
const HEX = /^[0-9a-f]+$/i
const TAB = 9
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const EQUALS = 61
const BACKSLASH = 92
const DELETE = 127

/** RFC 9110 section 5.6.2 */
const TOKEN = new Uint8Array(256)
for (const c of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") TOKEN[c.charCodeAt(0)] = 1

/**
 * Reads an Authorization header as an answer to our challenges: fields in any order, quoted or not, names in any case. Undefined when it is
 * not Digest, is malformed, repeats a field, lacks one that qop=auth needs, or uses what was not offered (another qop or algorithm,
 * `username*`, userhash). Takes one pass, so its time grows with the header's length alone.
 */
export function parseDigest(header: string): DigestAnswer | undefined {
  if (header.slice(0, 7).toLowerCase() !== 'digest ' || NOT_HEADER_TEXT.test(header)) return undefined
  const fields = parseFields(header, 7)
  return fields && answer(fields)
}

/** The auth-params from `start` on (RFC 9110 section 11.2) by lower-case name; undefined when malformed or repeated. */
function parseFields(text: string, start: number): Map<string, string> | undefined {
  const fields = new Map<string, string>()
  let i = nextElement(text, start)
  while (i < text.length) {
    const nameEnd = tokenEnd(text, i)
    const name = text.slice(i, nameEnd).toLowerCase()
    const equals = skipBlanks(text, nameEnd)
    if (name === '' || text.charCodeAt(equals) !== EQUALS || fields.has(name)) return undefined

    const valueStart = skipBlanks(text, equals + 1)
    const end = valueEnd(text, valueStart)
    if (end < 0) return undefined
    fields.set(name, unquoted(text.slice(valueStart, end)))

    const next = skipBlanks(text, end)
    if (next < text.length && text.charCodeAt(next) !== COMMA) return undefined
    i = nextElement(text, next)
  }
  return fields
}

/** Empty elements of the list are to be ignored (RFC 9110 section 5.6.1.2). */
function nextElement(text: string, from: number): number {
  let i = from
  while (isBlank(text.charCodeAt(i)) || text.charCodeAt(i) === COMMA) i++
  return i
}

function tokenEnd(text: string, from: number): number {
  let i = from
  while (TOKEN[text.charCodeAt(i)] === 1) i++
  return i
}

/** Where a value ends, quoted or not; -1 when there is none. Wider than a token: an unquoted uri is accepted too. */
function valueEnd(text: string, from: number): number {
  if (text.charCodeAt(from) === QUOTE) return quotedEnd(text, from + 1) + 1 || -1
  let i = from
  while (isUnquoted(text.charCodeAt(i))) i++
  return i === from ? -1 : i
}

const unquoted = (value: string): string => (value.charCodeAt(0) === QUOTE ? unescaped(value.slice(1, -1)) : value)

function isBlank(c: number): boolean {
  return c === SPACE || c === TAB
}

function skipBlanks(text: string, from: number): number {
  let i = from
  while (isBlank(text.charCodeAt(i))) i++
  return i
}

function isUnquoted(c: number): boolean {
  return c > SPACE && c < DELETE && c !== QUOTE && c !== COMMA
}

/** Where the closing quote is; -1 when there is none (RFC 9110 section 5.6.4). */
function quotedEnd(text: string, from: number): number {
  const quote = text.indexOf('"', from)
  if (quote < 0 || text.charCodeAt(quote - 1) !== BACKSLASH) return quote
  let i = from
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1
  return i < text.length ? i : -1
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text
}

function answer(fields: Map<string, string>): DigestAnswer | undefined {
  const username = fields.get('username')
  const realm = fields.get('realm')
  const nonce = fields.get('nonce')
  const uri = fields.get('uri')
  const response = fields.get('response')
  const cnonce = fields.get('cnonce')
  const nc = fields.get('nc')
  if (username === undefined || realm === undefined || nonce === undefined || uri === undefined) return undefined
  if (response === undefined || cnonce === undefined || nc === undefined) return undefined
  if (fields.get('qop') !== 'auth' || fields.has('username*')) return undefined
  if ((fields.get('userhash') ?? 'false').toLowerCase() !== 'false') return undefined
  const algorithm = knownAlgorithm(fields.get('algorithm') ?? 'MD5')
  if (algorithm === undefined || !HEX.test(response) || response.length !== (algorithm === 'MD5' ? 32 : 64)) return undefined
  if (nc.length !== 8 || !HEX.test(nc) || nc === '00000000') return undefined
  return {
    username: fromUtf8(username),
    realm: fromUtf8(realm),
    nonce,
    uri,
    algorithm,
    response: response.toLowerCase(),
    cnonce,
    nc,
    qop: 'auth',
    opaque: fields.get('opaque'),
  }
}

function knownAlgorithm(name: string): Algorithm | undefined {
  const upper = name.toUpperCase()
  return upper === 'MD5' || upper === 'SHA-256' ? upper : undefined
}

/** Header text has one character per byte; names are UTF-8 (RFC 7616 section 4). */
function fromUtf8(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text
}
