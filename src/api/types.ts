import type { IncomingHttpHeaders } from 'node:http'
import type { operations } from '../../generated/openapi.js'
import type { OperationsOf, SecuredOperation } from '../../generated/operations.js'
import type { Caller } from '../caller.js'
import type { Principal } from '../http/principal.js'

type OperationId = keyof operations
type Content<R> = R extends { content: infer C } ? C : never
type JsonBody<R> = R extends { content: { 'application/json': infer B } } ? B : never
/** Undefined where there is none, and where one may be left out. */
type Body<Op> = Op extends { requestBody: infer R }
  ? JsonBody<R>
  : Op extends { requestBody?: infer R }
    ? JsonBody<R> | undefined
    : undefined
type Part<Op, K extends string> = Op extends { parameters: infer P }
  ? K extends keyof P
    ? Exclude<P[K], undefined>
    : Record<never, never>
  : never

/** A JSON body, or a text with its media type; with headers where they are not the same for every answer. */
type Answer<S, C> = C extends { 'application/json': infer B }
  ? { status: S; body: B; headers?: Record<string, string> }
  : { [M in keyof C]: { status: S; type: M; body: C[M]; headers?: Record<string, string> } }[keyof C]
/** One of the contract's statuses, with what it documents. */
type Answers<Op> = Op extends { responses: infer R } ? { [S in keyof R & number]: Answer<S, Content<R[S]>> }[keyof R & number] : never
type SuccessBody<Op> = Op extends { responses: { 200: { content: { 'application/json': infer B } } } } ? B : never

/** An answer that is more than the JSON body of a 200. */
export class Reply<A> {
  constructor(readonly answer: A) {}
}
export const reply = <const A>(answer: A): Reply<A> => new Reply(answer)

/** What a handler answers: the JSON body of success, which is always 200 (decision 0002), or a `reply`. Errors are thrown as AppError. */
export type Result<Op> = SuccessBody<Op> | Reply<Answers<Op>>

/** What a handler gets: the request as the contract describes it, already validated, and who sent it. */
export interface Call<Id extends OperationId> {
  params: Part<operations[Id], 'path'>
  query: Part<operations[Id], 'query'>
  /** as they came: for what `Accept` asks for */
  headers: IncomingHttpHeaders
  body: Body<operations[Id]>
  caller: Caller
  principal: Id extends SecuredOperation ? Principal : undefined
}

/**
 * One handler per operationId of an area, or of all: a missing one, or an answer that the contract does not have, does not compile.
 * `Handlers<'me'>` are those of the tag `me`.
 */
export type Handlers<Area extends keyof OperationsOf = keyof OperationsOf> = {
  [Id in OperationsOf[Area]]: (call: Call<Id>) => Promise<Result<operations[Id]>> | Result<operations[Id]>
}
