import { API_KEY, BOB } from './request.mjs'

const OKHTTP = '// implementation("com.squareup.okhttp3:okhttp:4.12.0")'
const CLIENT = [OKHTTP, 'val client = OkHttpClient()']
const DIGEST_CLIENT = [
  OKHTTP,
  '// implementation("io.github.rburgst:okhttp-digest:3.1.1")',
  'val nonces = ConcurrentHashMap<String, CachingAuthenticator>()',
  'val client = OkHttpClient.Builder()',
  `    .authenticator(CachingAuthenticatorDecorator(DigestAuthenticator(Credentials("${BOB.username}", "${BOB.password}")), nonces))`,
  '    .addInterceptor(AuthenticationCacheInterceptor(nonces))',
  '    .build()',
]
const HEADERS = { digest: `.header("From", "sip:${BOB.address}")`, apiKey: `.header("x-api-key", "${API_KEY}")` }

/** A program that uses OkHttp. */
export function kotlinSample({ method, url, headers, body, login }) {
  const given = Object.entries(headers).map(([name, value]) => `.header(${quoted(name)}, ${quoted(value)})`)
  const request = [`.url(${quoted(url)})`, ...(login ? [HEADERS[login]] : []), ...given, ...methodOf(method, body), '.build()']
  return [
    ...(login === 'digest' ? DIGEST_CLIENT : CLIENT),
    ...(body === undefined ? [] : bodyOf(body)),
    'val request = Request.Builder()',
    ...request.map((call) => `    ${call}`),
    'client.newCall(request).execute().use { response ->',
    '    println("${response.code} ${response.body?.string()}")',
    '}',
  ].join('\n')
}

function methodOf(method, body) {
  if (body !== undefined) return [`.${method.toLowerCase()}(body)`]
  return method === 'GET' ? [] : [`.${method.toLowerCase()}(${method === 'DELETE' ? '' : '"".toRequestBody()'})`]
}

/** A raw string, in which `$` alone means something. */
const bodyOf = (body) => [
  'val body = """',
  ...JSON.stringify(body, null, 2)
    .replaceAll('$', () => "${'$'}")
    .split('\n')
    .map((line) => `    ${line}`),
  '""".trimIndent().toRequestBody("application/json".toMediaType())',
]

const quoted = (text) => `"${text.replace(/[\\"$]/g, '\\$&')}"`
