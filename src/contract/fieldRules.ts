import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { Document } from 'openapi-backend'
import { AJV_OPTIONS } from './ajvOptions.js'

/** The schemas of the contract that say what may stand in a field of a form. */
export type FieldSchema =
  | 'Username'
  | 'NewSecret'
  | 'EmailAddress'
  | 'PhoneNumber'
  | 'EmailCode'
  | 'PinCode'
  | 'ActivationCode'
  | `NewAccount/properties/${string}`
/** Whether a value is one that the API would take. */
export type FieldRules = (schema: FieldSchema, value: unknown) => boolean

/** Forms obey the contract as the API does: there is no second set of rules. Made when the first form comes: compiling takes a while. */
export function fieldRules(contract: Document): FieldRules {
  let ajv: Ajv | undefined
  return (schema, value) => {
    ajv ??= compiler(contract)
    return ajv.getSchema(`contract#/components/schemas/${schema}`)!(value) === true
  }
}

function compiler(contract: Document): Ajv {
  const ajv = new Ajv(AJV_OPTIONS)
  formats.default(ajv)
  ajv.addSchema({ $id: 'contract', ...contract })
  return ajv
}
