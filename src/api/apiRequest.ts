import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'koa'
import type { Caller } from '../caller.js'
import { callerOf } from '../http/caller.js'
import type { Principal } from '../http/principal.js'
import type { Operation } from './operation.js'

/** A request on its way through the pipeline: each step adds what it finds out. */
export class ApiRequest {
  readonly method: string
  /** the request target as it came, for the digest's `uri` */
  readonly target: string
  readonly query: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
  readonly caller: Caller
  body: unknown
  /** why the body could not be read: thrown once it is known who asks */
  bodyFault: Error | undefined
  /** the digest answer was right, and only its nonce too old: the challenge says `stale=true` */
  stale = false

  constructor(
    readonly ctx: Context,
    readonly operation: Operation,
    /** of the path, percent-decoded */
    readonly params: Record<string, unknown>,
  ) {
    this.method = ctx.method
    this.target = ctx.req.url!
    this.query = ctx.query
    this.headers = ctx.req.headers
    this.caller = callerOf(ctx)
    this.body = undefined
    this.bodyFault = undefined
  }

  /** the account that has proven who it is; undefined where the operation asks for none */
  get principal(): Principal | undefined {
    return this.ctx.state.principal
  }

  set principal(principal: Principal) {
    this.ctx.state.principal = principal
  }

  setHeaders(headers: Record<string, string>): void {
    this.ctx.set(headers)
  }
}
