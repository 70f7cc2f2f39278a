import { createHash } from 'node:crypto'
import { answerChallenge } from '../../support/client.ts'
import { digestFields, digestHeader } from '../../support/digestHeader.ts'

export const DOMAIN = 'sip.example.org'
export const ME = '/api/accounts/me'
export const fromOf = ({ username, domain = DOMAIN }) => `sip:${username}@${domain}`
export const hashOf = (algorithm, text) =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text)
    .digest('hex')
export const ha1Of = ({ username, domain = DOMAIN, password }, algorithm) => hashOf(algorithm, `${username}:${domain}:${password}`)
export const ncOf = (count) => count.toString(16).padStart(8, '0')

/**
 * @typedef {import('../../../src/auth/digest.ts').Algorithm} Algorithm
 * @typedef {{ id: number, username: string, domain: string, password: string, algorithm: Algorithm }} TorturePerson
 */

/**
 * Makes activated accounts, a thousand at a time.
 * @param {any} t
 * @param {number} count
 * @param {{ prefix?: string, algorithm?: Algorithm }} [options]
 * @returns {Promise<TorturePerson[]>}
 */
export async function makePeople(t, count, { prefix = 'person', algorithm } = {}) {
  const people = /** @type {TorturePerson[]} */ (
    Array.from({ length: count }, (_, i) => ({
      username: `${prefix}.${String(i).padStart(6, '0')}`,
      domain: DOMAIN,
      password: t.secret('password', `Pw${t.random.hex(12)}`),
      algorithm: algorithm ?? (i % 2 ? 'MD5' : 'SHA-256'),
    }))
  )
  for (const person of people) t.secret('HA1', ha1Of(person, person.algorithm), { table: 'passwords' })
  for (let i = 0; i < count; i += 1000) {
    const accounts = people.slice(i, i + 1000).map(({ domain, ...fields }) => ({ ...fields, activated: true }))
    const { body } = await t.api.post('/api/accounts/bulk', { accounts }, { headers: t.key })
    body.results.forEach((result, j) => {
      if (result.status !== 'created') throw new Error(`an account was not made: ${JSON.stringify(result)}`)
      people[i + j].id = result.id
    })
  }
  return people
}

/** A challenge for somebody, whose answers are made with `answer`. */
export async function challengeFor(t, person, path = ME) {
  const challenge = await t.api.raw('GET', path, { headers: { from: fromOf(person) } })
  const fields = digestFields(challenge.header('www-authenticate') ?? '') // none when it is 503
  return { challenge, nonce: fields.get('nonce') ?? '', opaque: fields.get('opaque'), issued: performance.now() }
}

/**
 * The Authorization header with a right answer, unless the options make it wrong.
 * @param {{ challenge: any }} asked as `challengeFor` gives it
 * @param {Omit<TorturePerson, 'id'>} person
 * @param {Partial<import('../../support/client.ts').AnswerOptions> & { method?: string, path?: string }} [options]
 */
export const answer = ({ challenge }, person, { method = 'GET', path = ME, algorithm = person.algorithm, ...options } = {}) =>
  answerChallenge(challenge, person, method, path, { algorithm, ...options })

/** The header with some fields changed or (undefined) left out. */
export function changed(header, changes) {
  const fields = digestFields(header)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) fields.delete(name)
    else fields.set(name, value)
  }
  return digestHeader(fields)
}
