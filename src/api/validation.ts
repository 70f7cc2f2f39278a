import type { ErrorObject } from 'ajv'
import type { FieldTexts } from '../contract/validation.js'
import type { ApiRequest } from './apiRequest.js'
import type { Operation } from './operation.js'

/** What ajv found, without what the service overlooks: unknown query parameters, and faults of rows that are answered one by one. */
export const faultsThatCount = (faults: ErrorObject[], operation: Operation): ErrorObject[] =>
  faults.length === 0 ? faults : faults.filter((fault) => !isUnknownParameter(fault) && !isWithinRow(fault, operation))

/** Takes the query parameters out of the request that the contract does not know: no handler is to meet them. */
export function dropUnknownParameters({ query }: Pick<ApiRequest, 'query'>, faults: readonly ErrorObject[]): void {
  for (const fault of faults) if (isUnknownParameter(fault)) delete query[fault.params.additionalProperty]
}

const isUnknownParameter = ({ keyword, instancePath }: ErrorObject): boolean =>
  keyword === 'additionalProperties' && instancePath === '/query'

/** Each row of the field that `x-rows` names is answered by itself: its faults do not fail the request. */
const isWithinRow = ({ instancePath }: ErrorObject, operation: Operation): boolean =>
  operation['x-rows'] !== undefined && instancePath.startsWith(`/requestBody/${operation['x-rows']}/`)

/** The query parameters whose percent-encoded bytes are not UTF-8, for which Koa puts U+FFFD: another text would be searched for. Undefined: none. */
export function illFormedQuery({ ctx, query }: ApiRequest): FieldTexts | undefined {
  const { querystring } = ctx
  if (!querystring.includes('%') || /%EF%BF%BD/i.test(querystring)) return undefined
  const names = Object.keys(query).filter((name) => String(query[name]).includes('\ufffd'))
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, ['This is not UTF-8.']]))
}
