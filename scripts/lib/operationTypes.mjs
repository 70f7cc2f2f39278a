const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The text of generated/operations.d.ts without its heading: areas, credentials and limits of the operations, as types. */
export function operationTypes(contract) {
  const operations = Object.values(contract.paths).flatMap((item) =>
    Object.entries(item).flatMap(([method, operation]) => (METHODS.includes(method) ? [operation] : [])),
  )
  const areas = contract.tags.map(({ name }) => [name, operations.filter(({ tags }) => tags[0] === name)])
  const secured = operations.filter((operation) => operation['x-role'] !== 'public')
  const limited = operations.filter((operation) => operation['x-limit'])
  const early = operations.filter((operation) => operation['x-before-activation'])
  return `
/** The operations of each area, which is the name of their tag. */
export interface OperationsOf {
${areas.map(([name, list]) => `  ${name}:${union(list, '    ')}\n`).join('')}}

/** The operations that need credentials: their handlers are given a principal. */
export type SecuredOperation =${union(secured, '  ')}

/** Which accounts an operation lets in before they are activated, as its \`x-before-activation\` says; those that are not here let none in. */
export interface BeforeActivationOf {
${early.map((operation) => `  ${operation.operationId}: '${operation['x-before-activation']}'\n`).join('')}}

/** The limit of each operation that has one, as its \`x-limit\` names it. */
export interface LimitOf {
${limited.map((operation) => `  ${operation.operationId}: '${operation['x-limit']}'\n`).join('')}}
`
}

const union = (operations, indent) =>
  operations.length === 0 ? ' never' : operations.map(({ operationId }) => `\n${indent}| '${operationId}'`).join('')
