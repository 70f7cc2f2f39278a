import { randomBytes } from 'node:crypto'
import { type AnswerOptions, type ApiClient, type ApiResponse, answerChallenge } from './client.js'
import type { Person } from './factory.js'

/** The fields of an Authorization header, in their order, unquoted: to be changed and written anew. */
export function digestFields(header: string): Map<string, string> {
  const fields = header.slice('Digest '.length).matchAll(/([a-z]+)=(?:"([^"]*)"|([^",\s]+))/g)
  return new Map([...fields].map(([, name, quoted, plain]) => [name!, quoted ?? plain!]))
}

/** An Authorization header with these fields; those named in `bare` are not quoted. */
export function digestHeader(fields: Iterable<[string, string]>, bare: string[] = ['algorithm', 'nc', 'qop'], separator = ', '): string {
  return `Digest ${[...fields].map(([name, value]) => (bare.includes(name) ? `${name}=${value}` : `${name}="${value}"`)).join(separator)}`
}

export const fromOf = (person: { username: string; domain: string }): string => `sip:${person.username}@${person.domain}`

/** Asks without credentials: the 401 and its challenges. */
export const challengeFor = (api: ApiClient, person: Person, path = '/api/accounts/me', method = 'GET'): Promise<ApiResponse> =>
  api.raw(method, path, { headers: { from: fromOf(person) } })

/** A challenge, and a right answer to it, not yet sent. */
export async function answered(api: ApiClient, person: Person, options: Partial<AnswerOptions> = {}, path = '/api/accounts/me') {
  const challenge = await challengeFor(api, person, path)
  return { challenge, authorization: answerChallenge(challenge, person, 'GET', path, { algorithm: person.algorithm, ...options }) }
}

/** GET with a given Authorization header. */
export const getWith = (api: ApiClient, person: Person, authorization: string, path = '/api/accounts/me'): Promise<ApiResponse> =>
  api.raw('GET', path, { headers: { from: fromOf(person), authorization } })

/** An nc as it is sent. */
export const nc = (count: number): string => count.toString(16).padStart(8, '0')

/** A value of its own for each call. */
export const unique = (): string => randomBytes(6).toString('hex')
