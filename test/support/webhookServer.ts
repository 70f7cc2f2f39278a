import { createServer, type IncomingHttpHeaders } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { closeServer, listen } from './servers.js'

/** What a webhook was told. */
export interface Told {
  path: string
  headers: IncomingHttpHeaders
  text: string
  body: any
}

/** What it says to that; `silent`: nothing, ever. */
export type Saying = { status: number; headers?: Record<string, string>; body?: string } | 'silent'

/** An operator's system on 127.0.0.1, which takes what it is told unless a test says otherwise. */
export class WebhookServer {
  readonly told: Told[] = []
  /** what it says next, by the path that is asked */
  readonly says: Record<string, Saying> = {}
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<WebhookServer> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const text = Buffer.concat(chunks).toString()
      const path = request.url ?? ''
      one.told.push({ path, headers: request.headers, text, body: JSON.parse(text) })
      const say = one.says[path] ?? { status: 204 }
      if (say !== 'silent') response.writeHead(say.status, say.headers).end(say.body)
    })
    const one = new WebhookServer(`http://127.0.0.1:${await listen(server)}`, () => closeServer(server))
    return one
  }

  /** What came to a path, and forgets it. */
  take(path: string): Told[] {
    const found = this.told.filter((one) => one.path === path)
    for (const one of found) this.told.splice(this.told.indexOf(one), 1)
    return found
  }
}

/** The body, if the library of the scheme finds it signed with this secret, and lately. @throws Error otherwise */
export const verified = ({ headers, text }: Told, secret: string): unknown =>
  new Webhook(secret).verify(text, headers as Record<string, string>)
