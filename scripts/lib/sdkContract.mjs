/**
 * The contract as the generator is given it. Shared request bodies and parameters are put where they are used, because the generator would make types of
 * them beside those of their schemas; the methods do without security, because the fetch that they are given authenticates.
 */
export function contractForSdk(contract) {
  const { parameters, requestBodies, securitySchemes, ...components } = structuredClone(contract.components)
  const inPlace = (shared) => (value) => (value.$ref ? structuredClone(shared[value.$ref.split('/').at(-1)]) : value)
  const operation = ({ security, ...rest }) => ({
    ...rest,
    ...(rest.parameters && { parameters: rest.parameters.map(inPlace(parameters)) }),
    ...(rest.requestBody && { requestBody: inPlace(requestBodies)(rest.requestBody) }),
  })
  const paths = Object.entries(contract.paths).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).map(([method, value]) => [method, operation(value)])),
  ])
  return { ...contract, components, paths: Object.fromEntries(paths) }
}
