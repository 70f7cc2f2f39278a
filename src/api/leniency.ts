import type { Operation } from 'openapi-backend'
import { booleansOf, convert, type ObjectSchema } from '../contract/booleans.js'
import type { ApiRequest } from './apiRequest.js'

/** Booleans that liblinphone sends as the strings "1" and "0", in bodies and queries, become booleans before validation. */
export function lenientBooleans(request: ApiRequest, operation: Operation): void {
  const { requestBody, query } = request
  if (typeof requestBody === 'object' && requestBody !== null) {
    for (const name of namesOf(operation).body) convert(requestBody as Record<string, unknown>, name)
  }
  for (const name in query) if (namesOf(operation).query.includes(name)) convert(query as Record<string, unknown>, name)
}

/** Only digits are an integer: validation would read `1e0`, `0x1` and ` 1` as numbers as well, and so as somebody's id. */
export function plainIntegers({ params, query }: ApiRequest, operation: Operation): void {
  const { integers } = namesOf(operation)
  for (const name of integers) {
    for (const values of [params, query] as Record<string, unknown>[]) {
      if (typeof values[name] === 'string') values[name] = /^-?\d+$/.test(values[name]) ? Number(values[name]) : Number.NaN
    }
  }
}

interface Names {
  /** booleans */
  body: string[]
  /** booleans */
  query: string[]
  /** in the path or the query */
  integers: string[]
}
const known = new WeakMap<Operation, Names>()

function namesOf(operation: Operation): Names {
  let names = known.get(operation)
  if (!names) {
    const content = (operation.requestBody as { content?: Record<string, { schema?: ObjectSchema }> } | undefined)?.content
    const parameters = (operation.parameters ?? []) as { name: string; in: string; schema?: ObjectSchema }[]
    names = {
      body: booleansOf(content?.['application/json']?.schema ?? {}),
      query: parameters.filter((p) => p.in === 'query' && p.schema?.type === 'boolean').map((p) => p.name),
      integers: parameters.filter((p) => p.schema?.type === 'integer').map((p) => p.name),
    }
    known.set(operation, names)
  }
  return names
}
