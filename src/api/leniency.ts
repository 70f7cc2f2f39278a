import { convert, leniencyOf, type ObjectSchema } from '../contract/leniency.js'
import type { ApiRequest } from './apiRequest.js'
import type { Operation } from './operation.js'

/** Turns texts into what they mean, before validation: what deployed clients send for booleans and absent fields, and the integers of paths and queries. */
export function coerce(request: ApiRequest): void {
  const names = namesOf(request.operation)
  bodyAndQuery(request, names)
  integers(request, names)
}

/** Booleans that liblinphone sends as the strings "1" and "0", in bodies and queries; null in bodies. */
function bodyAndQuery({ body, query }: ApiRequest, names: Names): void {
  if (typeof body === 'object' && body !== null) names.body(body as Record<string, unknown>)
  for (const name in query) if (names.query.includes(name)) convert(query, name)
}

/** Only digits are an integer: validation would read `1e0`, `0x1` and ` 1` as numbers as well, and so as an account's id. */
function integers({ params, query }: ApiRequest, names: Names): void {
  for (const name of names.integers) {
    for (const values of [params, query]) {
      const value = values[name]
      if (typeof value === 'string') values[name] = /^-?\d+$/.test(value) ? Number(value) : Number.NaN
    }
  }
}

interface Names {
  body: ReturnType<typeof leniencyOf>
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
      body: leniencyOf(content?.['application/json']?.schema ?? {}),
      query: parameters.filter((p) => p.in === 'query' && p.schema?.type === 'boolean').map((p) => p.name),
      integers: parameters.filter((p) => p.schema?.type === 'integer').map((p) => p.name),
    }
    known.set(operation, names)
  }
  return names
}
