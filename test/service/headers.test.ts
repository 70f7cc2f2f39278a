import { startApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

describeApp('the headers of an answer', () => {
  test.each(['http://accounts.test', 'https://accounts.test'])('are strict with browsers, with PUBLIC_URL %s', async (publicUrl) => {
    const app = await startApp({ env: { PUBLIC_URL: publicUrl } })
    try {
      for (const path of ['/api/ping', '/api/accounts/me', '/api/nothing-here', '/api/openapi.json', '/api', '/', '/assets/panel.css']) {
        const answer = await app.api.get(path)
        expect([path, answer.header('x-content-type-options')]).toEqual([path, 'nosniff'])
        expect([path, answer.header('cross-origin-resource-policy')]).toEqual([path, 'same-origin'])
        expect([path, answer.all('content-security-policy').length]).toEqual([path, 1])
        expect(answer.header('content-security-policy')).toMatch(/^default-src 'none'.*; ?frame-ancestors 'none'/)
        expect([path, answer.header('strict-transport-security')]).toEqual([
          path,
          publicUrl.startsWith('https:') ? 'max-age=31536000' : undefined,
        ])
      }
      const docs = await app.api.get('/api')
      expect(docs.header('content-type')).toBe('text/html; charset=utf-8')
      expect(docs.header('cross-origin-opener-policy')).toBe('same-origin')
      expect((await app.api.get('/api/accounts/me')).header('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    } finally {
      await app.close()
    }
  })
})
