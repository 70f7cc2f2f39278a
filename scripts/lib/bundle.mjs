// The contract in one piece.
import { join } from 'node:path'
import { bundle, createConfig } from '@redocly/openapi-core'
import { stringify } from 'yaml'
import { ROOT } from './paths.mjs'

/**
 * Reads openapi.yaml with all that it refers to.
 * @returns an OpenAPI document whose references all lead to its own components
 * @throws Error when a reference leads nowhere
 */
export async function bundleContract() {
  const { bundle: document, problems } = await bundle({ ref: join(ROOT, 'openapi.yaml'), config: await createConfig({}) })
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'))
  return document.parsed
}

/** The contract as YAML. What YAML 1.1 would take for a date or a boolean is quoted: some tools still read that version. */
export const contractYaml = (contract) =>
  stringify(contract, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false, compat: 'yaml-1.1' })
