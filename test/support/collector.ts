import { createServer } from 'node:http'
import { closeServer, listen } from './servers.js'

/** A span as it arrived. */
export interface ArrivedSpan {
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  /** of OTLP: 1 internal, 2 server, 3 client, 5 consumer */
  kind: number
  attributes: Record<string, string | number | boolean>
  failed: boolean
}

interface OtlpAttribute {
  key: string
  value: { stringValue?: string; intValue?: number; boolValue?: boolean; doubleValue?: number }
}

/** A collector of OpenTelemetry, which takes spans over OTLP as JSON. */
export class Collector {
  readonly spans: ArrivedSpan[] = []
  readonly resources: Record<string, unknown>[] = []
  /** `path content-type` of each request */
  readonly asked: string[] = []
  /** all that arrived, as it came */
  text = ''
  /** answers nothing, ever */
  hangs = false
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Collector> {
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      one.take(`${request.url} ${request.headers['content-type']}`, Buffer.concat(chunks).toString())
      if (!one.hangs) response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
    })
    const one = new Collector(`http://127.0.0.1:${await listen(server)}`, () => closeServer(server))
    return one
  }

  /** Those of this name. */
  named = (name: string): ArrivedSpan[] => this.spans.filter((span) => span.name === name)

  private take(asked: string, text: string): void {
    this.asked.push(asked)
    this.text += text
    if (!asked.endsWith('json')) return
    for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans) {
      this.resources.push(plain(resource.attributes))
      for (const { spans } of scopeSpans)
        for (const { attributes, status, ...span } of spans)
          this.spans.push({ ...span, attributes: plain(attributes), failed: status?.code === 2 })
    }
  }
}

const plain = (attributes: OtlpAttribute[]): ArrivedSpan['attributes'] =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]!]))
