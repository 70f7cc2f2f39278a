// runs once: it is about the contract, which is the same over every database
import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { fromOf } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

interface WithBody {
  requestBody?: { required?: boolean }
  'x-body-limit'?: number
}

/** Every operation that takes a body, and what may be wrong with any body. */
describe('the body of', () => {
  const app = useApp({ env: { LEGACY_APPS: 'on' } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const withBody = operations.filter((operation) => (operation as WithBody).requestBody?.required)

  describe.each(withBody.map((operation) => [operation.operationId, operation] as const))('%s', (_, { method, path, ...rest }) => {
    const limit = (rest as WithBody)['x-body-limit'] ?? 65_536
    async function send(body: string | Buffer | undefined, headers: Record<string, string> = {}) {
      const url = `/api${path
        .replace('{sip}', fromOf(alice))
        .replace('{id}', String(alice.id))
        .replace(/\{\w+_id\}/, '1')}`
      const response = await app.api.send(method.toUpperCase(), url, { as: alice, body, headers })
      return [response.status, response.body.code]
    }
    const JSON_TYPE = { 'content-type': 'application/json' }

    test('is refused when it is no JSON', async () => {
      for (const body of ['{"code":', '{code: 1}', 'code=1234', '{}{}', '\u0000', '{"__proto__":{"admin":true}}']) {
        expect([body, ...(await send(body))]).toEqual([body, 400, 'malformed_json'])
      }
    })

    test('is refused when its bytes are not UTF-8, and never repaired', async () => {
      const bytes = [
        ['Latin-1', [0xe9]],
        ['overlong', [0xc0, 0xaf]],
        ['a surrogate', [0xed, 0xa0, 0xbd]],
        ['cut off', [0xe2, 0x82]],
        ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
      ] as const
      for (const [name, wrong] of bytes) {
        const body = Buffer.concat([Buffer.from('{"x":"'), Buffer.from(wrong), Buffer.from('"}')])
        expect([name, ...(await send(body, JSON_TYPE))]).toEqual([name, 400, 'malformed_json'])
      }
    })

    test('is refused in another charset, also when its bytes could be either', async () => {
      for (const charset of ['ISO-8859-1', 'utf-16', 'windows-1252', '"latin1"', 'nonsense'])
        expect([charset, ...(await send('{}', { 'content-type': `application/json; charset=${charset}` }))]).toEqual([
          charset,
          415,
          'unsupported_media_type',
        ])
      for (const charset of ['utf-8', 'UTF-8', '"utf-8"', 'utf8'])
        expect((await send('{}', { 'content-type': `application/json; charset=${charset}` }))[0]).toBe(422)
    })

    test('may begin with a byte order mark', async () => {
      expect((await send(Buffer.from('\ufeff{}'), JSON_TYPE))[0]).toBe(422)
    })

    test('may have no half characters anywhere: the field is named', async () => {
      for (const text of [
        '"\\ud83d"',
        '"a\\udc00b"',
        '["\\udfff\\ud800"]',
        '{"y":"\\uD800"}',
        `${'['.repeat(10_000)}"\\ud83d"${']'.repeat(10_000)}`,
      ]) {
        const url = `/api${path
          .replace('{sip}', fromOf(alice))
          .replace('{id}', String(alice.id))
          .replace(/\{\w+_id\}/, '1')}`
        const response = await app.api.send(method.toUpperCase(), url, { as: alice, body: `{"strange":${text}}`, headers: JSON_TYPE })
        expect([text, response.status, Object.keys(response.body.errors)]).toEqual([text, 422, expect.arrayContaining(['strange'])])
      }
    })

    test('is refused when it is something else than application/json', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/xml',
        'nonsense',
      ]) {
        expect([type, ...(await send('{}', { 'content-type': type }))]).toEqual([type, 415, 'unsupported_media_type'])
      }
      expect(await send('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' })).toEqual([415, 'unsupported_media_type'])
    })

    test('is refused when it is too large, and judged by its fields up to there', async () => {
      const padded = (size: number) => `{"x":"${'x'.repeat(size - 8)}"}`
      expect(padded(limit)).toHaveLength(limit)
      expect(await send(padded(limit))).toEqual([422, 'validation_failed'])
      expect(await send(padded(limit + 1))).toEqual([413, 'body_too_large'])
      expect(await send(padded(limit + 1), { ...JSON_TYPE, 'transfer-encoding': 'chunked' })).toEqual([413, 'body_too_large'])
    })

    test('is asked for when there is none, and must be an object', async () => {
      for (const body of [undefined, '', '{}', '[]', '[{}]', '"a string"', 'null', '12', 'true']) {
        expect([body, ...(await send(body))]).toEqual([body, 422, 'validation_failed'])
      }
    })
  })
})
