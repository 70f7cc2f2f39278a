import type { Document } from 'openapi-backend'
import type { LimitOf } from '../../generated/operations.js'

/** The limit of each operation that has one, as its `x-limit` in the contract names it. */
export function limitsOf(contract: Document): LimitOf {
  const operations = Object.values(contract.paths ?? {}).flatMap((item) => Object.values(item ?? {}) as Limited[])
  const limited = operations.filter((operation) => operation['x-limit'])
  return Object.fromEntries(limited.map((operation) => [operation.operationId, operation['x-limit']])) as unknown as LimitOf
}

interface Limited {
  operationId?: string
  'x-limit'?: string
}
