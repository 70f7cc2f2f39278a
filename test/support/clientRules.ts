import type { ApiResponse } from './client.js'
import { readLpconfig } from './lpconfig.js'

/** What was asked for, and what came: all that the rules look at. */
export interface Exchange {
  method: string
  /** without the query */
  pathname: string
  /** headers of the request, by their names in lower case */
  asked: Record<string, string | undefined>
  response: ApiResponse
  /** whether people read it: a page is for browsers, which follow and show more than apps do */
  page: boolean
}

type Rule = [rule: string, holds: (exchange: Exchange) => boolean]

/** What each version of liblinphone needs of every answer; what happens otherwise stands behind it. */
const OF_EVERY_ANSWER: Rule[] = [
  ['the status line has a reason phrase: without it an app waits for ever', ({ response }) => response.reason !== ''],
  ['no 1xx comes before an answer: apps take it for the answer', ({ response }) => response.informed.length === 0],
  [
    'Date is one of RFC 9110: the header is not read otherwise',
    ({ response }) => response.all('date').length === 1 && new Date(response.header('date')!).toUTCString() === response.header('date'),
  ],
  ['a body has Content-Length, or is chunked and has Content-Type: it is dropped otherwise', ({ response }) => isFramed(response)],
  ['304 comes to who asked with If-None-Match alone', ({ response, asked }) => response.status !== 304 || 'if-none-match' in asked],
  [
    'WWW-Authenticate comes with 401 alone: with 403 it is final',
    ({ response }) => response.status === 401 || response.header('www-authenticate') === undefined,
  ],
]

const OF_EVERY_ANSWER_TO_APPS: Rule[] = [
  ['Content-Type of JSON is application/json to the letter, once: apps show a false error', ({ response }) => isTypedJson(response)],
  ['no 204: an app that waits for a body is never called back', ({ response }) => response.status !== 204],
  [
    'no empty 200 but of vCards: apps crash',
    ({ response, method, pathname }) =>
      method === 'HEAD' || response.status === 304 || response.text !== '' || isVcards(pathname, response),
  ],
  ['no 303 and no 308: apps do not follow them', ({ response }) => response.status !== 303 && response.status !== 308],
  [
    'no redirect of anything but GET and HEAD: apps fail',
    ({ response, method }) => method === 'GET' || method === 'HEAD' || response.status < 300 || response.status > 399,
  ],
  [
    'JSON has an object at its top, but for the lists that no app asks for: apps wait for ever',
    ({ response, pathname }) =>
      response.text === '' || !isJson(response) || isObject(response.body) || isListForScripts(pathname, response),
  ],
  [
    'errors is absent, or an object of non-empty arrays of texts: apps wait for ever, or show nothing',
    ({ response }) => !isObject(response.body) || response.body.errors === undefined || isErrors(response.body.errors),
  ],
  [
    'message is a text, and each error has one: apps wait for ever',
    ({ response }) =>
      !isObject(response.body) || (response.body.message === undefined ? !isError(response) : typeof response.body.message === 'string'),
  ],
  [
    'each challenge is Digest with quoted realm, nonce, opaque and qop, and with bare algorithm and stale: apps give up, or loop',
    ({ response }) => response.all('www-authenticate').every(isDigestChallenge),
  ],
  [
    'no challenge by -sess, SHA-512-256 or userhash: apps crash',
    ({ response }) => response.all('www-authenticate').every((line) => !/-sess|SHA-512|userhash/i.test(line)),
  ],
]

/** The rule of some operations, by the method and the path below `/api`. */
const OF_SOME: [method: string, path: RegExp, rule: string, holds: (response: ApiResponse) => boolean][] = [
  ['GET', /^\/accounts\/me\/devices$/, 'devices are an object by uuid: an app waits for ever', ok(isMapOfObjects)],
  [
    'GET',
    /^\/accounts\/[^/]+\/info$/,
    'activated is a boolean: the account creator is not called back',
    ok((body) => isObject(body) && typeof body.activated === 'boolean'),
  ],
  [
    'POST',
    /^\/accounts(\/with-token|\/with-account-creation-token|\/public)?$/,
    'an account that was made has username and domain as texts: desktops crash',
    ok((body) => isObject(body) && typeof body.username === 'string' && typeof body.domain === 'string'),
  ],
  [
    'POST',
    /^\/account_creation_tokens\/using-account-creation-request-token$/,
    'a request token that waits is 404 without errors, one that is dead 422 with them: desktops ask for ever, or stop at once',
    ({ status, body }) => (status === 404 ? body.errors === undefined : status !== 422 || body.errors !== undefined),
  ],
  [
    'POST',
    /^\/account_creation_request_tokens$/,
    'validation_url ends in the token: desktops cut it out of there',
    ok((body) => isObject(body) && String(body.validation_url).endsWith(`/${body.token}`)),
  ],
]

const OF_PROVISIONING: Rule[] = [
  [
    'a 401 of /provisioning has one challenge: an app that aborts crashes on two',
    ({ response }) => response.status !== 401 || response.all('www-authenticate').length === 1,
  ],
  [
    'a 200 of /provisioning is a document for who is no browser: anything else logs people out',
    ({ method, response, pathname, asked }) => method === 'HEAD' || response.status !== 200 || isDocument(response, pathname, asked),
  ],
  [
    'a document that its address gives once has transient_provisioning=1, and that of /provisioning/me has not: an app would lose its password at each start, or stop to ask',
    ({ method, response, pathname }) =>
      method === 'HEAD' || !isXml(response) || isTransient(response) === !/\/provisioning\/me$/.test(pathname),
  ],
]

/**
 * Holds an answer against what apps need of it (`docs/clients.md`).
 * @returns the rules that it breaks
 */
export function brokenRules(exchange: Exchange): string[] {
  const { method, pathname, response, page } = exchange
  const rules = [...OF_EVERY_ANSWER, ...(page ? [] : OF_EVERY_ANSWER_TO_APPS)]
  if (/^(\/api)?\/provisioning(\/|$)/.test(pathname)) rules.push(...OF_PROVISIONING)
  const below = pathname.replace(/^\/api/, '')
  const some = page ? [] : OF_SOME.filter(([of, path]) => of === method && path.test(below))
  return [
    ...rules.filter(([, holds]) => !holds(exchange)).map(([rule]) => rule),
    ...some.filter(([, , , holds]) => !holds(response)).map(([, , rule]) => rule),
  ]
}

/** About the body of a success. */
function ok(holds: (body: unknown) => boolean): (response: ApiResponse) => boolean {
  return ({ status, body }) => status < 200 || status > 299 || holds(body)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function isMapOfObjects(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isObject)
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function isErrors(value: unknown): boolean {
  if (!isObject(value)) return false
  const fields = Object.values(value)
  return fields.length > 0 && fields.every((texts) => Array.isArray(texts) && texts.length > 0 && texts.every(isText))
}

/** `health/ready` says 503 with what it has found. */
const isError = ({ status, body }: ApiResponse): boolean => status >= 400 && !isObject(body?.checks)

const isJson = ({ text, header }: ApiResponse): boolean => /json/i.test(header('content-type') ?? '') || /^\s*[[{]/.test(text)

/** The answer to HEAD is typed like that to GET. */
function isTypedJson(response: ApiResponse): boolean {
  const types = response.all('content-type')
  return types.length <= 1 && (!isJson(response) || types[0] === 'application/json')
}

function isFramed(response: ApiResponse): boolean {
  if (response.status === 304) return true
  if (response.header('content-length') !== undefined) return true
  return response.header('transfer-encoding') === 'chunked' && response.header('content-type') !== undefined
}

/** FlexiAPI's bare lists, which scripts and Flexisip read. */
const LISTS = /^\/api\/(spaces|account_types|contacts_lists|phone_countries|accounts\/(\d+|me)\/(actions|contacts))$/
const isListForScripts = (pathname: string, { status, body }: ApiResponse): boolean =>
  status === 200 && Array.isArray(body) && LISTS.test(pathname)

function isVcards(pathname: string, response: ApiResponse): boolean {
  return /^(\/api)?\/(contacts\/vcard|vcards-storage)$/.test(pathname) && response.header('content-type') === 'text/vcard'
}

function isDigestChallenge(line: string): boolean {
  const fields = [...line.matchAll(/(\w+)=("[^"]*"|[^",\s]+)/g)].map(([, name, value]): [string, string] => [name!, value!])
  const read = new Map(fields)
  const quoted = (name: string) => /^"[^"]+"$/.test(read.get(name) ?? '')
  const bare = (name: string, values: string[]) => values.includes(read.get(name) ?? '')
  return (
    line.startsWith('Digest ') &&
    !/,\s*(Digest|Basic|Bearer|Negotiate)\s/i.test(line) &&
    ['realm', 'nonce', 'opaque', 'qop'].every(quoted) &&
    bare('algorithm', ['MD5', 'SHA-256']) &&
    (!read.has('stale') || bare('stale', ['true', 'false']))
  )
}

function isDocument(response: ApiResponse, pathname: string, asked: Exchange['asked']): boolean {
  const type = response.header('content-type') ?? ''
  if (/\/provisioning\/qrcode\//.test(pathname)) return type === 'image/png' || type === 'image/svg+xml'
  if (type.startsWith('text/html')) return /text\/html/i.test(asked.accept ?? '') && asked['x-linphone-provisioning'] === undefined
  if (!isXml(response)) return false
  readLpconfig(response.text)
  return true
}

const isXml = ({ status, header }: ApiResponse): boolean => status === 200 && (header('content-type') ?? '').startsWith('application/xml')
const isTransient = ({ text }: ApiResponse): boolean => readLpconfig(text).misc?.transient_provisioning === '1'
