/** A schema, as far as its booleans are concerned. */
export interface ObjectSchema {
  type?: string
  properties?: Record<string, ObjectSchema>
}
const WORDS: Record<string, boolean> = { '1': true, '0': false }

/** Turns the strings "1" and "0", which liblinphone sends for booleans, into booleans. */
export function convert(values: Record<string, unknown>, name: string): void {
  const value = values[name]
  if (value === '1' || value === '0') values[name] = WORDS[value]
}

/** The names of an object's booleans. */
export const booleansOf = ({ properties = {} }: ObjectSchema): string[] =>
  Object.keys(properties).filter((name) => properties[name]!.type === 'boolean')
