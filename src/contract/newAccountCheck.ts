import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { Document } from 'openapi-backend'
import { invalidField } from '../domain/errors.js'
import type { NewAccountCheck } from '../services/accounts/bulk.js'
import { AJV_OPTIONS } from './ajvOptions.js'
import { booleansOf, convert } from '../api/leniency.js'
import { validationError } from '../api/validation.js'

/** Judges one account as `createAccount` judges its body, for those that come many at a time: by the same schema of the contract, as leniently. */
export function newAccountCheck(contract: Document): NewAccountCheck {
  const ajv = new Ajv(AJV_OPTIONS)
  formats.default(ajv)
  ajv.addSchema({ $id: 'contract', ...contract })
  const check = ajv.compile({ properties: { requestBody: { $ref: 'contract#/components/schemas/NewAccount' } } })
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
