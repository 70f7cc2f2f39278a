import { API_KEY, BOB } from './request.mjs'

const LOGINS = {
  digest: `--digest --user ${BOB.username}:${BOB.password} -H 'From: sip:${BOB.address}'`,
  apiKey: `-H 'x-api-key: ${API_KEY}'`,
}

/** A command for a POSIX shell. */
export function curlSample({ method, url, headers, body, login }) {
  const implied = body === undefined ? 'GET' : 'POST'
  const json = body === undefined ? [] : [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body, null, 2))}`]
  const given = Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`)
  const options = [...(login ? [LOGINS[login]] : []), ...given, ...json]
  return [
    `curl ${method === implied ? '' : `-X ${method} `}${/^[\w.:/@-]+$/.test(url) ? url : quoted(url)}`,
    ...options.map(indented),
  ].join(' \\\n')
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`
const indented = (option) => `  ${option.replaceAll('\n', '\n  ')}`
