// runs once: no database is in it
import { createHash } from 'node:crypto'
import { contract } from '../support/contract.js'

const description: string = contract.info.description
const chapter = description.slice(description.indexOf('## Digest, step by step'), description.indexOf('## API keys'))
const PASSWORDS: Record<string, string> = { bob: 'builder-42', alice: 'wonderland-7' }

const hash = (algorithm: string, text: string): string =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text)
    .digest('hex')

/** The HTTP messages of the chapter: request line or status line, and headers. */
const messages = [...chapter.matchAll(/```http\n([\s\S]*?)\n```/g)].map(([, text]) => {
  const [first, ...lines] = text!.split('\n')
  return {
    first: first!,
    headers: new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])),
  }
})
const fieldsOf = (header: string): Record<string, string> =>
  Object.fromEntries([...header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, name, quoted, plain]) => [name!, quoted ?? plain!]))
const logins = messages
  .filter(({ headers }) => headers.has('authorization'))
  .map(({ first, headers }) => ({
    method: first.split(' ')[0]!,
    target: first.split(' ')[1]!,
    from: headers.get('from'),
    fields: fieldsOf(headers.get('authorization')!),
  }))

/** The published values are those that somebody gets who computes them. */
describe('the chapter about digest', () => {
  test('logs in three times: by MD5, again with the same nonce, and by SHA-256', () => {
    expect(logins.map(({ method, fields }) => [method, fields.algorithm, fields.nc])).toEqual([
      ['GET', 'MD5', '00000001'],
      ['POST', 'MD5', '00000002'],
      ['GET', 'SHA-256', '00000001'],
    ])
    for (const { from, fields } of logins) expect(from).toBe(`sip:${fields.username}@${fields.realm}`)
  })

  test.each(logins.map((login) => [`${login.fields.username} ${login.method}`, login] as const))(
    'has the right response of %s',
    (_name, { method, target, fields }) => {
      const { algorithm = '', username = '', realm, nonce, nc, cnonce, qop, uri, response } = fields
      const hash1 = hash(algorithm, `${username}:${realm}:${PASSWORDS[username]}`)
      const hash2 = hash(algorithm, `${method}:${target}`)
      const joined = `${hash1}:${nonce}:${nc}:${cnonce}:${qop}:${hash2}`
      expect(uri).toBe(target)
      expect(response).toBe(hash(algorithm, joined))
      for (const value of [hash2, `H("${joined}")`, response]) expect(chapter).toContain(value)
      expect(chapter).toContain(hash1)
    },
  )

  test('states each hash of a text that it shows', () => {
    const stated = [...chapter.matchAll(/H\("([^"]*)"\)\s+= ([0-9a-f]{32,64})$/gm)]
    expect(stated.length).toBeGreaterThanOrEqual(5)
    for (const [, text, value] of stated) expect(value).toBe(hash(value!.length === 32 ? 'MD5' : 'SHA-256', text!))
  })

  test('answers the challenge that it shows', () => {
    const challenge = fieldsOf(messages.find(({ headers }) => headers.has('www-authenticate'))!.headers.get('www-authenticate')!)
    for (const { fields } of logins)
      expect(fields).toMatchObject({ realm: challenge.realm, nonce: challenge.nonce, opaque: challenge.opaque })
  })

  test('has the right rspauth', () => {
    const info = fieldsOf(messages.find(({ headers }) => headers.has('authentication-info'))!.headers.get('authentication-info')!)
    const { fields, target } = logins[0]!
    const hash1 = hash('MD5', `bob:${fields.realm}:${PASSWORDS.bob}`)
    expect(info).toEqual({
      rspauth: hash('MD5', `${hash1}:${fields.nonce}:${fields.nc}:${fields.cnonce}:auth:${hash('MD5', `:${target}`)}`),
      qop: 'auth',
      cnonce: fields.cnonce,
      nc: fields.nc,
    })
  })

  test('shows the same values as the headers of the contract', () => {
    const { 'WWW-Authenticate': challenge } = contract.components.responses.Unauthenticated.headers
    const { 'Authentication-Info': info } = contract.components.headers
    expect(chapter).toContain(challenge.example)
    expect(chapter).toContain(info.example)
  })
})
