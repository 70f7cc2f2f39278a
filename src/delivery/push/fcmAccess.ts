import { readFile } from 'node:fs/promises'
import { importPKCS8, SignJWT } from 'jose'
import { unlessAborted, withDeadline } from '../../lib/deadline.js'
import { exchange, jsonObject } from '../http.js'

/** What we need of a service account file that Google hands out. */
export interface ServiceAccount {
  projectId: string
  clientEmail: string
  privateKey: string
  privateKeyId: string | undefined
  tokenUrl: URL
}

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'

/** An access token is renewed this long before its end. Milliseconds. */
const MARGIN_MS = 60_000

/** @throws Error that says what is wrong with the file */
export async function readServiceAccount(file: string): Promise<ServiceAccount> {
  const content = jsonObject(await readFile(file, 'utf8'))
  const text = (name: string): string => {
    const value = content[name]
    if (typeof value !== 'string' || value === '') throw new Error(`${file} is no service account file: it has no ${name}`)
    return value
  }
  const tokenUri = typeof content.token_uri === 'string' ? content.token_uri : 'https://oauth2.googleapis.com/token'
  if (!URL.canParse(tokenUri) || !tokenUri.startsWith('https://')) throw new Error(`${file}: token_uri is no https URL`)
  return {
    projectId: text('project_id'),
    clientEmail: text('client_email'),
    privateKey: text('private_key'),
    privateKeyId: typeof content.private_key_id === 'string' ? content.private_key_id : undefined,
    tokenUrl: new URL(tokenUri),
  }
}

export interface FcmAccess {
  /** an access token that is good now; `refused` is one that was not, though it should have been */
  token(signal: AbortSignal, refused?: string): Promise<string>
}

/** Access tokens by Google's JWT grant (RFC 7523), one request for all who wait. */
export function fcmAccess(account: ServiceAccount, timeoutMs: number, ca: string | undefined, now: () => number): FcmAccess {
  let current: { token: string; until: number } | undefined
  let pending: Promise<string> | undefined

  async function renew(): Promise<string> {
    const made = await withDeadline(timeoutMs, (signal) => grant(account, signal, ca, now))
    current = made
    return made.token
  }

  return {
    token(signal, refused) {
      if (current && current.token === refused) current = undefined
      if (current && now() < current.until - MARGIN_MS) return Promise.resolve(current.token)
      pending ??= renew().finally(() => (pending = undefined))
      return unlessAborted(pending, signal)
    },
  }
}

async function grant(
  account: ServiceAccount,
  signal: AbortSignal,
  ca: string | undefined,
  now: () => number,
): Promise<{ token: string; until: number }> {
  const at = Math.floor(now() / 1000)
  const assertion = await new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(account.privateKeyId && { kid: account.privateKeyId }) })
    .setIssuer(account.clientEmail)
    .setAudience(account.tokenUrl.href)
    .setIssuedAt(at)
    .setExpirationTime(at + 3_600)
    .sign(await importPKCS8(account.privateKey, 'RS256'))
  const answer = await exchange({
    method: 'POST',
    url: account.tokenUrl,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
    signal,
    ca,
  })
  const body = jsonObject(await answer.text())
  if (answer.status !== 200 || typeof body.access_token !== 'string') {
    throw new Error(
      `fcm: no access token: ${answer.status} ${String(body.error ?? '')} ${String(body.error_description ?? '')}`.trim().slice(0, 300),
    )
  }
  const seconds = typeof body.expires_in === 'number' && body.expires_in > 0 ? body.expires_in : 3_600
  return { token: body.access_token, until: at * 1000 + seconds * 1000 }
}
