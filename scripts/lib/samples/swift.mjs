import { API_KEY, BOB } from './request.mjs'

const LOGIN = `// The digest of URLSession knows MD5: use it for accounts that have their password stored for MD5.
final class Login: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge
    ) async -> (URLSession.AuthChallengeDisposition, URLCredential?) {
        guard challenge.protectionSpace.authenticationMethod == NSURLAuthenticationMethodHTTPDigest,
              challenge.previousFailureCount == 0 else { return (.performDefaultHandling, nil) }
        return (.useCredential, URLCredential(user: "${BOB.username}", password: "${BOB.password}", persistence: .forSession))
    }
}
`
const HEADERS = { digest: ['From', `sip:${BOB.address}`], apiKey: ['x-api-key', API_KEY] }

/** A program that uses URLSession. */
export function swiftSample({ method, url, headers, body: example, login }) {
  // with a password that is stored for another algorithm it could not log in again
  const body = login === 'digest' && example?.algorithm ? { ...example, algorithm: 'MD5' } : example
  const changes = [
    ...(login ? [header(...HEADERS[login])] : []),
    ...Object.entries(headers).map(([name, value]) => header(name, value)),
    ...(method === 'GET' ? [] : [`request.httpMethod = "${method}"`]),
    ...(body === undefined
      ? []
      : [
          header('Content-Type', 'application/json'),
          `request.httpBody = try JSONSerialization.data(withJSONObject: ${literal(body).text})`,
        ]),
  ]
  return [
    ...(login === 'digest' ? [LOGIN] : []),
    `${changes.length > 0 ? 'var' : 'let'} request = URLRequest(url: URL(string: ${quoted(url)})!)`,
    ...changes,
    `let (data, response) = try await URLSession.shared.data(for: request${login === 'digest' ? ', delegate: Login()' : ''})`,
    'print((response as! HTTPURLResponse).statusCode, String(decoding: data, as: UTF8.self))',
  ].join('\n')
}

const header = (name, value) => `request.setValue(${quoted(value)}, forHTTPHeaderField: "${name}")`
const quoted = (text) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`

/**
 * A value as Swift writes it, and its type. A collection whose values have different types must say that it holds `Any`: the compiler does not guess it.
 */
function literal(value, depth = 0) {
  if (typeof value === 'string') return { text: quoted(value), type: 'String' }
  if (typeof value === 'number') return { text: String(value), type: Number.isInteger(value) ? 'Int' : 'Double' }
  if (typeof value === 'boolean') return { text: String(value), type: 'Bool' }
  if (value === null) return { text: 'NSNull()', type: 'NSNull' }
  const keyed = !Array.isArray(value)
  const members = Object.entries(value).map(([name, one]) => ({ name, ...literal(one, depth + 1) }))
  if (members.length === 0) return keyed ? { text: '[:]', type: '[String: Any]' } : { text: '[]', type: '[Any]' }
  const [of, ...others] = new Set(members.map(({ type }) => type))
  const mixed = others.length > 0
  const type = keyed ? `[String: ${mixed ? 'Any' : of}]` : `[${mixed ? 'Any' : of}]`
  const indent = '    '.repeat(depth)
  const lines = members.map(({ name, text }) => `${indent}    ${keyed ? `${quoted(name)}: ` : ''}${text},\n`).join('')
  return { text: `[\n${lines}${indent}]${mixed ? ` as ${type}` : ''}`, type }
}
