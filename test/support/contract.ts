import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { BeforeActivationOf, LimitOf } from '../../generated/operations.js'
import { RouteTable } from '../../src/api/routeTable.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import type { ApiResponse } from './client.js'
import { brokenRules } from './clientRules.js'
import { noteStatus } from './runNotes.mjs'

export type Role = 'public' | 'account' | 'admin'

interface Operation {
  operationId: string
  tags: string[]
  security?: object[]
  'x-role': Role
  'x-scope'?: string[]
  'x-limit'?: LimitOf[keyof LimitOf]
  'x-before-activation'?: BeforeActivationOf[keyof BeforeActivationOf]
  'x-once'?: boolean
  requestBody?: object
  responses: Record<string, { $ref?: string }>
  servers?: { url: string }[]
}
interface Response {
  content: Record<string, { schema: object }>
  headers?: Record<string, { $ref?: string; required?: boolean }>
}

export const contract = JSON.parse(readFileSync(join(packageRoot(), 'generated', 'openapi.json'), 'utf8'))

/** Every operation of the contract, with its method and path. */
export const operations: (Operation & { method: string; path: string })[] = Object.entries(
  contract.paths as Record<string, Record<string, Operation>>,
).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
    .map(([method, operation]) => ({ ...operation, method, path })),
)

const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema({ $id: 'contract', ...contract })
const routes = new RouteTable<Operation>()
/** those that answer at the root of the server too */
const rootRoutes = new RouteTable<Operation>()
for (const operation of operations) {
  routes.add(operation.method, operation.path, operation)
  if (operation.servers?.some(({ url }) => url === '/')) rootRoutes.add(operation.method, operation.path, operation)
}

/** The operation of a request, the methods of its path, or undefined for none; a page for people is none. */
function operationAt(method: string, pathname: string, response: ApiResponse): ReturnType<typeof routes.find> | 'page' {
  if (pathname === '/api' || pathname.startsWith('/api/')) return routes.find(method.toLowerCase(), pathname.slice('/api'.length))
  const found = response.header('content-type')?.startsWith('text/html') ? undefined : rootRoutes.find(method.toLowerCase(), pathname)
  return found ?? 'page'
}

/** Follows a reference into the contract. */
export function resolve<T>(value: T & { $ref?: string }): T {
  if (!value?.$ref) return value
  return resolve(
    value.$ref
      .slice(2)
      .split('/')
      .reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract),
  )
}

/**
 * Holds an answer against the contract, and against what apps need of every answer. Its status is noted:
 * `test/support/endOfRun.mjs` compares all of them with the contract.
 * @param sent the headers of the request
 * @throws Error that says what is wrong
 */
export function checkResponse(method: string, path: string, response: ApiResponse, sent: Record<string, string | string[]>): void {
  const pathname = path.split('?')[0]!
  const found = operationAt(method, pathname, response)
  const where = `${method} ${path} → ${response.status}`
  const fail = (what: string): never => {
    throw new Error(`${where}: ${what}\n${response.text.slice(0, 500)}`)
  }
  const asked = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), String(value)]))
  const broken = brokenRules({ method, pathname, asked, response, page: found === 'page' })
  if (broken.length > 0) fail(`apps break on it\n${broken.join('\n')}`)
  if (found === 'page') return
  if (response.status >= 500 && response.status !== 503) fail('a fault of the service')
  const mayBeEmpty =
    method === 'HEAD' || response.status === 304 || (response.status === 200 && response.header('content-type') === 'text/vcard')
  if (response.status === 204 || (response.text === '' && !mayBeEmpty)) fail('an answer without a body')
  if (method === 'HEAD') {
    if (response.text !== '') fail('a body in the answer to HEAD')
    return
  }
  if (!found || Array.isArray(found)) {
    checkError(response, fail)
    return
  }
  const { operationId, responses, security } = found.value
  const documented = responses[String(response.status)]
  if (!documented) throw fail(`${operationId} does not document this status`)
  noteStatus(operationId, response.status)
  if (response.status === 304) {
    if (response.text !== '' || !response.header('etag')) fail('a 304 has no body, and an ETag')
    return
  }
  const { content, headers = {} } = resolve(documented as never) as Response
  const type = response.header('content-type') ?? fail('no Content-Type')
  const media = type.split(';')[0]!
  if (!content[media]) fail(`${operationId} does not document ${media}`)
  if (media === 'application/json') {
    if (type !== 'application/json') fail(`Content-Type must be application/json alone, is ${type}`)
    const schema = pointer(documented, operationId, response.status)
    const validate = ajv.getSchema(schema) ?? fail(`no schema ${schema}`)
    if (!validate(response.body)) fail(`does not match ${operationId}: ${ajv.errorsText(validate.errors)}`)
  }
  for (const [name, header] of Object.entries(headers)) {
    if ((resolve(header as never) as { required?: boolean }).required && response.header(name) === undefined)
      fail(`lacks the header ${name}`)
  }
  if (response.status >= 400) checkError(response, fail)
  if (response.status === 401 && !security?.length) fail('a 401 of a public operation')
}

/**
 * Holds the text of a body against what an operation documents for a status.
 * @returns what is wrong, empty when nothing is
 */
export function unlikeAnswer(operationId: string, status: number, text: string): string {
  const documented = operations.find((operation) => operation.operationId === operationId)!.responses[String(status)]!
  const { content } = resolve(documented as never) as Response
  if (!content['application/json']) return text === '' && !content['text/vcard'] ? 'nothing' : ''
  const validate = ajv.getSchema(pointer(documented, operationId, status))!
  return validate(JSON.parse(text)) ? '' : ajv.errorsText(validate.errors)
}

function checkError(response: ApiResponse, fail: (what: string) => never): void {
  // health/ready answers 503 with its findings
  if (response.status === 503 && response.body?.checks) return
  const { message, code, errors, request_id } = response.body ?? {}
  if (typeof message !== 'string' || message === '' || typeof code !== 'string' || typeof request_id !== 'string')
    fail('not in the error shape')
  if (errors !== undefined && !Object.values(errors).every((texts) => Array.isArray(texts) && texts.every((t) => typeof t === 'string')))
    fail('errors must map fields to arrays of texts')
  if (response.status === 401 && response.all('www-authenticate').length === 0) fail('a 401 without a challenge')
  if ((response.status === 429 || response.status === 503) && !/^[1-9]\d*$/.test(response.header('retry-after') ?? ''))
    fail('lacks Retry-After in seconds')
  if (response.status === 405 && !response.header('allow')) fail('a 405 without Allow')
}

function pointer(documented: { $ref?: string }, operationId: string, status: number): string {
  const escaped = (text: string) => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))
  const tail = `/content/${escaped('application/json')}/schema`
  if (documented.$ref) return `contract${documented.$ref}${tail}`
  const { path, method } = operations.find((o) => o.operationId === operationId)!
  return `contract#/paths/${escaped(path)}/${method}/responses/${status}${tail}`
}
