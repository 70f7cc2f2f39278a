import { pino } from 'pino'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { answered, getWith } from '../support/digestHeader.js'

describeApp('a digest for another target', () => {
  const lines: string[] = []
  const app = useApp(() => ({ replaced: { log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }) } }))

  test('leaves a line in the log with both targets, without their queries', async () => {
    const alice = await app.make.admin()
    const { authorization } = await answered(app.api, alice, { uri: '/accounts?search=%D0%B1-hidden' })
    const path = '/api/accounts?search=bob-hidden'
    const response = await getWith(app.api, alice, authorization, path)
    expect(response.status).toBe(400)
    const line = lines.find((text) => text.includes('"digest_uri_refused"'))!
    expect(JSON.parse(line)).toMatchObject({
      request_id: response.body.request_id,
      operation: 'listAccounts',
      target: '/api/accounts?…',
      uri: '/accounts?…',
    })
    expect(lines.join('')).not.toContain('hidden')
  })
})
