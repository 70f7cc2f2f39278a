import { API_KEY, BASE, BOB } from './request.mjs'

const LOGINS = { digest: `digest('${BOB.address}', '${BOB.password}')`, apiKey: `apiKey('${API_KEY}')` }
/** Characters of a line that is not broken yet. */
const WIDTH = 90

/** A program that uses our client. */
export function javascriptSample({ operationId, path, query, headers, body, login }) {
  const names = login ? [login, 'connect'].sort() : ['connect']
  const parts = Object.entries({ path, query, headers }).filter(([, values]) => Object.keys(values).length > 0)
  return [
    `import { ${names.join(', ')} } from 'flexisip-accounts-client'`,
    '',
    ...(login
      ? ['const accounts = connect({', `  url: '${BASE}',`, `  auth: ${LOGINS[login]},`, '})']
      : [`const accounts = connect({ url: '${BASE}' })`]),
    `const { data, error } = await accounts.${operationId}(${options(parts, body)})`,
    'if (error) throw error',
    'console.log(data)',
  ].join('\n')
}

/** Each on a line of its own when there is a body. */
function options(parts, body) {
  if (body === undefined) return parts.length === 0 ? '' : inOneLine(Object.fromEntries(parts))
  const lines = [...parts.map(([name, values]) => `${name}: ${inOneLine(values)}`), `body: ${broken(body, 1)}`]
  return `{\n${lines.map((line) => `  ${line},\n`).join('')}}`
}

function inOneLine(value) {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`
  if (typeof value === 'object' && value !== null) return `{ ${members(value, inOneLine).join(', ')} }`
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'` : String(value)
}

/** Members line by line, each of them in one line as long as it is short. */
function broken(value, depth) {
  const indent = '  '.repeat(depth)
  const member = (one) => {
    const text = inOneLine(one)
    return typeof one === 'object' && one !== null && indent.length + text.length > WIDTH ? broken(one, depth + 1) : text
  }
  const lines = Array.isArray(value)
    ? value.map(member)
    : members(value, (one) => (Array.isArray(one) ? broken(one, depth + 1) : member(one)))
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${lines.map((line) => `${indent}  ${line},\n`).join('')}${indent}${close}`
}

const members = (object, write) =>
  Object.entries(object).map(([name, value]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`}: ${write(value)}`)
