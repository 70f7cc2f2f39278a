import type { Context, Middleware } from 'koa'
import type { Document } from 'openapi-backend'
import { illFormedFields, validationError } from '../contract/validation.js'
import { isForeignKeyViolation } from '../db/errors.js'
import { AppError, notFound } from '../domain/errors.js'
import { answerError } from '../http/errors.js'
import { traced } from '../lib/tracing.js'
import { accountExists } from '../services/accounts/find.js'
import { fieldChecks } from '../services/checks.js'
import type { Deps } from '../services/deps.js'
import { ApiRequest } from './apiRequest.js'
import { takeBody } from './body.js'
import { coerce } from './leniency.js'
import { limitByAccount, limitByAddress } from './limits.js'
import { type AnyAnswer, type ContractBackend, openBackend } from './openapiBackend.js'
import type { Operation, OperationId } from './operation.js'
import { createRouter, type Routed } from './router.js'
import { createAuthentication } from './security/authenticate.js'
import { spareAdministrators } from './security/scopes.js'
import { isPerson, requireApp } from './steps/apps.js'
import { refuseOtherSites } from './steps/crossSite.js'
import { once } from './steps/idempotency.js'
import { refuseSwitchedOff } from './steps/switches.js'
import type { Call, Handlers } from './types.js'
import { dropUnknownParameters, faultsThatCount, illFormedQuery } from './validation.js'

/** A body that takes longer than this to come is acted on only if its sender may still do so. Milliseconds. */
const SLOW_BODY_MS = 1_000

/** The contract as Koa middleware. */
export interface Api {
  /** all operations, below /api */
  readonly api: Middleware
  /** those that apps ask for at the root of the server; what people open there is left to the panel */
  readonly root: Middleware
}

/**
 * The contract as Koa middleware. This is the list of what a request goes through; each step throws the AppError that answers the request.
 * @throws Error at start when the contract, the handlers and the security schemes do not match
 */
export async function createApi(deps: Deps, contract: Document, handlers: Handlers): Promise<Api> {
  const backend = await openBackend(contract, handlers, fieldChecks(deps))
  const { authenticate, confirm, unauthenticated } = createAuthentication(deps, backend.operations)

  const serve = async (ctx: Context, { operation, params }: Routed): Promise<void> => {
    const request = new ApiRequest(ctx, operation, params)
    refuseOtherSites(deps, request)
    await limitByAddress(deps, request)
    refuseSwitchedOff(deps, operation)
    const refusal = await authenticate(request)
    if (refusal) return answerError(ctx, refusal)
    await limitByAccount(deps, request)
    const since = performance.now()
    await takeBody(request)
    const changed = request.principal && performance.now() - since > SLOW_BODY_MS ? await confirm(request) : undefined
    if (changed) return answerError(ctx, changed)
    const reply = await once(deps, request, async () => {
      coerce(request)
      if (operation.asksForNumber) await deps.limits.countries.refresh()
      validate(backend, request)
      await spareAdministrators(deps, request)
      requireApp(deps, request)
      return handle(backend, request)
    }).catch(async (error) => {
      throw await refusalOf(request, error)
    })
    answer(ctx, reply, operation)
  }

  /** What became of something while it was worked with. */
  async function refusalOf(request: ApiRequest, error: unknown): Promise<unknown> {
    const { principal } = request
    if (!principal) return error
    const missing = isForeignKeyViolation(error)
    if (missing && (await accountExists(deps, principal.account.id))) return notFound()
    // the account was deleted while it asked, or its password changed: it gets what its next request will
    return missing || isOutdated(error) ? unauthenticated(request) : error
  }

  const route = createRouter('/api', backend.operations)
  const rooted = backend.operations.filter(({ atRoot }) => atRoot)
  const rootRoute = createRouter('', rooted)
  const known = new Set(rooted.map(({ path }) => firstSegment(path)))
  return {
    api: (ctx) => serve(ctx, route(ctx)),
    root(ctx, next) {
      if (!known.has(firstSegment(ctx.path))) return next()
      const routed = rootRoute(ctx)
      return routed.operation.forApps && isPerson(ctx) ? next() : serve(ctx, routed)
    },
  }
}

const firstSegment = (path: string): string => path.split('/', 2)[1]!

/** @throws AppError 404, 422 for a request that is not as the contract says */
function validate(backend: ContractBackend, request: ApiRequest): void {
  const { params, query, headers, body, operation } = request
  const rows = operation['x-rows']
  const parts = { path: params, query, header: headers, cookie: {}, ...(body !== undefined && { requestBody: body }) }
  const found = backend.faults(operation, parts)
  dropUnknownParameters(request, found)
  const faults = faultsThatCount(found, operation)
  const illFormed =
    illFormedQuery(request) ??
    (request.mayBeIllFormed && isObject(body) ? illFormedFields({ ...body, ...(rows && { [rows]: undefined }) }) : undefined)
  if (faults.length > 0 || illFormed) throw validationError(faults, illFormed)
}

const isOutdated = (error: unknown): boolean => error instanceof AppError && error.status === 401

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** What is validated has the types of the contract, which TypeScript cannot see. */
function handle(backend: ContractBackend, request: ApiRequest): Promise<AnyAnswer> {
  const { params, query, headers, body, caller, principal, operation } = request
  const call = { params, query, headers, body, caller, principal } as unknown as Call<OperationId>
  return traced({ name: operation.operationId, kind: 'internal' }, () => backend.handle(operation, call))
}

function answer(ctx: Context, { status, headers, type, body }: AnyAnswer, operation: Operation): void {
  ctx.status = status
  if (headers) ctx.set(headers)
  // JSON without a charset: apps compare the whole value
  ctx.res.setHeader('Content-Type', type === 'text/html' ? 'text/html; charset=utf-8' : (type ?? 'application/json'))
  ctx.body = type ? body : JSON.stringify(body)
  // an ETag may be of less than the answer, for If-Match alone: the contract says where it stands for all of it
  if (operation.responses?.['304'] && headers?.ETag !== undefined && ctx.fresh) ctx.status = 304 // Koa leaves body and type out
}
