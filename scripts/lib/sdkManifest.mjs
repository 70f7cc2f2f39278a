import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The package.json of the client. Its version is the contract's. */
export function sdkManifest(contract, root) {
  const { license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return {
    name: 'flexisip-accounts-client',
    version: contract.info.version,
    description: 'Client of the Flexisip account service, with digest and API-key authentication, for Node and browsers',
    license,
    type: 'module',
    sideEffects: false,
    engines,
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    types: './dist/index.d.ts',
    main: './dist/index.js',
    files: ['dist'],
  }
}
