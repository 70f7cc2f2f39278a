import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('spaces', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const get = (path: string) => app.api.get(`/api/spaces${path}`, { as: alice })

  test('are those of SIP_DOMAINS, in the order of their domains', async () => {
    const { status, body } = await get('')
    expect(status).toBe(200)
    expect(body.map(({ domain }: { domain: string }) => domain)).toEqual(['other.example.org', 'sip.example.org'])
    expect(body[1]).toMatchObject({ name: 'sip.example.org', realm: 'sip.example.org', served: true, public_registration: true })
  })

  test('one is found in any case; what is none is 404', async () => {
    expect((await get('/SIP.example.org')).body.domain).toBe('sip.example.org')
    for (const domain of ['elsewhere.example.org', 'a%00b', '%F0%9F%98%80'])
      expect(await get(`/${domain}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('of a domain that is served no more stay, and nobody signs up there', async () => {
    await app.deps.db.prisma.space.create({ data: { domain: 'former.example.org' } })
    expect((await get('/former.example.org')).body).toMatchObject({ served: false, public_registration: false })
  })
})
