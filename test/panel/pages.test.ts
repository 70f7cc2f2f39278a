import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

describeApp('pages', () => {
  const app = useApp()

  test('start at /, in HTML that loads nothing from elsewhere and runs nothing in line', async () => {
    const page = await new PanelClient(app).open('/')
    expect(page.status).toBe(200)
    expect(page.header('content-type')).toMatch(/^text\/html/)
    expect(page.text).toMatch(/^<!doctype html>\s*<html lang="en"/i)
    expect(page.text).not.toMatch(/\son\w+=|<script>|style="/)
    expect(page.header('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(page.header('x-content-type-options')).toBe('nosniff')
    expect(page.header('cache-control')).toBe('no-store')
  })

  test('load files that are there', async () => {
    const page = await new PanelClient(app).open('/')
    const loaded = [...page.text.matchAll(/<(?:link|script|img)\b[^>]*\s(?:href|src)="([^"]+)"/g)].map(([, url]) =>
      url!.replaceAll('&amp;', '&'),
    )
    expect(loaded.length).toBeGreaterThan(0)
    for (const url of loaded) {
      expect(url).toMatch(/^\/(?!\/)/)
      const file = await app.api.get(url)
      expect(file.status).toBe(200)
      expect(file.header('content-type')).toMatch(/^(text\/css|text\/javascript|image\/)/)
      expect(file.header('cache-control')).toMatch(/^public, max-age=/)
    }
  })

  test.each([
    '/assets/',
    '/assets/..%2f..%2fpackage.json',
    '/assets/__proto__',
    '/assets/constructor',
    '/etc/passwd',
    '/nothing-here',
    '/API/ping',
  ])('that do not exist are 404: %s', async (path) => {
    const response = await app.api.get(path)
    expect(response.status).toBe(404)
    expect(response.body).toMatchObject({ code: 'not_found', message: expect.any(String), request_id: response.header('x-request-id') })
  })
})
