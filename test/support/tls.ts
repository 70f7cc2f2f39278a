import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

import { useForAll } from './use.js'

/** A certificate that signs itself, in PEM: `cert` is also what a client has to trust. */
export interface TestCertificate {
  key: string
  cert: string
}

/** Makes a certificate for servers on this machine, under the names given: X.509 version 3 (RFC 5280) with a P-256 key. Good for two days. */
export function testCertificate(...names: string[]): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const name = sequence(set(sequence(oid(COMMON_NAME), der(0x0c, Buffer.from('localhost')))))
  const alternatives = [...['localhost', ...names].map((one) => der(0x82, Buffer.from(one))), der(0x87, Buffer.from([127, 0, 0, 1]))]
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])), // serial number
    ECDSA_WITH_SHA256,
    name,
    sequence(utcTime(-1), utcTime(2)),
    name,
    publicKey,
    der(0xa3, sequence(sequence(oid(SUBJECT_ALT_NAME), der(0x04, sequence(...alternatives))))),
  )
  const signature = sign('sha256', content, createPrivateKey(privateKey))
  const whole = sequence(content, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return { key: privateKey, cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` }
}

/** A value in DER: tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts))
const set = (...parts: Buffer[]): Buffer => der(0x31, Buffer.concat(parts))
const oid = (bytes: number[]): Buffer => der(0x06, Buffer.from(bytes))

/** The object identifiers 2.5.4.3, 2.5.29.17 and 1.2.840.10045.4.3.2. */
const COMMON_NAME = [0x55, 0x04, 0x03]
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11]
const ECDSA_WITH_SHA256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))

/** YYMMDDhhmmssZ, so many days from now. */
function utcTime(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/^20|[-:T]|\.\d+/g, '')
  return der(0x17, Buffer.from(text))
}

/** A certificate for all tests of the block. */
export const useCertificate = (...names: string[]): TestCertificate =>
  useForAll(
    () => testCertificate(...names),
    () => undefined,
  )
