import {
  type Context,
  context,
  type DiagLogger,
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  propagation,
  ROOT_CONTEXT,
  type Attributes as SpanAttributes,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Logger } from 'pino'
import type { Config } from '../config/config.js'
import { AppError } from '../domain/errors.js'
import { masked } from '../lib/log.js'
import { packageVersion } from '../lib/packageRoot.js'
import { REQUEST_ID, type Span, type SpanOptions, type Tracer } from '../lib/tracing.js'

const NAME = 'flexisip-accounts'
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL }
/** How long the last spans may take to leave. Milliseconds. */
const STOP_MS = 1_000
/** Requests that jobs which follow from them find again. */
const REMEMBERED = 5_000
/** How often the log says that no spans leave. Milliseconds. */
const COMPLAINT_MS = 60_000

/**
 * Sends spans over OTLP. The SDK reads its own variables: end point, headers, sampler, attributes, sizes of its queue. A collector that is down or hangs
 * costs spans and nothing else: the queue is bounded, and what does not fit is lost.
 */
export function openTracing(log: Logger, protocol: Config['otlpProtocol']): Tracer {
  diag.setLogger(complaints(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const version = packageVersion()
  const own = resourceFromAttributes({ 'service.name': NAME, 'service.version': version, 'process.pid': process.pid })
  const resource = defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }))
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter()
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const tracer = provider.getTracer(NAME, version)
  const requests = createRequests()

  return {
    span(options, work) {
      const { name, kind, attributes = {} } = options
      const above = contextAbove(options, requests)
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: attributes as SpanAttributes }, above)
      if (kind === 'server') requests.add(attributes[REQUEST_ID], span)
      return context.with(trace.setSpan(above, span), () => ended(span, work))
    },
    detached: (work) => context.with(ROOT_CONTEXT, work),
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    headers() {
      const headers: Record<string, string> = {}
      propagation.inject(context.active(), headers)
      return headers
    },
    async stop() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref())
      await Promise.race([provider.shutdown().catch(() => undefined), late])
    },
  }
}

type Requests = ReturnType<typeof createRequests>

/** The traces of the last requests, by their ids. */
function createRequests() {
  const known = new Map<string, Context>()
  return {
    find: (id: string | undefined) => (id === undefined ? undefined : known.get(id)),
    add(id: unknown, span: OtelSpan): void {
      if (typeof id !== 'string') return
      if (known.size >= REMEMBERED) known.delete(known.keys().next().value!) // the oldest
      known.set(id, trace.setSpanContext(ROOT_CONTEXT, span.spanContext()))
    },
  }
}

function contextAbove({ kind, from, after }: SpanOptions, requests: Requests): Context {
  // `tracestate` is not taken: far ends would get what a stranger has written
  if (from) return propagation.extract(ROOT_CONTEXT, { traceparent: from.traceparent })
  return kind === 'consumer' ? (requests.find(after) ?? ROOT_CONTEXT) : context.active()
}

async function ended<T>(span: OtelSpan, work: (span: Span) => Promise<T>): Promise<T> {
  const failed = () => void span.setStatus({ code: SpanStatusCode.ERROR })
  try {
    return await work({
      set: (attributes) => void span.setAttributes(attributes as SpanAttributes),
      rename: (name) => void span.updateName(name),
      fail: failed,
    })
  } catch (error) {
    // a refusal is an answer like any other; of an error its kind alone, as texts may name people
    if (!(error instanceof AppError) || error.status >= 500) {
      span.setAttribute('error.type', kindOf(error))
      failed()
    }
    throw error
  } finally {
    span.end()
  }
}

function kindOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : error instanceof Error ? error.constructor.name : typeof error
}

/** What the SDK complains of, at most once a minute. */
function complaints(log: Logger): DiagLogger {
  let last = Number.NEGATIVE_INFINITY
  const complain = (text: string): void => {
    if (performance.now() - last < COMPLAINT_MS) return
    last = performance.now()
    log.warn({ event: 'traces_not_sent', error: masked(String(text)).slice(0, 300) }, 'spans do not reach the collector: they are lost')
  }
  const silent = (): void => undefined
  return { error: complain, warn: complain, info: silent, debug: silent, verbose: silent }
}
