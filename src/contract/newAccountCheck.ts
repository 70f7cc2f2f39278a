import type { Document } from 'openapi-backend'
import type { components } from '../../generated/openapi.js'
import { invalidField } from '../domain/errors.js'
import { booleansOf, convert } from './booleans.js'
import { schemaCompiler } from './schemas.js'
import { validationError } from './validation.js'

/** Reads a row by the contract's `NewAccount`. @throws AppError 422 */
export type NewAccountCheck = (row: unknown) => components['schemas']['NewAccount']

/** Judges one account as `createAccount` judges its body, for those that come many at a time: by the same schema of the contract, as leniently. */
export function newAccountCheck(contract: Document): NewAccountCheck {
  const check = schemaCompiler(contract).compile({ properties: { requestBody: { $ref: 'contract#/components/schemas/NewAccount' } } })
  const booleans = booleansOf(contract.components!.schemas!.NewAccount as object)
  return (row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw invalidField('row', 'A row is an object with the fields of an account.')
    const account = { ...row } as Record<string, unknown>
    for (const name of booleans) convert(account, name)
    if (!check({ requestBody: account })) throw validationError(check.errors!)
    return account as ReturnType<NewAccountCheck>
  }
}
