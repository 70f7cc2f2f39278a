import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { newAddress } from '../support/signUp.js'

describeApp('the language of the panel', () => {
  const app = useApp()
  const language = (text: string): string | undefined => /<html lang="(\w+)"/.exec(text)?.[1]

  test('is the one that was chosen on any page, and beats the one of the browser', async () => {
    const browser = new PanelClient(app, 'en')
    const chosen = await browser.get('/login?next=%2Fdevices&language=fr')
    expect([chosen.status, chosen.header('location')]).toEqual([303, '/login?next=%2Fdevices'])
    expect(chosen.header('set-cookie')).toMatch(/^language=fr; Path=\/; HttpOnly; SameSite=Lax; Max-Age=31536000$/)
    expect(language((await browser.get('/login')).text)).toBe('fr')
    expect(language((await browser.get('/nothing-here')).text)).toBe('fr')
    await browser.get('/?language=en')
    expect(language((await browser.get('/login')).text)).toBe('en')
  })

  test('is offered on every page, with the address of that page', async () => {
    const browser = new PanelClient(app, 'fr')
    for (const path of ['/', '/login', '/nothing-here']) {
      const { text } = await browser.get(path)
      expect(text).toContain(`<a href="?language=en" lang="en" hreflang="en">English</a>`)
      expect(text).toContain(`<a href="?language=fr" lang="fr" hreflang="fr" aria-current="true">Français</a>`)
    }
    const refused = await browser.send('/login', { username: '', password: '' })
    expect([refused.status, refused.text.includes('href="?language=en"')]).toEqual([422, true])
  })

  test.each(['/?language=de', '/?language=', '/?language=fr&language=en', '/?language=__proto__'])(
    'is not taken from what is none: %s',
    async (path) => {
      const page = await new PanelClient(app).get(path)
      expect([page.status, page.header('set-cookie')]).toEqual([200, undefined])
    },
  )

  test('leads to no other site', async () => {
    for (const path of ['//evil.example.org?language=fr', '/%5Cevil.example.org?language=fr', '/\\evil.example.org?language=fr']) {
      const page = await app.api.raw('GET', path, { headers: { accept: 'text/html' } })
      expect(page.header('location') ?? '/').not.toMatch(/^(?:\/[/\\]|[a-z]+:)/)
    }
  })

  test('is that of the mails which follow from a page', async () => {
    const browser = new PanelClient(app, 'en')
    await browser.logIn(await app.make.user({ email: newAddress() }))
    await browser.get('/?language=fr')
    const email = newAddress()
    await browser.send('/email', { email })
    expect((await app.outbox.last('email', email)).subject).toMatch(/adresse e-mail/)
  })

  test('cannot be set to anything else by a cookie', async () => {
    const browser = new PanelClient(app, 'en')
    browser.cookies.set('language', 'constructor')
    expect(language((await browser.get('/')).text)).toBe('en')
  })
})
