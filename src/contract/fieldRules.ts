import type { Document } from 'openapi-backend'
import type { Checks } from './checks.js'
import { schemaCompiler } from './schemas.js'

/** The schemas of the contract that say what may stand in a field of a form. */
export type FieldSchema =
  | 'Username'
  | 'NewSecret'
  | 'EmailAddress'
  | 'PhoneNumber'
  | 'SmsNumber'
  | 'EmailCode'
  | 'PinCode'
  | 'ActivationCode'
  | `NewAccount/properties/${string}`
  | `ChangedAccount/properties/${string}`
  | `NewAccountAction/properties/${string}`
  | `NewExternalAccount/properties/${string}`
  | 'DictionaryEntry/properties/value'
  | `NewApiKey/properties/${string}`
  | `NewWebhook/properties/${string}`
/** Whether a value is one that the API would take. */
export type FieldRules = (schema: FieldSchema, value: unknown) => boolean

/** Forms obey the contract as the API does: there is no second set of rules. */
export const fieldRules =
  (contract: Document, checks: Checks): FieldRules =>
  (schema, value) =>
    schemaCompiler(contract).getSchema(`contract#/components/schemas/${schema}`)!.call(checks, value) === true
