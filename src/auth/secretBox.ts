import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** names the format, so that a later one can be told apart */
const VERSION = 'v1.'
const IV_BYTES = 12
const TAG_BYTES = 16

/** A 32-byte key for one purpose, by HKDF-SHA-256 (RFC 5869): keys of different purposes tell nothing about each other. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'flexisip-accounts', purpose, 32))
}

/** Encrypts text with AES-256-GCM under a fresh random IV: `v1.` and base64url of IV, ciphertext and tag. */
export function seal(key: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return VERSION + sealed.toString('base64url')
}

/** The text that `seal` got; undefined when it was changed, cut, sealed with another key or in another format. */
export function open(key: Buffer, sealed: string): string | undefined {
  if (!sealed.startsWith(VERSION)) return undefined
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

/**
 * HMAC-SHA-256 in hex over the parts, each led by its length: ('ab', 'c') and ('a', 'bc') differ. For codes and PINs, which are too
 * short for a plain hash.
 */
export function keyedHash(key: Buffer, ...parts: string[]): string {
  const hmac = createHmac('sha256', key)
  for (const part of parts) {
    const bytes = Buffer.from(part, 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hmac.update(length).update(bytes)
  }
  return hmac.digest('hex')
}

/** Bytes that follow from the key and the parts, always the same ones: for a secret that is to be told again without being kept. */
export function keyedRandom(key: Buffer, ...parts: string[]): (n: number) => Buffer {
  let block = 0
  return (n) => {
    const bytes = Buffer.alloc(Math.ceil(n / 32) * 32)
    for (let at = 0; at < bytes.length; at += 32) bytes.write(keyedHash(key, ...parts, String(++block)), at, 'hex')
    return bytes.subarray(0, n)
  }
}
