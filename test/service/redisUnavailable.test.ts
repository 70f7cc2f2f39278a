import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

describeApp('a Redis that is not there', () => {
  const app = useApp({ env: { REDIS_URL: 'redis://127.0.0.1:1' } })

  test('makes a right digest 503: whether it was used before is not known', async () => {
    const response = await app.api.get('/api/accounts/me', { as: await app.make.user() })
    expect(response.status).toBe(503)
    expect(response.body.code).toBe('unavailable')
  })

  test('is no matter to an API key', async () => {
    expect((await app.api.get('/api/accounts/me', { as: await app.make.admin() })).status).toBe(200)
  })

  test('shows in readiness', async () => {
    const response = await app.api.get('/api/health/ready')
    expect(response.status).toBe(503)
    expect(response.body).toEqual({ status: 'unavailable', checks: { database: 'ok', redis: 'unavailable' } })
  })
})
