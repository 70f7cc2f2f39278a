import type { ErrorObject } from 'ajv'
import { type Operation as BackendOperation, type Document, type Handler, OpenAPIBackend, OpenAPIValidator } from 'openapi-backend'
import type { Checks } from '../contract/checks.js'
import { AJV_OPTIONS, prepareAjv } from '../contract/schemas.js'
import { type Operation, type OperationId, operationOf } from './operation.js'
import { type Call, type Handlers, Reply } from './types.js'

/** The parts of a request as the validators see them. */
export interface Validated {
  path: Record<string, unknown>
  query: Record<string, unknown>
  header: Record<string, unknown>
  cookie: Record<string, unknown>
  requestBody?: unknown
}

/** The contract as openapi-backend has read it: all that this service uses of that library, and every cast that its types need. */
export interface ContractBackend {
  readonly operations: readonly Operation[]
  /** What ajv has against a request; empty when it is as the contract says. Validators are compiled at their first use. */
  faults(operation: Operation, request: Validated): ErrorObject[]
  /** Calls the handler that is bound to the operation. */
  handle(operation: Operation, call: Call<OperationId>): Promise<AnyAnswer>
}

/** What a handler answered: see `Result` for the typed form. */
export interface AnyAnswer {
  status: number
  body: unknown
  type?: string
  headers?: Record<string, string>
}

/**
 * Reads the contract and binds the handlers. openapi-backend dereferences the contract, makes its ajv validators and holds the handlers; the steps of
 * a request are the pipeline's, as the library's own would parse each request four times and match its path by one RegExp per operation.
 * @throws Error at start when the contract and the handlers do not match
 */
export async function openBackend(contract: Document, handlers: Handlers, checks: Checks): Promise<ContractBackend> {
  const backend = new OpenAPIBackend({
    definition: contract,
    strict: true,
    quick: true, // the contract is checked when it changes, not at every start
    validate: false, // by the validators below
  })
  await backend.init()
  const known = backend.router.getOperations()
  backend.router.getOperations = () => known // it is asked for each handler, and would copy them all each time
  requireHandlers(known, handlers)
  backend.register(handlers as unknown as Record<string, Handler>)
  const validator = validatorOf(backend)
  const bound = backend.handlers as unknown as Record<string, (call: Call<OperationId>) => unknown>

  return {
    operations: known.map(operationOf),
    faults(operation, request) {
      const faults: ErrorObject[] = []
      for (const check of validator.getRequestValidatorsForOperation(operation.operationId) ?? [])
        if (!check.call(checks, request)) faults.push(...(check.errors ?? []))
      return faults
    },
    async handle(operation, call) {
      const result = await bound[operation.operationId]!(call)
      return result instanceof Reply ? result.answer : { status: 200, body: result }
    },
  }
}

/** Validators by the contract as it was read: services of one process that have the same one compile them once. */
const validators = new WeakMap<Document, OpenAPIValidator>()

function validatorOf({ definition, router }: OpenAPIBackend): OpenAPIValidator {
  const known = validators.get(definition)
  if (known) return known
  const validator = new OpenAPIValidator({
    definition,
    router,
    ajvOpts: AJV_OPTIONS,
    customizeAjv: prepareAjv,
    lazyCompileValidators: true,
  })
  validators.set(definition, validator)
  return validator
}

/** `quick` leaves this to us; without it an operation that was forgotten would answer 501. */
function requireHandlers(operations: readonly BackendOperation[], handlers: Handlers): void {
  const ids = operations.map((operation) => operation.operationId!)
  const faults = [
    ...ids.filter((id) => !(id in handlers)).map((id) => `no handler for ${id}`),
    ...Object.keys(handlers)
      .filter((id) => !ids.includes(id))
      .map((id) => `no operation ${id} in the contract`),
  ]
  if (faults.length > 0) throw new Error(`The contract and the handlers do not match (npm run generate?): ${faults.join(', ')}`)
}
