import type { TestApp } from './app.js'
import type { ApiResponse } from './client.js'
import { unique } from './digestHeader.js'
import type { Person } from './factory.js'

/** A push target of its own for each call. */
export const newDevice = (): { pn_provider: string; pn_param: string; pn_prid: string } => ({
  pn_provider: 'fcm',
  pn_param: 'project-1',
  pn_prid: unique(),
})

/** A sign-up token, asked for and received as an app does it. */
export async function receiveToken(app: TestApp, device = newDevice()): Promise<string> {
  const { status, text } = await app.api.post('/api/tokens', device)
  if (status !== 200) throw new Error(`no token: ${status} ${text}`)
  return (await app.outbox.last('push', `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).data.token!
}

/** What an app sends to sign up as somebody new. */
export const newAccount = (more: object = {}) => ({
  username: `dave.${unique()}`,
  password: 'dave-secret-3',
  algorithm: 'SHA-256',
  ...more,
})

export interface SignUp {
  person: Person
  response: ApiResponse
}

/** Signs somebody up by token. `person` can log in once the account is active. */
export async function signUp(app: TestApp, more: object = {}, headers: Record<string, string> = {}): Promise<SignUp> {
  const account = newAccount({ token: await receiveToken(app), ...more })
  const response = await app.api.post('/api/accounts/with-token', account, { headers })
  if (response.status !== 200) throw new Error(`not signed up: ${response.status} ${response.text}`)
  return { person: personOf(response, account), response }
}

/** Somebody who logs in with what an account was created with. */
export const personOf = ({ body }: ApiResponse, { password, algorithm }: { password: string; algorithm: string }): Person => ({
  id: body.id,
  username: body.username,
  domain: body.domain,
  password,
  algorithm: algorithm as Person['algorithm'],
  record: body,
})

let phones = 0
/** A French mobile number that nobody else in this file has. */
export const newPhone = (): string => `+3361${String(2_000_000 + ++phones)}`

export const newAddress = (): string => `${unique()}@example.org`

/** A code of the same length as the right one, and not it. */
export function wrongCode(right: string): string {
  const last = right.at(-1)!
  return right.slice(0, -1) + (last === '1' ? '2' : '1')
}

/** So many PINs, none of them the right one. */
export const wrongPins = (right: string, count: number): string[] =>
  Array.from({ length: count + 1 }, (_, n) => String(n * 13).padStart(right.length, '0'))
    .filter((pin) => pin !== right)
    .slice(0, count)
