import { createHash, createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** The code that an authenticator app shows at a time (RFC 6238 with SHA-1, 6 digits, 30 seconds), by nothing but node:crypto. */
export function totp(secret: string, now: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replace(/\s/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', key).update(step).digest()
  const at = mac[19]! & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

interface Made {
  id: string
  rpId: string
  key: KeyObject
  /** signatures so far */
  count: number
}

/** An authenticator of WebAuthn with ES256 and no attestation, and the browser before it, as their answers to a page look. */
export class SoftwareAuthenticator {
  readonly made: Made[] = []

  /** @param counts whether it counts signatures, as security keys do and passkeys that are synced do not */
  constructor(
    private readonly origin: string,
    private readonly counts = true,
  ) {}

  /** Answers to options of `navigator.credentials.create`. */
  create(options: string, changed: { origin?: string; challenge?: string } = {}): string {
    const { rp, challenge } = JSON.parse(options) as { rp: { id: string }; challenge: string }
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const id = randomBytes(32)
    this.made.push({ id: id.toString('base64url'), rpId: rp.id, key: privateKey, count: 0 })
    const { x, y } = publicKey.export({ format: 'jwk' })
    const point = [x!, y!].map((part) => Buffer.from(part, 'base64url'))
    // COSE: kty EC2, alg ES256, crv P-256, x, y
    const cose = Buffer.concat([hex('a5010203262001215820'), point[0]!, hex('225820'), point[1]!])
    const credential = Buffer.concat([Buffer.alloc(16), hex('0020'), id, cose])
    const data = Buffer.concat([head(rp.id, 0x45, 0), credential])
    // CBOR: { fmt: 'none', attStmt: {}, authData: data }
    const size = Buffer.alloc(2)
    size.writeUInt16BE(data.length)
    const attestation = Buffer.concat([
      ...[hex('a363'), Buffer.from('fmt'), hex('64'), Buffer.from('none'), hex('67'), Buffer.from('attStmt'), hex('a068')],
      ...[Buffer.from('authData'), hex('59'), size, data],
    ])
    const client = this.client('webauthn.create', changed.challenge ?? challenge, changed.origin)
    return this.answer(this.made.at(-1)!, {
      clientDataJSON: client.toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal', 'hybrid'],
    })
  }

  /** Answers to options of `navigator.credentials.get`, with the passkey that was made last. */
  get(options: string, changed: { origin?: string; challenge?: string } = {}): string {
    const { challenge } = JSON.parse(options) as { challenge: string }
    const passkey = this.made.at(-1)!
    if (this.counts) passkey.count++
    const data = head(passkey.rpId, 0x05, passkey.count)
    const client = this.client('webauthn.get', changed.challenge ?? challenge, changed.origin)
    const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), passkey.key)
    return this.answer(passkey, {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    })
  }

  private readonly client = (type: string, challenge: string, origin = this.origin): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  private readonly answer = ({ id }: Made, response: object): string =>
    JSON.stringify({ id, rawId: id, type: 'public-key', response, clientExtensionResults: {} })
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex')

/** The hash of the host, the flags (user present, user verified, credential within), and the counter. */
function head(rpId: string, flags: number, count: number): Buffer {
  const counter = Buffer.alloc(4)
  counter.writeUInt32BE(count)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter])
}
