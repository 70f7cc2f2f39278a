// The contract in one piece: openapi.yaml with the paths of src/contract/<area>.yaml in their place.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, createConfig } from '@redocly/openapi-core'
import { stringify } from 'yaml'
import { layoutFaults, readSources } from './contractLayout.mjs'
import { withIdempotency } from './idempotency.mjs'
import { ROOT } from './paths.mjs'
import { withSamples } from './samples/samples.mjs'

const SECTIONS = ['securitySchemes', 'parameters', 'headers', 'requestBodies', 'responses', 'schemas', 'examples']

/**
 * Reads the contract, and adds code samples. Components of an area become components of the whole, under their own names.
 * @returns an OpenAPI document whose references all lead to its own components
 * @throws Error when a reference leads nowhere, or the layout is not the one that src/contract/README.md describes
 */
export async function bundleContract() {
  const sources = readSources()
  const { bundle: document, problems } = await bundle({ ref: join(ROOT, 'openapi.yaml'), config: await createConfig({}) })
  const faults = [...problems.map(({ message }) => message), ...layoutFaults(sources, document.parsed)]
  if (faults.length > 0) throw new Error(['the contract is not in order:', ...faults].join('\n  '))
  const { openapi, info, components, ...rest } = document.parsed
  const description = `${info.description}\n\n${readFileSync(join(ROOT, 'src/contract/introduction.md'), 'utf8').trimEnd()}`
  const contract = withIdempotency({ openapi, info: { ...info, description }, ...rest, components: inOrder(components, sources) })
  return { ...contract, paths: withSamples(contract) }
}

/** The contract as YAML. Strings that YAML 1.1 takes for dates or booleans are quoted: some tools still read that version. */
export const contractYaml = (contract) =>
  stringify(contract, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false, compat: 'yaml-1.1' })

/** The components in the order in which they are written: those of openapi.yaml, then area by area. */
function inOrder(bundled, sources) {
  const sections = SECTIONS.filter((section) => bundled[section])
  return Object.fromEntries(
    sections.map((section) => {
      const names = sources.flatMap(({ document }) => Object.keys(document.components?.[section] ?? {}))
      return [section, Object.fromEntries(names.map((name) => [name, bundled[section][name]]))]
    }),
  )
}
