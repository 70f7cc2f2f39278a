import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { jwtVerify } from 'jose'
import { closeServer, listen } from './servers.js'
import type { TestCertificate } from './tls.js'

export type Answer = (response: ServerResponse, body: any) => void

/** Google's token endpoint and Firebase Cloud Messaging, HTTP v1, in one: no message without an access token of its own. */
export interface FcmServer {
  origin: string
  credentialsFile: string
  projectId: string
  /** messages that came with a good access token */
  messages: { path: string; body: any }[]
  /** how many access tokens it gave out */
  grants: number
  /** the last access token is good no more */
  revoke(): void
  /** how it answers an assertion that is right; by default with an access token for an hour */
  answerGrant: Answer
  /** how it answers a message; by default with its name */
  answer: Answer
  close(): Promise<void>
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))

/** An error as FCM writes it. */
export const fcmError = (code: number, status: string, errorCode?: string): Answer =>
  json(code, {
    error: {
      code,
      status,
      message: 'Requested entity was not found.',
      ...(errorCode && { details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }] }),
    },
  })

/** one for all: such keys take long to make */
let pair: KeyPairKeyObjectResult | undefined

export async function startFcmServer(certificate: TestCertificate, folder: string, now: () => number = Date.now): Promise<FcmServer> {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { publicKey, privateKey } = pair
  let good: string | undefined
  const server = createServer({ ...certificate }, async (request, response) => {
    const body = await read(request)
    if (request.url === '/token') return grant(new URLSearchParams(body), response)
    if (!good || request.headers.authorization !== `Bearer ${good}`) return fcmError(401, 'UNAUTHENTICATED')(response, undefined)
    const message = { path: request.url!, body: JSON.parse(body) }
    far.messages.push(message)
    far.answer(response, message.body)
  })
  const origin = `https://localhost:${await listen(server)}`
  const account = {
    type: 'service_account',
    project_id: 'example-project',
    private_key_id: 'f00d',
    client_email: 'push@example-project.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: `${origin}/token`,
  }

  async function grant(form: URLSearchParams, response: ServerResponse): Promise<void> {
    try {
      const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
        algorithms: ['RS256'],
        issuer: account.client_email,
        audience: account.token_uri,
        currentDate: new Date(now()),
        maxTokenAge: '1h',
      })
      if (payload.exp! - payload.iat! > 3_600 || protectedHeader.kid !== 'f00d') throw new Error('assertion')
      if (payload.scope !== 'https://www.googleapis.com/auth/firebase.messaging') throw new Error('scope')
      if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') throw new Error('grant type')
    } catch {
      return json(400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' })(response, undefined)
    }
    far.answerGrant(response, form)
  }

  const far: FcmServer = {
    origin,
    credentialsFile: join(folder, 'service-account.json'),
    projectId: account.project_id,
    messages: [],
    grants: 0,
    revoke: () => {
      good = undefined
    },
    answerGrant(response) {
      good = `ya29.access-${++far.grants}`
      json(200, { access_token: good, expires_in: 3_600, token_type: 'Bearer' })(response, undefined)
    },
    answer: json(200, { name: 'projects/example-project/messages/0:1500415314455276' }),
    close: () => closeServer(server),
  }
  await writeFile(far.credentialsFile, JSON.stringify(account))
  return far
}

/** Starts an answer and never comes to its end: a byte from time to time. */
export const drip: Answer = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

async function read(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
