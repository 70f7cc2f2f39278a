import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { Document } from 'openapi-backend'
import { addChecks, type Checks } from './checks.js'

/**
 * How requests are held against the contract: all faults are told at once, and nothing is converted silently. The schemas themselves are checked
 * when the contract changes, not at each start.
 */
export const AJV_OPTIONS = { allErrors: true, verbose: true, strict: false, coerceTypes: false, validateSchema: false } as const

/**
 * A compiler that knows the whole contract: its schemas are `contract#/components/schemas/…`.
 * @param checks what `x-check` names; without them it is ignored
 */
export function schemaCompiler(contract: Document, checks?: Checks): Ajv {
  const ajv = new Ajv(AJV_OPTIONS)
  formats.default(ajv)
  if (checks) addChecks(ajv, checks)
  ajv.addSchema({ $id: 'contract', ...contract })
  return ajv
}
