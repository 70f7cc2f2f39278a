import { startApp, useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { challengeFor, fromOf } from '../support/digestHeader.js'

const ME = '/api/accounts/me'

describeApp('realms', () => {
  const app = useApp({ env: { SIP_DOMAINS: 'sip.example.org,other.example.org' } })

  test('an account of another domain logs in under the realm of that domain', async () => {
    const erin = await app.make.user({ domain: 'other.example.org' })
    const challenge = await challengeFor(app.api, erin)
    expect(challenge.header('www-authenticate')).toMatch(/^Digest realm="other\.example\.org", /)
    const response = await app.api.get(ME, { as: erin })
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: erin.id, domain: 'other.example.org', realm: 'other.example.org' })
  })

  test('the same user name in two domains is two accounts, and From says which', async () => {
    const here = await app.make.user({ username: 'frank.twice', password: 'frank-here' })
    const there = await app.make.user({ username: 'frank.twice', password: 'frank-there', domain: 'other.example.org' })
    expect((await app.api.get(ME, { as: here })).body.id).toBe(here.id)
    expect((await app.api.get(ME, { as: there })).body.id).toBe(there.id)
    expect((await app.api.get(ME, { as: { ...there, password: here.password } })).status).toBe(401)
  })

  test('without From an account of another domain is not found', async () => {
    const erin = await app.make.user({ domain: 'other.example.org' })
    const authorization = answerChallenge(await challengeFor(app.api, erin), erin, 'GET', ME, { algorithm: 'MD5' })
    expect((await app.api.get(ME, { headers: { authorization } })).status).toBe(401)
  })

  test('the realm offered to a name that nobody has is that of its domain, also when it is not ours: accounts of a domain that was once served look the same', async () => {
    const realm = async (from: string) =>
      /realm="([^"]*)"/.exec((await app.api.get(ME, { headers: { from } })).header('www-authenticate')!)![1]
    expect(await realm('sip:nobody.here@other.example.org')).toBe('other.example.org')
    expect(await realm('sip:nobody.here@elsewhere.example.net')).toBe('elsewhere.example.net')
  })

  test('SIP_REALM is the realm of all accounts', async () => {
    const one = await startApp({ env: { SIP_REALM: 'One realm' } })
    try {
      const persons = [await one.make.user(), await one.make.user({ domain: 'other.example.org', algorithm: 'SHA-256' })]
      for (const person of persons) {
        const challenge = await challengeFor(one.api, person)
        expect(challenge.header('www-authenticate')).toMatch(/^Digest realm="One realm", /)
        const response = await one.api.get(ME, { as: person })
        expect(response.status).toBe(200)
        expect(response.body).toMatchObject({ id: person.id, realm: 'One realm' })
        expect((await one.api.get(`/api/accounts/${fromOf(person)}/info`)).body).toEqual({ activated: true, realm: 'One realm' })
      }
    } finally {
      await one.close()
    }
  })
})
