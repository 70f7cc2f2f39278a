import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import { join } from 'node:path'
import { jwtVerify } from 'jose'
import { listen } from './servers.js'
import type { TestCertificate } from './tls.js'

export interface ApnsPush {
  path: string
  headers: IncomingHttpHeaders
  body: any
  /** which connection it came on, from 1 */
  connection: number
}

/** Apple's push service as its documentation describes it: HTTP/2 over TLS, and nobody in without a good provider token. */
export interface ApnsServer {
  origin: string
  /** a .p8 file that it accepts, with its key id and team */
  credentials: { keyFile: string; keyId: string; teamId: string }
  /** what came in, with a good provider token */
  pushes: ApnsPush[]
  connections: number
  /** how it answers a push; by default with 200 */
  answer: (stream: ServerHttp2Stream, push: ApnsPush) => void
  /** tells every client to go away */
  goAway(): void
  close(): Promise<void>
}

export async function startApnsServer(certificate: TestCertificate, folder: string, now: () => number = Date.now): Promise<ApnsServer> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyFile = join(folder, 'AuthKey_KEY1234567.p8')
  await writeFile(keyFile, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const sessions = new Set<ServerHttp2Session>()
  const server = createSecureServer({ ...certificate })
  server.on('session', (session) => {
    const connection = ++far.connections
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
    session.on('stream', async (stream, headers) => {
      stream.on('error', () => {})
      const body = await read(stream)
      if (!(await authentic(String(headers.authorization ?? '')))) return respond(stream, 403, 'InvalidProviderToken')
      const push = { path: String(headers[':path']), headers, body: JSON.parse(body), connection }
      far.pushes.push(push)
      far.answer(stream, push)
    })
  })
  const port = await listen(server)

  async function authentic(authorization: string): Promise<boolean> {
    try {
      const { protectedHeader, payload } = await jwtVerify(authorization.replace(/^bearer /, ''), createPublicKey(pair.privateKey), {
        algorithms: ['ES256'],
        issuer: far.credentials.teamId,
        maxTokenAge: '1h',
        currentDate: new Date(now()),
      })
      return protectedHeader.kid === far.credentials.keyId && Object.keys(payload).sort().join() === 'iat,iss'
    } catch {
      return false
    }
  }

  const far: ApnsServer = {
    origin: `https://localhost:${port}`,
    credentials: { keyFile, keyId: 'KEY1234567', teamId: 'DEF123GHIJ' },
    pushes: [],
    connections: 0,
    answer: (stream) => respond(stream, 200),
    goAway() {
      for (const session of sessions) session.goaway()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const session of sessions) session.destroy()
      }),
  }
  return far
}

/** Answers as Apple does: the reason as JSON. */
export function respond(stream: ServerHttp2Stream, status: number, reason?: string, headers: Record<string, string> = {}): void {
  stream.respond({ ':status': status, 'apns-id': '123e4567-e89b-12d3-a456-42665544000a', ...headers })
  stream.end(reason === undefined ? '' : JSON.stringify({ reason }))
}

async function read(stream: ServerHttp2Stream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += chunk
  return text
}
