import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { Document } from 'openapi-backend'
import { addChecks } from './checks.js'

/**
 * How requests are held against the contract: all faults are told at once, and nothing is converted silently. The schemas themselves are checked
 * when the contract changes, not at each start.
 */
export const AJV_OPTIONS = {
  allErrors: true,
  verbose: true,
  strict: false,
  coerceTypes: false,
  validateSchema: false,
  passContext: true,
} as const

/** Teaches a validator what the schemas of the contract use beside JSON Schema. */
export function prepareAjv(ajv: Ajv): Ajv {
  addChecks(ajv)
  return formats.default(ajv)
}

const compilers = new WeakMap<Document, Ajv>()

/** A compiler that knows the whole contract, one for each: its schemas are `contract#/components/schemas/…`. */
export function schemaCompiler(contract: Document): Ajv {
  const known = compilers.get(contract)
  if (known) return known
  const ajv = prepareAjv(new Ajv(AJV_OPTIONS)).addSchema({ $id: 'contract', ...contract })
  compilers.set(contract, ajv)
  return ajv
}
