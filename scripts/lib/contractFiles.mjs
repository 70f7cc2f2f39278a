import openapiTS, { astToString } from 'openapi-typescript'
import { bundleContract, contractYaml } from './bundle.mjs'
import { docsPage, redocScript } from './docsPage.mjs'
import { operationTypes } from './operationTypes.mjs'

const HEADING = '// Made from the contract by `npm run generate`: do not edit.\n'

/** The files made from the contract: path → text. */
export async function contractFiles() {
  const contract = await bundleContract()
  const script = redocScript()
  return {
    'generated/openapi.d.ts': HEADING + astToString(await openapiTS(structuredClone(contract))),
    'generated/operations.d.ts': HEADING + operationTypes(contract),
    'generated/openapi.yaml': contractYaml(contract),
    'generated/openapi.json': `${JSON.stringify(contract, null, 2)}\n`,
    'generated/docs.html': docsPage(contract, script),
    'generated/redoc.js': script,
  }
}
