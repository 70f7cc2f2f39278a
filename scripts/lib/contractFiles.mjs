import openapiTS, { astToString } from 'openapi-typescript'
import { bundleContract, contractYaml } from './bundle.mjs'
import { docsPage, redocScript } from './docsPage.mjs'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const HEADING = '// Made from openapi.yaml by `npm run generate`: do not edit.\n'

/** The files made from the contract: path → text. */
export async function contractFiles() {
  const contract = await bundleContract()
  const script = redocScript()
  return {
    'generated/openapi.d.ts': HEADING + astToString(await openapiTS(structuredClone(contract))),
    'generated/secured.d.ts': securedTypes(contract),
    'generated/openapi.yaml': contractYaml(contract),
    'generated/openapi.json': `${JSON.stringify(contract, null, 2)}\n`,
    'generated/docs.html': docsPage(contract, script),
    'generated/redoc.js': script,
  }
}

/** The operations that nobody may call anonymously: their handlers are given a principal. */
function securedTypes(contract) {
  const operations = Object.values(contract.paths ?? {}).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []))
  const secured = operations.filter(
    ({ security = contract.security ?? [] }) => security.length > 0 && security.every((one) => Object.keys(one).length > 0),
  )
  const names = secured.map(({ operationId }) => `  | '${operationId}'\n`).join('')
  return `${HEADING}/** The operations that need credentials. */\nexport type SecuredOperation =\n${names || '  never\n'}`
}
