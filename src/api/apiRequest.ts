import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'koa'
import type { Caller } from '../caller.js'
import type { Aor } from '../domain/sip.js'
import { callerOf } from '../http/caller.js'
import type { Principal } from '../http/principal.js'
import type { Operation } from './operation.js'

/** A request on its way through the pipeline: each step adds what it finds out. */
export class ApiRequest {
  readonly method: string
  /** the request target in origin-form, as it came: for the digest's `uri` */
  readonly target: string
  readonly query: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
  readonly caller: Caller
  body: unknown
  /** the body may have half a character somewhere, which no text that is stored can have */
  mayBeIllFormed = false
  /** the digest answer was right, and only its nonce of another time: the challenge says `stale=true` */
  stale = false
  /** who a digest answer names that came by an algorithm which that account has not stored: the challenge offers what it has */
  answeredFor: Aor | undefined

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
    this.answeredFor = undefined
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
