import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

describeApp("the panel's search", () => {
  const app = useApp()

  test('finds what was meant when a NUL is in it', async () => {
    const browser = new PanelClient(app)
    await browser.logIn(await app.make.admin())
    const bob = await app.make.user({ username: 'bob.builder' })
    const page = await browser.get('/accounts?search=%00bob.%00builder')
    expect(page.status).toBe(200)
    expect(page.text).toContain(`/accounts/${bob.id}"`)
  })

  test('says that one or two characters find what begins with them, where that is nothing', async () => {
    const browser = new PanelClient(app)
    await browser.logIn(await app.make.admin({ username: 'dan.gallego' }))
    const said = async (search: string) => (await browser.get(`/accounts?search=${search}`)).text.includes('One or two characters find')
    expect([await said('xq'), await said('xqz'), await said('da'), await said('')]).toEqual([true, false, false, false])
  })

  test('finds a blocked account under the state that the list shows', async () => {
    const browser = new PanelClient(app)
    const alice = await app.make.admin()
    await browser.logIn(alice)
    const bob = await app.make.user()
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
    const found = async (state: string) => (await browser.get(`/accounts?state=${state}`)).text.includes(`/accounts/${bob.id}"`)
    expect([await found('active'), await found('inactive'), await found('blocked')]).toEqual([false, false, true])
  })
})
