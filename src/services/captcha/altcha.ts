import { createChallenge, type Payload, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { keyedHash } from '../../auth/secretBox.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'

/** What a browser computes: some thousand keys, each of so many rounds. A second or two on a phone. */
const ALGORITHM = 'PBKDF2/SHA-256'
const ROUNDS = 1_000
const KEYS = { from: 1_000, to: 3_000 }
/** How long a challenge is good. Seconds. */
const LIFETIME = 1_800

/** A proof of work for a browser, as JSON for the widget of ALTCHA. Nothing of it is kept here: it is signed. */
export async function altchaChallenge(deps: Pick<Platform, 'keys' | 'clock'>): Promise<string> {
  const until = Math.floor(deps.clock.now() / 1000) + LIFETIME
  const counter = randomInt(KEYS.to, KEYS.from)
  return JSON.stringify(
    await createChallenge({ algorithm: ALGORITHM, cost: ROUNDS, counter, data: { until }, deriveKey, ...secrets(deps) }),
  )
}

/** Whether a proof of work is right, still good, and not used before: it is used up now. */
export async function altchaFault(deps: With<'limits'>, answer: string): Promise<'wrong' | 'used' | undefined> {
  const payload = payloadOf(answer)
  if (!payload) return 'wrong'
  const { verified } = await verifySolution({ ...payload, deriveKey, ...secrets(deps) }).catch(() => ({ verified: false }))
  if (!verified) return 'wrong'
  const now = Math.floor(deps.clock.now() / 1000)
  const until = Number(payload.challenge.parameters.data?.until)
  if (!(until > now)) return 'used'
  const uses = await deps.limits.counters.days.add(deps.limits.key('captcha', payload.challenge.parameters.nonce), 1, until - now)
  return uses.points === 1 ? undefined : 'used'
}

/** What the widget sends: base64 of JSON. A challenge of another kind is not looked at: it could cost this service more than its sender. */
function payloadOf(answer: string): Payload | undefined {
  try {
    const { challenge, solution } = JSON.parse(Buffer.from(answer, 'base64').toString('utf8')) as Payload
    const { algorithm, cost, keyLength } = challenge.parameters
    if (algorithm !== ALGORITHM || cost !== ROUNDS || keyLength !== 32 || typeof challenge.signature !== 'string') return undefined
    return { challenge, solution }
  } catch {
    return undefined
  }
}

const secrets = ({ keys }: Pick<Platform, 'keys'>) => ({
  hmacSignatureSecret: keyedHash(keys.captcha, 'challenge'),
  hmacKeySignatureSecret: keyedHash(keys.captcha, 'solution'),
})
