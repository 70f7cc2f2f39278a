import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newAccount } from '../support/signUp.js'

describeApp('the fields of an account that an administrator makes', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  /** What createAccount, and a row of createAccounts, say of the same fields. */
  const create = async (more: object) => {
    const bulk = await app.api.post('/api/accounts/bulk', { accounts: [newAccount(more)], dry_run: true }, { as: alice })
    const { status, body } = await app.api.post('/api/accounts', newAccount(more), { as: alice })
    expect(bulk.status).toBe(200)
    expect(bulk.body.results[0]).toMatchObject(status === 200 ? { status: 'would_create' } : { status: 'refused', errors: body.errors })
    return { status, body }
  }

  test.each(['0000-01-01 00:00:00', '0001-01-01 00:00:00', '1969-12-31 23:59:59', '2026-02-30 00:00:00', '9999-12-31 24:00:00'])(
    'have no time %s',
    async (confirmation_key_expires) => {
      const { status, body } = await create({ confirmation_key_expires })
      expect([status, Object.keys(body.errors)]).toEqual([422, ['confirmation_key_expires']])
    },
  )

  test.each(['1970-01-01 00:00:00', '9999-12-31 23:59:59'])('have the time %s', async (confirmation_key_expires) => {
    expect((await create({ confirmation_key_expires })).body).toMatchObject({ confirmation_key_expires })
  })

  test.each([`${'a'.repeat(65)}@example.org`, `a@${'b'.repeat(64)}.org`, 'a=?b@example.org', 'é@example.org'])(
    'have no e-mail address %s',
    async (email) => {
      const { status, body } = await create({ email })
      expect([status, Object.keys(body.errors)]).toEqual([422, ['email']])
      if (email.startsWith('é')) expect(body.errors.email).toEqual([expect.stringContaining('ASCII')])
    },
  )

  test('have the domain of an e-mail address in its ASCII form', async () => {
    expect((await create({ email: 'user@exämple.org' })).body.email).toBe('user@xn--exmple-cua.org')
  })

  test.each(['+85245450000', '+999123456789', '+8701234567'])('have a number that only an administrator knows of: %s', async (phone) => {
    expect((await create({ phone })).body.phone).toBe(phone)
  })

  test.each(['+123456', '+1234567890123456', '+0612345678', '0612345678'])('have no number %s', async (phone) => {
    const { status, body } = await create({ phone })
    expect([status, Object.keys(body.errors)]).toEqual([422, ['phone']])
  })
})
