/** The attribute of a request's span by which the jobs find it that follow from the request. */
export const REQUEST_ID = 'flexisip_accounts.request_id'

/** What a span says of its work. Never a secret, never an address or a name of a person: collectors are read by others. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

export type SpanKind = 'server' | 'client' | 'consumer' | 'internal'

/** A piece of work with its time, within a trace. */
export interface Span {
  set(attributes: Attributes): void
  /** another name, once more is known */
  rename(name: string): void
  /** The work failed, though it throws nothing. */
  fail(): void
}

export interface SpanOptions {
  name: string
  kind: SpanKind
  attributes?: Attributes
  /** headers of a caller who may have a trace of its own; the span begins a trace if they have none */
  from?: Readonly<Record<string, string | string[] | undefined>>
  /** the id of the request that the work follows from; without a known one the span begins a trace */
  after?: string | undefined
}

/** What makes spans. `run/openTracing.ts` has the only one; without it all of this costs a look at a variable. */
export interface Tracer {
  span<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T>
  /** Work that belongs to no trace, whoever starts it. */
  detached<T>(work: () => T): T
  /** the trace that this is in; undefined outside of any */
  traceId(): string | undefined
  /** the headers that hand the trace on */
  headers(): Record<string, string>
  /** Sends what is left, and ends, within a second. */
  stop(): Promise<void>
}

let tracer: Tracer | undefined

/** Before anything is opened that makes spans. */
export const startTracing = (one: Tracer): void => {
  tracer = one
}
export const stopTracing = async (): Promise<void> => tracer?.stop()

export const isTracing = (): boolean => tracer !== undefined

const NO_SPAN: Span = { set: () => undefined, rename: () => undefined, fail: () => undefined }

/** Does work within a span. An error ends it as failed. */
export const traced = <T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> =>
  tracer === undefined ? work(NO_SPAN) : tracer.span(options, work)

/** The same for calls to others, which are told of within a trace alone: what polls would fill the collector. */
export const tracedCall = <T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> =>
  tracer?.traceId() === undefined ? work(NO_SPAN) : tracer.span({ name, kind: 'client', attributes }, work)

export const detached = <T>(work: () => T): T => (tracer === undefined ? work() : tracer.detached(work))
export const traceId = (): string | undefined => tracer?.traceId()
export const traceHeaders = (): Record<string, string> => tracer?.headers() ?? {}
