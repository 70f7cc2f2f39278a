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

/** Reads what `npm run generate` made of openapi.yaml. @throws Error when it was not run */
export function readContract(): ContractFiles {
  const read = (...path: string[]) => readFileSync(join(packageRoot(), ...path), 'utf8')
  return { contract: JSON.parse(read('generated', 'openapi.json')), yaml: read('openapi.yaml'), docs: read('generated', 'docs.html') }
}
