// runs once: no database is in it
import { contract, operations, resolve } from '../support/contract.js'

interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: boolean | Schema
  'x-enum-varnames'?: string[]
  [keyword: string]: unknown
}
type Place = [where: string, schema: Schema]

const schemas = Object.entries(contract.components.schemas as Record<string, Schema>)

/** A schema and all that are written inside of it. */
function within([where, schema]: Place): Place[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).map(([name, value]): Place => [`${where}.${name}`, value]),
    ...(schema.items ? [[`${where}[]`, schema.items] as Place] : []),
    ...(typeof schema.additionalProperties === 'object' ? [[`${where}{}`, schema.additionalProperties] as Place] : []),
  ]
  return [[where, schema], ...inner.flatMap(within)]
}
const all = schemas.flatMap(within)
const bodies: Place[] = operations.flatMap((operation) => {
  const { operationId, responses, requestBody } = operation as typeof operation & { requestBody?: object }
  const contents = [requestBody, ...Object.values(responses)]
    .filter(Boolean)
    .map((part) => (resolve(part as never) as { content?: Record<string, { schema: Schema }> }).content ?? {})
  return contents.flatMap((content) => Object.entries(content).map(([type, { schema }]): Place => [`${operationId} ${type}`, schema]))
})

/** Type names that some language has already: its generator would call them something else. */
const TAKEN = [
  'Error',
  'Exception',
  'Object',
  'String',
  'Map',
  'List',
  'Set',
  'Result',
  'Response',
  'Request',
  'Type',
  'Class',
  'Date',
  'Data',
  'Any',
  'Unit',
  'Void',
  'Optional',
]

/** What generators of clients make ugly or wrong code of. */
describe('the contract, for generated clients', () => {
  test('names the schema of each body: no InlineObject3', () => {
    expect(bodies.length).toBeGreaterThan(150)
    expect(bodies.filter(([, { $ref }]) => !$ref?.startsWith('#/components/schemas/')).map(([where]) => where)).toEqual([])
  })

  test('has objects and enums only where they have a name', () => {
    const inline = all.filter(
      ([where, schema]) =>
        /[.[{]/.test(where) && (schema.properties !== undefined || schema.enum !== undefined || schema.type === 'object'),
    )
    expect(inline.map(([where]) => where)).toEqual([])
  })

  test('chooses between no schemas', () => {
    const text = JSON.stringify(contract.components.schemas)
    expect(['oneOf', 'anyOf', 'allOf', 'not', 'discriminator'].filter((keyword) => text.includes(`"${keyword}":`))).toEqual([])
  })

  test('has enums of strings, each with names that every language can write', () => {
    const enums = all.filter(([, schema]) => schema.enum)
    expect(enums.length).toBeGreaterThan(3)
    for (const [where, schema] of enums) {
      const names = schema['x-enum-varnames'] ?? schema.enum!
      expect([where, schema.type, names.length]).toEqual([where, 'string', schema.enum!.length])
      expect([where, ...names.filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(String(name)))]).toEqual([where])
      expect(new Set(names).size).toBe(names.length)
    }
  })

  test('gives each thing one type, and every array the type of its items', () => {
    expect(all.filter(([, schema]) => !schema.$ref && typeof schema.type !== 'string').map(([where]) => where)).toEqual([])
    expect(all.filter(([, schema]) => schema.type === 'array' && !schema.items).map(([where]) => where)).toEqual([])
  })

  test('has names that are free in every language, and differ by more than case', () => {
    const names = schemas.map(([name]) => name)
    expect(names.filter((name) => !/^[A-Z][A-Za-z]+$/.test(name) || TAKEN.includes(name))).toEqual([])
    const ids = operations.map(({ operationId }) => operationId)
    for (const list of [names, ids]) expect(new Set(list.map((name) => name.toLowerCase())).size).toBe(list.length)
  })

  test('has one tag for each operation, which becomes its class', () => {
    expect(
      operations.filter((operation) => (operation as { tags?: string[] }).tags?.length !== 1).map(({ operationId }) => operationId),
    ).toEqual([])
  })

  test('has one shape of errors, told apart by code', () => {
    const errors = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status]) => Number(status) >= 400)
        .map(
          ([status, response]) =>
            [`${operationId} ${status}`, (resolve(response as never) as any).content['application/json'].schema.$ref] as const,
        ),
    )
    expect(errors.filter(([, ref]) => ref !== '#/components/schemas/ErrorAnswer').map(([where]) => where)).toEqual(['getReadiness 503'])
    expect(contract.components.schemas.ErrorAnswer.required).toContain('code')
  })
})
