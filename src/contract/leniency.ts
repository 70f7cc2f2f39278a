/** A schema, as far as leniency is concerned. */
export interface ObjectSchema {
  type?: string
  nullable?: boolean
  required?: string[]
  properties?: Record<string, ObjectSchema>
  'x-empty'?: 'absent'
}
const WORDS: Record<string, boolean> = { '1': true, '0': false }

/** Turns the strings "1" and "0", which liblinphone sends for booleans, into booleans. */
export function convert(values: Record<string, unknown>, name: string): void {
  const value = values[name]
  if (value === '1' || value === '0') values[name] = WORDS[value]
}

/**
 * Brings an object into the form that its schema asks for, before validation: what deployed clients send for booleans, null for what is absent, the empty list that PHP writes for an
 * object without members, and where the schema says so an empty text for what is absent.
 */
export function leniencyOf({ properties = {}, required = [], 'x-empty': empty }: ObjectSchema): (values: Record<string, unknown>) => void {
  const names = Object.keys(properties)
  const booleans = names.filter((name) => properties[name]!.type === 'boolean')
  const objects = names.filter((name) => properties[name]!.type === 'object')
  const optional = names.filter((name) => !required.includes(name) && !properties[name]!.nullable)
  return (values) => {
    for (const name of booleans) convert(values, name)
    for (const name of objects) if (Array.isArray(values[name]) && values[name].length === 0) values[name] = {}
    for (const name of optional) if (values[name] === null || (empty && values[name] === '')) delete values[name]
  }
}
