// The differences between two contracts. Their layout does not count: shared parts are compared where they are used, schemas by their name.

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Words that change no request and no answer: their differences are told apart. */
const APART = new Set([
  'tags',
  'description',
  'summary',
  'x-displayName',
  'x-role',
  'x-scope',
  'x-limit',
  'x-before-activation',
  'x-codeSamples',
  'x-sample-query',
])
/** Below these stand data, below those names: neither are words of OpenAPI. */
const DATA = new Set(['value', 'example', 'default', 'enum'])
const MAPS = new Set(['properties', 'schemas', 'examples', 'headers', 'content', 'responses', 'operations', 'parameters'])

/**
 * Compares two OpenAPI documents that each are in one piece.
 * @returns {{ differences: string[], apart: string[] }} one line for each; `apart` are those that change no request and no answer
 */
export function compareContracts(before, after) {
  const found = { differences: [], apart: [] }
  compare(modelOf(before), modelOf(after), [], false, found)
  return found
}

/** The contract in the form in which it is compared: one entry for each operation and each schema. */
function modelOf(contract) {
  const { paths, components = {}, tags = [], ...head } = contract
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => [path, method, item]),
  )
  return {
    ...head,
    tags: Object.fromEntries(tags.map(({ name, ...tag }) => [name, tag])),
    securitySchemes: components.securitySchemes ?? {},
    operations: Object.fromEntries(operations.map(([path, method, item]) => operationEntry(contract, path, method, item))),
    schemas: inPlace(contract, components.schemas ?? {}),
  }
}

function operationEntry(contract, path, method, item) {
  const { operationId = `${method} ${path}`, parameters = [], ...operation } = inPlace(contract, item[method])
  const { security = contract.security ?? [] } = operation
  const all = [...inPlace(contract, item.parameters ?? []), ...parameters].map((parameter) => [
    `${parameter.in} ${parameter.name}`,
    parameter,
  ])
  return [
    operationId,
    {
      ...operation,
      request: `${method.toUpperCase()} ${path}`,
      security,
      // an operation that states no role has the one that its security implies
      role: operation['x-role'] ?? (security.length === 0 ? 'public' : 'account'),
      parameters: Object.fromEntries(all),
    },
  ]
}

/** Lists whose order says nothing. */
const SETS = new Set(['required', 'enum'])

/** A part with its references replaced by what they name, but for those to schemas. */
function inPlace(contract, part) {
  if (Array.isArray(part)) return part.map((one) => inPlace(contract, one))
  if (typeof part !== 'object' || part === null) return part
  if (typeof part.$ref === 'string' && !part.$ref.startsWith('#/components/schemas/'))
    return inPlace(contract, resolve(contract, part.$ref))
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      SETS.has(key) && Array.isArray(value) ? Object.fromEntries(value.map((one) => [one, {}])) : inPlace(contract, value),
    ]),
  )
}

function resolve(contract, ref) {
  if (!ref.startsWith('#/')) throw new Error(`${ref} leads out of the contract: compare its bundle`)
  const keys = ref.slice(2).split('/')
  const target = keys.reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract)
  if (target === undefined) throw new Error(`there is no ${ref} in the contract`)
  return target
}

function compare(before, after, path, apart, found) {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const below = [...path, key]
      compare(before[key], after[key], below, apart || isApart(below), found)
    }
    return
  }
  if (before === after) return
  const where = path.join(' > ')
  const line =
    before === undefined
      ? `added: ${where}${scalar(after)}`
      : after === undefined
        ? `removed: ${where}${scalar(before)}`
        : `changed: ${where}: ${excerpts(before, after).join(' → ')}`
  found[apart ? 'apart' : 'differences'].push(line)
}

const isBranch = (value) => typeof value === 'object' && value !== null

/** Whether the last key of a path is one of the words, and not the name of something. */
function isApart(path) {
  const key = path.at(-1)
  if (!APART.has(key) || MAPS.has(path.at(-2))) return false
  return !path.slice(0, -1).some((above, i) => DATA.has(above) && !MAPS.has(path[i - 1]))
}

const LONGEST = 60
const scalar = (value) => (isBranch(value) ? '' : `: ${shortened(JSON.stringify(value), 0)}`)

/** Both values, from shortly before the first character in which they differ. */
function excerpts(before, after) {
  const texts = [before, after].map((value) => JSON.stringify(value))
  let same = 0
  while (same < texts[0].length && texts[0][same] === texts[1][same]) same++
  const from = texts.every((text) => text.length <= LONGEST) ? 0 : Math.max(0, same - 20)
  return texts.map((text) => shortened(text, from))
}

const shortened = (text, from) => `${from > 0 ? '…' : ''}${text.slice(from, from + LONGEST)}${text.length > from + LONGEST ? '…' : ''}`
