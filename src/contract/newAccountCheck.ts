import type { Document } from 'openapi-backend'
import type { components } from '../../generated/openapi.js'
import { invalidField } from '../domain/errors.js'
import type { Checks } from './checks.js'
import { leniencyOf } from './leniency.js'
import { schemaCompiler } from './schemas.js'
import { illFormedFields, validationError } from './validation.js'

/** Reads a row by the contract's `NewAccount`. @throws AppError 422, with all its faults */
export type NewAccountCheck = (row: unknown) => components['schemas']['NewAccount']

/** Judges one account as `createAccount` judges its body, for those that come many at a time: by the same schema of the contract, as leniently. */
export function newAccountCheck(contract: Document, checks: Checks): NewAccountCheck {
  const check = schemaCompiler(contract, checks).compile({
    properties: { requestBody: { $ref: 'contract#/components/schemas/NewAccount' } },
  })
  const beLenient = leniencyOf(contract.components!.schemas!.NewAccount as object)
  return (row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw invalidField('row', 'A row is an object with the fields of an account.')
    const account = { ...row } as Record<string, unknown>
    beLenient(account)
    const illFormed = illFormedFields(account)
    if (!check({ requestBody: account }) || illFormed) throw validationError(check.errors ?? [], illFormed)
    return account as ReturnType<NewAccountCheck>
  }
}
