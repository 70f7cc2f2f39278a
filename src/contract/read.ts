import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from 'openapi-backend'
import { packageRoot } from '../lib/packageRoot.js'

/** The contract in the forms in which it is served. */
export interface ContractFiles {
  contract: Document & Record<string, unknown>
  yaml: string
  docs: string
}

/** Reads what `npm run generate` made of the contract. @throws Error when it was not run */
export function readContract(): ContractFiles {
  const read = (name: string) => readFileSync(join(packageRoot(), 'generated', name), 'utf8')
  return { contract: JSON.parse(read('openapi.json')), yaml: read('openapi.yaml'), docs: read('docs.html') }
}
