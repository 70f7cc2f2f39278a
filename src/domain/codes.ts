import { hash, randomBytes } from 'node:crypto'

/** Gives n cryptographically random bytes; tests pass their own. */
export type Random = (n: number) => Buffer

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const READABLE = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'
const DIGITS = '0123456789'
/** 32 without look-alikes, to be typed in either case */
const TYPED = 'abcdefghijkmnpqrstuvwxyz23456789'

/** `length` characters of the alphabet (at most 256 characters), each equally likely: bytes that would favour the first ones are dropped. */
function pick(alphabet: string, length: number, random: Random): string {
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of random(length + 8)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

/** A token that machines pass on: 13 of `[A-Za-z0-9]`, 77 bits. */
export function randomToken(random: Random = randomBytes): string {
  return pick(ALPHANUMERIC, 13, random)
}

/** What a person may have to type: a code sent by mail, or a confirmation key. 13 of `[A-Za-z0-9]` without look-alikes (0 O o 1 l I), 75 bits. */
export function randomCode(random: Random = randomBytes): string {
  return pick(READABLE, 13, random)
}

/** A PIN: 4 digits, or as many as are asked for, leading zeros included. Only safe behind a cap on wrong tries. */
export function randomPin(random: Random = randomBytes, digits = 4): string {
  return pick(DIGITS, digits, random)
}

/** An API key: 40 of `[A-Za-z0-9]`, 238 bits, so that a plain hash of it is enough at rest. */
export function randomApiKey(random: Random = randomBytes): string {
  return pick(ALPHANUMERIC, 40, random)
}

/** The secret of a link in a mail: 40 of `[A-Za-z0-9]`, 238 bits. */
export function randomLinkSecret(random: Random = randomBytes): string {
  return pick(ALPHANUMERIC, 40, random)
}

/** The token of a link by which a password is set anew: 16 of `[A-Za-z0-9]`, 95 bits. */
export function randomResetToken(random: Random = randomBytes): string {
  return pick(ALPHANUMERIC, 16, random)
}

/** What a device shows that wants to be logged in by another one: 32 of `[A-Za-z0-9]`, 190 bits. */
export function randomAuthToken(random: Random = randomBytes): string {
  return pick(ALPHANUMERIC, 32, random)
}

/** What stands in once for a lost second factor: 16 of `[a-z2-9]`, 80 bits, so that a plain hash of it is enough at rest. */
export function randomRecoveryCode(random: Random = randomBytes): string {
  return pick(TYPED, 16, random)
}

/** A password to be read off a screen once: 20 characters without look-alikes, 116 bits. */
export function randomPassword(random: Random = randomBytes): string {
  return pick(READABLE, 20, random)
}

/** SHA-256 in hex: what is kept of tokens and API keys. Not for PINs, which anyone could try out: see keyedHash. */
export function hashToken(text: string): string {
  return hash('sha256', text, 'hex')
}
