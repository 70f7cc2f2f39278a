// What the contract takes, and what it does not: fast-check's arbitraries from its schemas.
import fc from 'fast-check'
import { resolve } from '../../support/contract.ts'

export const bodyOf = (operation) => {
  const content = operation.requestBody && resolve(operation.requestBody).content['application/json']
  return content && resolve(content.schema)
}
export const parametersOf = (operation) => (operation.parameters ?? []).map((parameter) => resolve(parameter))

/** Values that fit a schema, or nearly: what no schema says (that a number exists, say) is left open. */
export function valid(given) {
  const schema = resolve(given)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.allOf) return fc.tuple(...schema.allOf.map(valid)).map((parts) => Object.assign({}, ...parts))
  switch (schema.type) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(
        fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 100, 100) }),
        fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 }),
      )
    case 'array':
      return fc.array(valid(schema.items), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) })
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, valid(one)])), {
        requiredKeys: schema.required ?? [],
      })
    default:
      return text(schema)
  }
}

function text({ pattern, 'x-check': check, minLength = 0, maxLength = 60 }) {
  if (check === 'emailAddress') return fc.nat(1e9).map((n) => `somebody.${n}@mail.example.org`)
  const fits = (value) => value.length >= minLength && value.length <= maxLength
  if (!pattern) return fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, minLength + 60) }).filter(fits)
  const only = /^\^(\[(?:\\.|[^\]])*\])\*\$$/.exec(pattern)
  const bounded = only ? `^${only[1]}{${minLength},${Math.min(maxLength, minLength + 30)}}$` : pattern
  return fc.stringMatching(new RegExp(bounded)).filter(fits)
}

/** What somebody might write where something else is expected. */
export const odd = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    1.5,
    '',
    ' ',
    '0',
    'null',
    [],
    {},
    [[]],
    [null],
    { length: 1 },
    '\u0000',
    '\ud800',
    '💥',
    'é'.repeat(300),
  ),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
)

/** Bodies that break the schema somewhere: as values, or as text that is no JSON. */
export function broken(schema) {
  const whole = /** @type {fc.Arbitrary<Record<string, unknown>>} */ (valid(schema))
  const names = Object.keys(schema.properties)
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(whole, fc.constantFrom(...names), odd).map(([body, name, value]) => ({ ...body, [name]: value })) },
    {
      weight: 2,
      arbitrary: fc.tuple(whole, fc.constantFrom(...(schema.required ?? names))).map(([body, name]) => ({ ...body, [name]: undefined })),
    },
    { weight: 1, arbitrary: odd },
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, fc.nat(200), fc.string({ maxLength: 5 }))
        .map(([body, at, noise]) => Buffer.from(cut(JSON.stringify(body), at, noise))),
    },
  )
}
const cut = (json, at, noise) => json.slice(0, at % json.length) + noise + json.slice((at % json.length) + 1)

/** All string fields of the bodies: [operation, field]. */
export const stringFields = (operations) =>
  operations.flatMap((operation) => {
    const schema = bodyOf(operation)
    return Object.entries(schema?.properties ?? {})
      .filter(([, one]) => resolve(one).type === 'string')
      .map(([field]) => ({ operation, field }))
  })
