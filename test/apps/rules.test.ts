// runs once: no database is in it
import type { ApiResponse } from '../support/client.js'
import { brokenRules } from '../support/clientRules.js'

const DIGEST = 'Digest realm="sip.example.org", qop="auth", algorithm=MD5, nonce="1", opaque="2", charset=UTF-8'
const NAMESPACE = 'xmlns="http://www.linphone.org/xsds/lpconfig.xsd"'

interface Answer {
  status?: number
  reason?: string
  informed?: number[]
  /** beside those that a good answer has; an empty one takes it away */
  headers?: [name: string, value: string][]
  text?: string
}

/** A good answer, but for what is said. */
function answer({ status = 200, reason = 'OK', informed = [], headers = [], text = '{}' }: Answer): ApiResponse {
  const usual: [string, string][] = [
    ['content-type', 'application/json'],
    ['content-length', String(text.length)],
    ['date', 'Tue, 24 Nov 2026 12:00:00 GMT'],
  ]
  const kept = usual.filter(([name]) => !headers.some(([other]) => other === name))
  const all = [...kept, ...headers.filter(([, value]) => value !== '')]
  const of = (name: string) => all.filter(([n]) => n === name).map(([, value]) => value)
  const body = /^[[{"]/.test(text) ? JSON.parse(text) : undefined
  return { status, reason, informed, headers: all, header: (name) => of(name)[0], all: of, text, body }
}
const broken = (request: string, given: Answer, asked: Record<string, string> = {}) => {
  const [method, pathname] = request.split(' ') as [string, string]
  return brokenRules({ method, pathname, asked, response: answer(given), page: false })
}
const ERROR = { status: 422, text: '{"message":"no","code":"c"}' }
const challenged = (...lines: string[]): Answer => ({
  ...ERROR,
  status: 401,
  headers: lines.map((line): [string, string] => ['www-authenticate', line]),
})
const document = (text: string): Answer => ({ text, headers: [['content-type', 'application/xml']] })
const ONCE = `<config ${NAMESPACE}><section name="misc"><entry name="transient_provisioning" overwrite="true">1</entry></section></config>`
const page: Answer = { text: '<html>', headers: [['content-type', 'text/html; charset=utf-8']] }

describe('what apps need of every answer', () => {
  test.each<[what: string, request: string, answer: Answer, rule: RegExp]>([
    ['no reason phrase', 'GET /api/ping', { reason: '' }, /reason phrase/],
    ['early hints', 'GET /api/ping', { informed: [103] }, /1xx/],
    ['a Date in another form', 'GET /api/ping', { headers: [['date', '2026-11-24T12:00:00Z']] }, /Date/],
    ['no Date', 'GET /api/ping', { headers: [['date', '']] }, /Date/],
    ['neither a length nor chunks', 'GET /api/ping', { headers: [['content-length', '']] }, /Content-Length/],
    ['a challenge of a 403', 'GET /api/accounts/me', { ...challenged(DIGEST), status: 403 }, /with 401 alone/],
    ['a charset', 'GET /api/ping', { headers: [['content-type', 'application/json; charset=utf-8']] }, /to the letter/],
    ['JSON under another type', 'GET /api/ping', { headers: [['content-type', 'text/plain']] }, /to the letter/],
    ['204', 'GET /api/ping', { status: 204, text: '{}' }, /204/],
    ['an empty 200', 'GET /api/ping', { text: '' }, /empty 200/],
    ['a 308', 'GET /api/ping', { status: 308 }, /308/],
    ['a redirect of a POST', 'POST /api/tokens', { status: 307 }, /redirect/],
    ['an array', 'GET /api/accounts', { text: '[]' }, /object at its top/],
    ['errors as null', 'POST /api/tokens', { ...ERROR, text: '{"message":"no","errors":null}' }, /errors is absent/],
    ['errors as an empty object', 'POST /api/tokens', { ...ERROR, text: '{"message":"no","errors":{}}' }, /errors is absent/],
    ['errors as an array', 'POST /api/tokens', { ...ERROR, text: '{"message":"no","errors":["a"]}' }, /errors is absent/],
    ['an error as a text', 'POST /api/tokens', { ...ERROR, text: '{"message":"no","errors":{"a":"b"}}' }, /errors is absent/],
    ['a field without a text', 'POST /api/tokens', { ...ERROR, text: '{"message":"no","errors":{"a":[]}}' }, /errors is absent/],
    ['no message', 'POST /api/tokens', { ...ERROR, text: '{}' }, /message is a text/],
    ['a message that is none', 'POST /api/tokens', { ...ERROR, text: '{"message":{}}' }, /message is a text/],
    ['Bearer before Digest', 'GET /api/accounts/me', challenged('Bearer realm="x"', DIGEST), /each challenge/],
    ['two challenges in a line', 'GET /api/accounts/me', challenged(`${DIGEST}, Basic realm="x"`), /each challenge/],
    ['an unquoted realm', 'GET /api/accounts/me', challenged(DIGEST.replace('"sip.example.org"', 'sip')), /each challenge/],
    ['an unquoted qop', 'GET /api/accounts/me', challenged(DIGEST.replace('"auth"', 'auth')), /each challenge/],
    ['a quoted algorithm', 'GET /api/accounts/me', challenged(DIGEST.replace('MD5', '"MD5"')), /each challenge/],
    ['a quoted stale', 'GET /api/accounts/me', challenged(`${DIGEST}, stale="true"`), /each challenge/],
    ['userhash', 'GET /api/accounts/me', challenged(`${DIGEST}, userhash=true`), /userhash/],
    ['-sess', 'GET /api/accounts/me', challenged(DIGEST.replace('MD5', 'MD5-sess')), /-sess/],
    ['devices in an array', 'GET /api/accounts/me/devices', { text: '[]' }, /devices are an object/],
    ['a device as a text', 'GET /api/accounts/me/devices', { text: '{"a":"b"}' }, /devices are an object/],
    ['activated as a text', 'GET /api/accounts/a@b/info', { text: '{"activated":"1"}' }, /boolean/],
    ['an account without a domain', 'POST /api/accounts', { text: '{"username":"a"}' }, /username and domain/],
    [
      'errors while a person is awaited',
      'POST /api/account_creation_tokens/using-account-creation-request-token',
      { status: 404, text: '{"message":"no","errors":{"a":["b"]}}' },
      /waits is 404/,
    ],
    ['a URL without its token', 'POST /api/account_creation_request_tokens', { text: '{"token":"a","validation_url":"/b?"}' }, /ends in/],
    ['two challenges', 'GET /provisioning/me', challenged(DIGEST, DIGEST.replace('MD5', 'SHA-256')), /one challenge/],
    ['JSON in place of a document', 'GET /provisioning/abc', {}, /is a document/],
    ['a page in place of a document', 'GET /api/provisioning', page, /is a document/],
    ['no image', 'GET /provisioning/qrcode/abc', document(`<config ${NAMESPACE}/>`), /is a document/],
    ['a document of a link that is asked for again', 'GET /provisioning/abc', document(`<config ${NAMESPACE}/>`), /transient/],
    ['a document for everybody that is asked for again', 'GET /api/provisioning', document(`<config ${NAMESPACE}/>`), /transient/],
    ['a document of a device that is asked for again', 'GET /provisioning/auth_token/abc', document(`<config ${NAMESPACE}/>`), /transient/],
    ['an own document that is forgotten', 'GET /provisioning/me', document(ONCE), /transient/],
  ])('%s is found', (_, request, given, rule) => {
    expect(broken(request, given)).toEqual(expect.arrayContaining([expect.stringMatching(rule)]))
  })

  test.each<[what: string, request: string, answer: Answer, asked?: Record<string, string>]>([
    ['an object', 'GET /api/ping', {}],
    [
      'chunks with a type',
      'GET /api/ping',
      {
        headers: [
          ['content-length', ''],
          ['transfer-encoding', 'chunked'],
        ],
      },
    ],
    ['errors of fields', 'POST /api/tokens', { ...ERROR, text: '{"message":"no","errors":{"a":["b"]}}' }],
    ['both algorithms', 'GET /api/accounts/me', challenged(DIGEST, `${DIGEST.replace('MD5', 'SHA-256')}, stale=true`)],
    ['no contacts', 'GET /contacts/vcard', { text: '', headers: [['content-type', 'text/vcard']] }],
    ['a document of a link', 'GET /provisioning/abc', document(ONCE)],
    ['a document of an account', 'GET /api/provisioning/me', document(`<config ${NAMESPACE}><section name="a"/></config>`)],
    ['a page for a browser', 'GET /provisioning/abc', page, { accept: 'text/html,*/*' }],
  ])('%s is good', (_, request, given, ...[asked]) => {
    expect(broken(request, given, asked)).toEqual([])
  })

  test('a document that an app misreads is said with its fault', () => {
    expect(() => broken('GET /provisioning', document(`<config ${NAMESPACE}><section name=""/></config>`))).toThrow('an empty name')
  })
})
