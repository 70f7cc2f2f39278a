import type { Principal } from './principal.js'

/** What the middleware of one request tell each other, in Koa's `ctx.state`. */
export interface RequestState {
  /** unique; every answer and every line of the log has it */
  requestId: string
  /** the operationId, or method and pattern of a page; undefined for what is neither */
  operation?: string
  /** the pattern of the path, of operations of the API */
  route?: string
  /** the account that has proven who it is */
  principal?: Principal | undefined
  /** why the request was refused: the error's code, or the name of the error page */
  code?: string
}

declare module 'koa' {
  interface DefaultState extends RequestState {}
}
