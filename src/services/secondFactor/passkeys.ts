import { isIP } from 'node:net'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Config } from '../../config/config.js'
import { hashToken } from '../../domain/codes.js'
import { addressOf } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { Platform } from '../platform.js'

/** COSE numbers of EdDSA, ES256 and RS256: what authenticators have. */
const ALGORITHMS = [-8, -7, -257]
const CHALLENGE_BYTES = 32
/** Milliseconds that a browser waits for its owner. */
const TIMEOUT = 240_000
/** The column is of 32 bits with a sign; a counter that has come so far is not looked at any more. */
const MOST_SIGNATURES = 2 ** 31 - 1
/** Where the counter stands in the authenticator data (WebAuthn section 6.1). */
const COUNT_AT = 33
const MOST_TRANSPORTS = 8

/** Who passkeys are made for: WebAuthn binds them to the host that people open, PUBLIC_URL. */
export interface RelyingParty {
  id: string
  origin: string
}

/** Undefined where browsers make no passkeys: by http:, but for localhost, and by an IP address. */
export function relyingParty({ publicUrl }: Pick<Config, 'publicUrl'>): RelyingParty | undefined {
  const { protocol, hostname, origin } = new URL(publicUrl)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined
  const local = hostname === 'localhost' || hostname.endsWith('.localhost')
  return protocol === 'https:' || local ? { id: hostname, origin } : undefined
}

/** A passkey as it is stored. */
export interface StoredPasskey {
  credentialId: string
  publicKey: string
  signCount: number
  /** separated by commas */
  transports: string
}

const named = ({ credentialId, transports }: Pick<StoredPasskey, 'credentialId' | 'transports'>) => ({
  id: credentialId,
  transports: transports.split(',').filter(Boolean),
})

/** What the browser is asked to make a passkey with, as JSON, and the challenge in it. */
export async function creationOptions(
  { clock, config }: Pick<Platform, 'clock' | 'config'>,
  party: RelyingParty,
  account: AccountRecord,
  others: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[],
): Promise<{ json: string; challenge: string }> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server') // loaded by those who have a passkey
  const options = await generateRegistrationOptions({
    ...{ rpName: account.domain, rpID: party.id, userName: addressOf(account), userDisplayName: account.displayName ?? account.username },
    // the same for all passkeys of an account, so that a newer one takes the place of an older one; it says nothing about a person
    userID: new Uint8Array(Buffer.from(hashToken(`${config.publicUrl} ${account.id}`), 'hex')),
    challenge: new Uint8Array(clock.random(CHALLENGE_BYTES)),
    timeout: TIMEOUT,
    attestationType: 'none',
    excludeCredentials: others.map(named),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
  return { json: JSON.stringify(options), challenge: options.challenge }
}

/** What the browser is asked to sign with one of these passkeys, as JSON, and the challenge in it. */
export async function requestOptions(
  { clock }: Pick<Platform, 'clock'>,
  party: RelyingParty,
  passkeys: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[],
): Promise<{ json: string; challenge: string }> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    challenge: new Uint8Array(clock.random(CHALLENGE_BYTES)),
    timeout: TIMEOUT,
    allowCredentials: passkeys.map(named),
    userVerification: 'preferred',
  })
  return { json: JSON.stringify(options), challenge: options.challenge }
}

/** The passkey that a browser has made for the challenge; undefined when its answer is none, or made for another one. */
export async function madePasskey(party: RelyingParty, challenge: string, answer: string): Promise<StoredPasskey | undefined> {
  const response = jsonObject(answer) as RegistrationResponseJSON | undefined
  if (!response) return undefined
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const made = await verifyRegistrationResponse({
    response,
    ...{ expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id },
    requireUserVerification: false,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => undefined) // it throws whatever is wrong with what a stranger sends
  if (!made?.verified) return undefined
  const { id, publicKey, counter, transports = [] } = made.registrationInfo.credential
  const known = transports.filter((one) => typeof one === 'string' && /^[a-z-]{1,20}$/.test(one))
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    signCount: Math.min(counter, MOST_SIGNATURES),
    transports: known.slice(0, MOST_TRANSPORTS).join(),
  }
}

/** The id of the passkey that an answer says it is of; undefined when it is no answer. */
export function credentialIn(answer: string): string | undefined {
  const { id } = (jsonObject(answer) ?? {}) as { id?: unknown }
  return typeof id === 'string' && /^[\w-]{1,1400}$/.test(id) ? id : undefined
}

/**
 * Whether a passkey has signed the challenge.
 * @returns how many signatures it says it has made. `stale`: as many as before, or fewer, as a copy of it would say. Undefined: it has not signed this
 */
export async function signedBy(
  party: RelyingParty,
  passkey: StoredPasskey,
  challenge: string,
  answer: string,
): Promise<number | 'stale' | undefined> {
  const response = jsonObject(answer) as AuthenticationResponseJSON | undefined
  if (!response) return undefined
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const verify = (counter: number) =>
    verifyAuthenticationResponse({
      response,
      ...{ expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id },
      requireUserVerification: false,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter,
        transports: named(passkey).transports,
      },
    }).then(
      ({ verified, authenticationInfo }) => (verified ? authenticationInfo.newCounter : undefined),
      () => undefined,
    )
  const known = passkey.signCount < MOST_SIGNATURES ? passkey.signCount : 0
  const count = countIn(response)
  // the package says of what it refuses no more than a text
  if (count <= known && known > 0) return (await verify(0)) === undefined ? undefined : 'stale'
  const made = await verify(known)
  return made === undefined ? undefined : Math.min(made, MOST_SIGNATURES)
}

function countIn({ response }: AuthenticationResponseJSON): number {
  const data = Buffer.from(typeof response?.authenticatorData === 'string' ? response.authenticatorData : '', 'base64url')
  return data.length >= COUNT_AT + 4 ? data.readUInt32BE(COUNT_AT) : 0
}

function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
