import formats from 'ajv-formats'
import type { Context, Middleware } from 'koa'
import { type Context as ApiContext, type Document, OpenAPIBackend, type Operation, type ValidationResult } from 'openapi-backend'
import type { Caller } from '../caller.js'
import { AJV_OPTIONS } from '../contract/schemas.js'
import { isUnknownParameter, isWithinRow, validationError } from '../contract/validation.js'
import { isForeignKeyViolation } from '../db/errors.js'
import { AppError, notFound } from '../domain/errors.js'
import { addressBlock } from '../domain/ip.js'
import { answerError } from '../http/errors.js'
import type { Principal } from '../http/principal.js'
import type { With } from '../services/deps.js'
import { countRequest, limitOf } from '../services/limits/requests.js'
import { ApiRequest } from './apiRequest.js'
import { readBody } from './body.js'
import { lenientBooleans, plainIntegers } from './leniency.js'
import { RouteTable } from './routeTable.js'
import { admit, byApiKey, byDigest, unauthenticated } from './security.js'
import type { Handlers } from './types.js'

const ROOT = '/api'

/** What a handler answered: see `Reply` for the typed form. */
interface AnyReply {
  status: number
  body: unknown
  type?: string
  headers?: Record<string, string>
}

/**
 * The contract as a Koa middleware: route → security → validation → handler → reply, in openapi-backend.
 * Its own routing and parsing are replaced, through public methods, by ours: it compiles a RegExp per operation per request and parses a
 * request four times. Its ajv validators judge as ever.
 * @throws Error at start when the contract and the handlers do not match
 */
export async function createApi(
  deps: With<'accounts' | 'credentials' | 'limits' | 'metrics'>,
  contract: Document,
  handlers: Handlers,
  clientOf: (ctx: Context) => Caller,
): Promise<Middleware> {
  const backend = new OpenAPIBackend({
    definition: contract,
    strict: true,
    quick: true, // the contract is checked when it changes, not at every start
    ajvOpts: AJV_OPTIONS,
    customizeAjv: (ajv) => formats.default(ajv),
  })
  await backend.init()
  const operations = backend.router.getOperations()
  backend.router.getOperations = () => operations // it is asked for each handler, and would copy them all each time
  requireHandlers(operations, handlers)
  const routes = new RouteTable<Operation>()
  for (const operation of operations) routes.add(operation.method, operation.path, operation)
  const challenge = unauthenticated(deps)

  backend.router.parseRequest = ((request: ApiRequest) => request) as unknown as typeof backend.router.parseRequest
  backend.router.matchOperation = ((request: ApiRequest) => request.operation) as unknown as typeof backend.router.matchOperation
  backend.validator.validateRequest = ((request: ApiRequest, operation: Operation) =>
    validate(request, operation)) as unknown as typeof backend.validator.validateRequest

  function validate(request: ApiRequest, operation: Operation): ValidationResult {
    if (request.bodyFault) throw request.bodyFault
    const { params, query, headers, cookies, requestBody } = request
    const data = { path: params, query, header: headers, cookie: cookies, ...(requestBody !== undefined && { requestBody }) }
    const errors: NonNullable<ValidationResult['errors']> = []
    for (const check of backend.validator.getRequestValidatorsForOperation(operation.operationId!) ?? []) {
      if (!check(data)) errors.push(...check.errors!.filter((error) => !isUnknownParameter(error) && !isWithinRow(error, operation)))
    }
    return { valid: errors.length === 0, errors: errors.length === 0 ? null : errors, coerced: request as never }
  }

  backend.registerSecurityHandler('apiKey', (c) => byApiKey(deps, c.request as ApiRequest))
  backend.registerSecurityHandler('digest', (c) => byDigest(deps, c.request as ApiRequest))
  backend.register({
    postSecurityHandler: async (c: ApiContext, ctx: Context) => {
      if (!c.security?.authorized) return
      const principal = passed(c.security.apiKey) ?? passed(c.security.digest)
      if (!principal) return
      const headers = await admit(deps, principal, c.request as ApiRequest, (c.operation as { 'x-role'?: unknown })['x-role'])
      if (!headers) throw await challenge(c.request as ApiRequest)
      ctx.set(headers)
      ctx.state.principal = principal
      const limit = limitOf(c.operation.operationId!)
      if (limit?.per === 'account') ctx.set(await countRequest(deps, limit.name, String(principal.account.id)))
    },
    unauthorizedHandler: async (c: ApiContext) => {
      // a scheme that failed for another reason than its credentials: the database is down, say
      for (const result of Object.values(c.security ?? {})) if (result?.error) throw result.error
      return challenge(c.request as ApiRequest) // half of all requests of a client with Digest come here: not thrown, which would cost 3 µs
    },
    validationFail: (c: ApiContext) => {
      throw validationError(c.validation.errors!)
    },
    ...bind(handlers),
  })

  return async (ctx) => {
    const method = ctx.method === 'HEAD' ? 'get' : ctx.method.toLowerCase()
    const found = routes.find(method, ctx.path.slice(ROOT.length))
    if (!found) throw notFound('There is no such endpoint. The contract is at /api/openapi.yaml.')
    if (Array.isArray(found)) throw methodNotAllowed(found)
    const operation = found.value
    // HEAD only where GET is public: elsewhere it could change something, or be mistaken for the digest's method
    if (ctx.method === 'HEAD' && operation.security?.length) throw methodNotAllowed([operation.method])
    const request = new ApiRequest(
      operation,
      ctx.method,
      ctx.path,
      ctx.req.url!,
      found.params,
      ctx.query as ApiRequest['query'],
      ctx.req.headers as ApiRequest['headers'],
      clientOf(ctx),
    )
    ctx.state.operation = operation.operationId
    const limit = limitOf(operation.operationId!)
    if (limit?.per === 'address') ctx.set(await countRequest(deps, limit.name, addressBlock(request.caller.ip)))
    if (operation.requestBody) {
      try {
        request.setBody(await readBody(ctx, (operation as { 'x-body-limit'?: number })['x-body-limit']))
      } catch (error) {
        request.bodyFault = error as Error
      }
    }
    lenientBooleans(request, operation)
    plainIntegers(request, operation)
    const reply = (await backend.handleRequest(request as never, ctx).catch(async (error) => {
      // the account was deleted while it asked: it gets what its next request will
      throw ctx.state.principal && isForeignKeyViolation(error) ? await challenge(request) : error
    })) as AnyReply | AppError
    if (reply instanceof AppError) return answerError(ctx, reply)
    ctx.status = reply.status
    if (reply.headers) ctx.set(reply.headers)
    ctx.res.setHeader('Content-Type', reply.type ?? 'application/json')
    ctx.body = reply.type ? reply.body : JSON.stringify(reply.body)
  }
}

const passed = (result: (Principal & { error?: unknown }) | false | undefined): Principal | undefined =>
  result && !result.error ? result : undefined

/** Typed handlers as openapi-backend's own. */
function bind(handlers: Handlers) {
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]) => [
      id,
      ({ request }: ApiContext, ctx: Context) =>
        (handler as (call: unknown) => unknown)({
          params: request.params,
          query: request.query,
          body: request.requestBody,
          caller: (request as ApiRequest).caller,
          principal: ctx.state.principal,
        }),
    ]),
  )
}

/** `quick` leaves this to us; without it an operation that was forgotten would answer 501. */
function requireHandlers(operations: Operation[], handlers: Handlers): void {
  const ids = operations.map((o) => o.operationId!)
  const faults = [
    ...ids.filter((id) => !(id in handlers)).map((id) => `no handler for ${id}`),
    ...Object.keys(handlers)
      .filter((id) => !ids.includes(id))
      .map((id) => `no operation ${id} in the contract`),
  ]
  if (faults.length > 0) throw new Error(`The contract and the handlers do not match (npm run generate?): ${faults.join(', ')}`)
}

function methodNotAllowed(known: string[]): AppError {
  const allow = known.map((m) => m.toUpperCase()).join(', ')
  return new AppError(405, 'method_not_allowed', `This path knows ${allow} only.`, { headers: { Allow: allow } })
}
