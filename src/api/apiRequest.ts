import type { IncomingHttpHeaders } from 'node:http'
import type { Operation, ParsedRequest } from 'openapi-backend'
import type { Caller } from '../caller.js'

/** What openapi-backend works with here: parsed once, by Koa, and matched once, by the route table. */
export class ApiRequest implements ParsedRequest {
  cookies = {} // the contract has none
  /** the digest answer was right, and only its nonce too old: the challenge says `stale=true` */
  stale = false
  /** why the body could not be read: thrown once it is known who asks */
  bodyFault: Error | undefined
  requestBody: unknown
  body: unknown

  constructor(
    readonly operation: Operation,
    readonly method: string,
    readonly path: string,
    /** the request target as it came, for the digest's `uri` */
    readonly target: string,
    readonly params: Record<string, string>,
    readonly query: Record<string, string | string[]>,
    readonly headers: Record<string, string | string[]> & IncomingHttpHeaders,
    readonly caller: Caller,
  ) {}

  setBody(body: unknown): void {
    this.body = body
    this.requestBody = body
  }
}
