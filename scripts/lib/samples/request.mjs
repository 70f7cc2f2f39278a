// The request that the code samples of an operation show: its first example, sent by one of the cast.

/** Where the examples have the service. */
export const BASE = 'https://sip.example.org/api'
/** Bob, a user, as he logs in by digest. */
export const BOB = { username: 'bob', password: 'builder-42', address: 'bob@sip.example.org' }
/** The API key of alice, an administrator. */
export const API_KEY = '0fHq3mXc7vTzR1bWkP9sLdYuJ5nGaE2i'

/** Users log in by digest, programs of administrators by API key. */
const LOGINS = { public: undefined, account: 'digest', admin: 'apiKey' }

/**
 * @param contract in one piece
 * @returns the parts of the request; `path`, `query` and `headers` are values by name (From goes with the login), `body` is undefined when there is none
 * @throws Error when the operation lacks an example
 */
export function sampleRequest(contract, path, method, item) {
  const operation = item[method]
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolve(contract, one))
  const inPath = Object.fromEntries(parameters.filter((one) => one.in === 'path').map(({ name, example }) => [name, example]))
  const query = operation['x-sample-query'] ?? {}
  const headers = Object.fromEntries(
    parameters.filter((one) => one.in === 'header' && isNeeded(one)).map(({ name, example }) => [name, example]),
  )
  const target = path.replace(/\{(\w+)\}/g, (_, name) => pathValue(inPath[name]))
  const search = Object.entries(query).map(([name, value]) => `${name}=${queryValue(value)}`)
  return {
    operationId: operation.operationId,
    method: method.toUpperCase(),
    url: `${BASE}${target}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    path: inPath,
    query,
    headers,
    body: bodyOf(contract, operation),
    login: LOGINS[operation['x-role']],
  }
}

/** Headers that a first try of an operation has: none that is for repeating a request, or for a state that was read before. */
const isNeeded = ({ name, required }) => required === true || name.startsWith('X-')

function bodyOf(contract, { operationId, requestBody }) {
  if (!requestBody) return undefined
  const { examples } = resolve(contract, requestBody).content['application/json']
  const [first] = Object.values(examples ?? {})
  if (!first) throw new Error(`the body of ${operationId} has no example`)
  return resolve(contract, first).value
}

function resolve(contract, part) {
  if (!part.$ref) return part
  return resolve(
    contract,
    part.$ref
      .slice(2)
      .split('/')
      .reduce((at, key) => at[key], contract),
  )
}

/** Characters that a path or a query may have stay as they are, `@` and `:` among them (RFC 3986 section 3.3). */
const pathValue = (value) => encodeURIComponent(value).replace(/%(40|3A|24|26|2B|2C|3B|3D)/g, decodeURIComponent)
const queryValue = (value) => encodeURIComponent(value).replace(/%(40|3A|2F)/g, decodeURIComponent)
