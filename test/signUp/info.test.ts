import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'

describeApp('the public information of an account', () => {
  const app = useApp()

  const info = (sip: string) => app.api.get(`/api/accounts/${sip}/info`)

  test('is whether it is activated, and its realm: nothing else', async () => {
    const bob = await app.make.user({ email: 'bob@example.org' })
    const carol = await app.make.unconfirmed({ domain: 'other.example.org' })
    expect((await info(`${bob.username}@${bob.domain}`)).body).toEqual({ activated: true, realm: 'sip.example.org' })
    expect((await info(`${carol.username}@${carol.domain}`)).body).toEqual({ activated: false, realm: 'other.example.org' })
  })

  test.each([
    ['as it is', (user: string) => `${user}@sip.example.org`],
    ['with sip: in front', (user: string) => `sip:${user}@sip.example.org`],
    ['with SIPS: in front', (user: string) => `SIPS:${user}@sip.example.org`],
    ['percent-encoded', (user: string) => `sip%3a${user.replace('+', '%2b')}%40sip.example.org`],
    ['percent-encoded in upper case', (user: string) => `sip%3A${user.replace('+', '%2B')}%40sip%2Eexample%2Eorg`],
    ['with its domain in upper case', (user: string) => `${user}@SIP.EXAMPLE.ORG`],
  ])('finds an address %s', async (_, form) => {
    const bob = await app.make.user({ username: `+33.${unique()}` })
    expect((await info(form(bob.username))).status).toBe(200)
  })

  test('is not found by an address that is percent-encoded twice', async () => {
    const bob = await app.make.user()
    expect((await info(`${bob.username}%2540${bob.domain}`)).status).toBe(404)
  })

  test.each([
    ['a name that nobody has', 'nobody.here@sip.example.org'],
    ['an unknown domain', 'alice@elsewhere.example'],
    ['no domain', 'alice'],
    ['no name', '@sip.example.org'],
    ['two @', 'alice@b@sip.example.org'],
    ['a port', 'alice@sip.example.org:5060'],
    ['broken percent-encoding', 'alice%zz@sip.example.org'],
    ['bytes that are no UTF-8', '%ff%fe@sip.example.org'],
    ['a NUL', 'alice%00@sip.example.org'],
    ['a quote', "alice'%20or%201=1--@sip.example.org"],
    ['far too many characters', `${'a'.repeat(400)}@sip.example.org`],
  ])('is 404 for %s', async (_, sip) => {
    const response = await info(sip)
    expect(response.status).toBe(404)
    expect(response.body.code).toBe('not_found')
  })

  test('is 404 for a name in another case: names are lower case', async () => {
    const bob = await app.make.user()
    expect((await info(`${bob.username.toUpperCase()}@sip.example.org`)).status).toBe(404)
  })

  test('is 404 once the account is deleted', async () => {
    const bob = await app.make.user()
    await app.api.delete('/api/accounts/me', { as: bob })
    expect((await info(`${bob.username}@${bob.domain}`)).status).toBe(404)
  })
})
