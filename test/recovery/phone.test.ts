import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { newDevice, newPhone, wrongPins } from '../support/signUp.js'

describeApp('recovery of an account from an app, by phone', () => {
  const app = useApp()

  /** A token, as a push brings it to an app. */
  async function receive(): Promise<string> {
    const device = newDevice()
    expect((await app.api.post('/api/account_recovery_tokens/send-by-push', device)).status).toBe(200)
    return (await app.outbox.last('push', `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).data.token!
  }
  const stateIn = ({ text }: ApiResponse) => /name="state" value="([^"]*)"/.exec(text)![1]!
  async function ask(token: string, phone: string) {
    const browser = new PanelClient(app)
    const form = await browser.get(`/recovery/phone/${token}?phone=${encodeURIComponent(phone)}`)
    const send = () => browser.post('/recovery', { account_recovery_token: token, phone })
    return { browser, form, send }
  }
  const enter = (browser: PanelClient, page: ApiResponse, code: string) => browser.post('/recovery/confirm', { state: stateIn(page), code })

  test('ends with a new password, and logged in', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const { browser, form, send } = await ask(await receive(), bob.record.phone!)
    expect(form.text).toContain(`value="${bob.record.phone}"`)
    const page = await send()
    const { data, text } = await app.outbox.last('sms', bob.record.phone!)
    expect(text).toContain('validation code')
    const chosen = await enter(browser, page, data.code!)
    const done = await browser.post('/recovery/password', { state: stateIn(chosen), password: 'n3w-secret', again: 'n3w-secret' })
    expect(done.header('location')).toBe('/')
    expect(await browser.isIn()).toBe(true)
  })

  test('finds an account whose name is the number', async () => {
    const phone = newPhone()
    const bob = await app.make.user({ username: phone })
    const { browser, send } = await ask(await receive(), phone)
    const chosen = await enter(browser, await send(), (await app.outbox.last('sms', phone)).data.code!)
    expect(chosen.text).toContain(`${bob.username}@`)
  })

  test('answers alike for a number that nobody has, and sends nothing there', async () => {
    const [known, unknown] = [newPhone(), newPhone()]
    await app.make.user({ phone: known })
    const [his, none] = [await ask(await receive(), known), await ask(await receive(), unknown)]
    const plain = ({ status, text }: ApiResponse, phone: string) => [
      status,
      text.replaceAll(phone, 'PHONE').replaceAll(/(name="(?:state|form_token)" value="|recovery\/phone\/)[^"]*/g, '$1'),
    ]
    const [first, second] = [await his.send(), await none.send()]
    expect(plain(second, unknown)).toEqual(plain(first, known))
    expect(await app.outbox.to(unknown)).toEqual([])
    for (const pin of wrongPins((await app.outbox.last('sms', known)).data.code!, 4))
      expect(plain(await enter(none.browser, second, pin), unknown)).toEqual(plain(await enter(his.browser, first, pin), known))
  })

  test('sends nothing twice to who sends the form again', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const { send } = await ask(await receive(), bob.record.phone!)
    const first = await send()
    app.clock.advance(120)
    const pages = [first, ...(await Promise.all([send(), send(), send()]))]
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(await app.outbox.to(bob.record.phone!)).toHaveLength(1)
  })

  test('sends the code to the number that was corrected, for some minutes', async () => {
    const [bob, typo] = [await app.make.user({ phone: newPhone() }), newPhone()]
    const token = await receive()
    const { browser, send } = await ask(token, typo)
    const page = await send()
    const link = /href="(\/recovery\/phone\/[^"]*)"/.exec(page.text)![1]!
    expect((await browser.get(link)).status).toBe(200)
    const correct = () => browser.post('/recovery', { account_recovery_token: token, phone: bob.record.phone! })
    const [corrected] = [await correct(), await correct(), await send()]
    expect(await app.outbox.to(bob.record.phone!)).toHaveLength(1)
    const chosen = await enter(browser, corrected, (await app.outbox.last('sms', bob.record.phone!)).data.code!)
    expect(chosen.text).toContain(`${bob.username}@`)
    app.clock.advance(600)
    expect((await correct()).status).toBe(404)
    expect((await browser.get(`/recovery/phone/${token}`)).status).toBe(404)
  })

  test('takes a token for three numbers, however many are sent at once', async () => {
    const owners = await Promise.all(Array.from({ length: 6 }, () => app.make.user({ phone: newPhone() })))
    const token = await receive()
    const { browser } = await ask(token, owners[0]!.record.phone!)
    const post = ({ record }: (typeof owners)[0]) => browser.post('/recovery', { account_recovery_token: token, phone: record.phone! })
    const pages = await Promise.all(owners.map(post))
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429])
    const sent = await Promise.all(owners.map(({ record }) => app.outbox.to(record.phone!)))
    expect(sent.flat()).toHaveLength(3)
    expect(pages.find(({ status }) => status === 429)!.text).toContain('three numbers')
  })

  test('sends one SMS to who asks twice at once', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const both = await Promise.all([receive(), receive()].map(async (token) => ask(await token, bob.record.phone!)))
    expect((await Promise.all(both.map(({ send }) => send()))).map(({ status }) => status)).toEqual([200, 200])
    expect(await app.outbox.to(bob.record.phone!)).toHaveLength(1)
  })

  test('keeps the token when the number is none, and refuses one that is invented or has expired', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const token = await receive()
    const { browser, send } = await ask(token, bob.record.phone!)
    expect((await browser.post('/recovery', { account_recovery_token: token, phone: '0612' })).status).toBe(422)
    app.clock.advance(3600)
    expect((await send()).status).toBe(410)
    expect((await new PanelClient(app).get(`/recovery/phone/${token}`)).status).toBe(410)
    expect((await new PanelClient(app).get('/recovery/phone/r3c0v3ryT0k3n')).status).toBe(404)
    expect(await app.outbox.to(bob.record.phone!)).toEqual([])
  })
})
