// runs once: no database is in it
import { createHash } from 'node:crypto'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { contract, operations, resolve } from '../support/contract.js'

const ajv = new Ajv({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema({ $id: 'contract', ...contract })

interface Media {
  schema: object
  examples?: Record<string, { $ref?: string; value?: unknown }>
}
type Place = [place: string, media: Media]

/** The schema with its references pointing into the contract. */
const inContract = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/'))

const media: Place[] = operations.flatMap((operation) => {
  const { operationId, responses } = operation
  const body = resolve((operation as { requestBody?: object }).requestBody as never) as { content: Record<string, Media> } | undefined
  return [
    ...Object.entries(body?.content ?? {}).map(([type, found]): Place => [`${operationId} request ${type}`, found]),
    ...Object.entries(responses).flatMap(([status, response]) =>
      Object.entries((resolve(response as never) as { content?: Record<string, Media> }).content ?? {}).map(
        ([type, found]): Place => [`${operationId} ${status} ${type}`, found],
      ),
    ),
  ]
})

describe('the examples of the contract', () => {
  test('exist for every body, and match its schema', () => {
    expect(media.length).toBeGreaterThan(150)
    const faults = media.flatMap(([place, { schema, examples = {} }]) => {
      const validate = ajv.compile(inContract(schema))
      if (Object.keys(examples).length === 0) return [`${place}: has none`]
      return Object.entries(examples).flatMap(([name, example]) => {
        const { value } = resolve(example)
        return validate(value) ? [] : [`${place} ${name}: ${ajv.errorsText(validate.errors)}`]
      })
    })
    expect(faults).toEqual([])
  })

  test('exist for every parameter and header, and match its schema', () => {
    const parts = operations.flatMap((operation) => {
      const { operationId, parameters = [], responses } = operation as typeof operation & { parameters?: { name: string }[] }
      const headers = Object.values(responses).flatMap((response) =>
        Object.entries((resolve(response) as { headers?: Record<string, object> }).headers ?? {}),
      )
      const found = [...parameters.map((one) => [resolve(one).name, one] as const), ...headers]
      return found.map(([name, part]) => [`${operationId} ${name}`, resolve(part) as { schema: object; example: unknown }] as const)
    })
    expect(parts.length).toBeGreaterThan(150)
    const faults = parts.filter(([, { schema, example }]) => !ajv.compile(inContract(schema))(example))
    expect(faults.map(([place]) => place)).toEqual([])
  })

  test('of errors have a code that belongs to their status, and no code is without an example', () => {
    const table = [...contract.components.schemas.ErrorCode.description.matchAll(/^\| `(\w+)` \| ([\d, ]+) \|/gm)] as string[][]
    const statuses = new Map(table.map(([, code, list]) => [code!, list!.split(', ')]))
    const used = new Set<string>()
    const faults = media.flatMap(([place, { examples = {} }]) => {
      const status = place.split(' ')[1]!
      return Object.values(examples).flatMap((example) => {
        const { code } = (resolve(example).value ?? {}) as { code?: string }
        if (!/^[45]/.test(status) || code === undefined) return []
        used.add(code)
        return statuses.get(code)?.includes(status) ? [] : [`${place}: ${code}`]
      })
    })
    expect(faults).toEqual([])
    expect([...statuses.keys()]).toEqual(contract.components.schemas.ErrorCode.enum)
    // these belong to no operation: they are answered before one is known, or never on purpose
    const general = ['bad_request', 'request_timeout', 'expectation_failed', 'method_not_allowed', 'internal_error']
    expect([...statuses.keys()].filter((code) => !used.has(code) && !general.includes(code))).toEqual([])
  })

  test('of the digest in the introduction compute', () => {
    const text: string = contract.info.description
    const md5 = (value: string) => createHash('md5').update(value).digest('hex')
    const field = (name: string) => new RegExp(`^Authorization: .*\\b${name}="?([^",]+)`, 'm').exec(text)![1]!
    const tail = `${field('nonce')}:${field('nc')}:${field('cnonce')}:auth:`
    const hash1 = md5('bob:sip.example.org:builder-42')
    const words = text.replace(/\s+/g, ' ') // lines of the example are broken for narrow pages
    expect(words).toContain(`HA1 = H("bob:sip.example.org:builder-42") = ${hash1}`)
    expect(words).toContain(`= ${md5('GET:/api/accounts/me')}`)
    expect(field('response')).toBe(md5(`${hash1}:${tail}${md5('GET:/api/accounts/me')}`))
    expect(/rspauth="([0-9a-f]+)"/.exec(text)![1]).toBe(md5(`${hash1}:${tail}${md5(':/api/accounts/me')}`))
  })
})
