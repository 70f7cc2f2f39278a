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
export const newAccountCheck = (contract: Document, checks: Checks): NewAccountCheck => bodyCheck(contract, checks, 'NewAccount')

/** Judges an API key as `createApiKey` judges its body, for one that does not come over HTTP. @throws AppError 422, with all its faults */
export const newKeyCheck = (contract: Document, checks: Checks): ((row: unknown) => components['schemas']['NewApiKey']) =>
  bodyCheck(contract, checks, 'NewApiKey')

/** The same for a webhook, as `createWebhook` judges it. @throws AppError 422, with all its faults */
export const newWebhookCheck = (contract: Document, checks: Checks): ((row: unknown) => components['schemas']['NewWebhook']) =>
  bodyCheck(contract, checks, 'NewWebhook')

function bodyCheck<Name extends 'NewAccount' | 'NewApiKey' | 'NewWebhook'>(
  contract: Document,
  checks: Checks,
  name: Name,
): (row: unknown) => components['schemas'][Name] {
  let made: ReturnType<typeof bodyReader> | undefined
  return (row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw invalidField('row', 'A row is an object with the fields of an account.')
    const body = { ...row } as Record<string, unknown>
    made ??= bodyReader(contract, name)
    const { beLenient, validate } = made
    beLenient(body)
    const illFormed = illFormedFields(body)
    if (!validate.call(checks, { requestBody: body }) || illFormed) throw validationError(validate.errors ?? [], illFormed)
    return body as components['schemas'][Name]
  }
}

/** Made when a first row asks for it, not at each start: to compile takes as long as a tenth of a start. */
function bodyReader(contract: Document, name: string) {
  const compiler = schemaCompiler(contract)
  const $id = `body-of-${name}`
  const compile = () => compiler.compile({ $id, properties: { requestBody: { $ref: `contract#/components/schemas/${name}` } } })
  return { beLenient: leniencyOf(contract.components!.schemas![name] as object), validate: compiler.getSchema($id) ?? compile() }
}
