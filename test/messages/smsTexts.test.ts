import { checkedValues } from '../../src/config/load.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { newDevice, newPhone, signUp } from '../support/signUp.js'

const FRENCH = { 'accept-language': 'fr' }
const ENGLISH_TEXT = /^Your sip\.example\.org validation code is \d+\. The code is available for (?:9|10) minutes$/
const FRENCH_TEXT = /^Votre code de validation sip\.example\.org est \d+\. Il est valable (?:9|10) minutes$/

describeApp('an SMS with a code', () => {
  const app = useApp()
  const textTo = async (phone: string) => (await app.outbox.last('sms', phone)).text

  test.each([
    [{}, ENGLISH_TEXT],
    [FRENCH, FRENCH_TEXT],
  ])('names the service, the code and how long it is good, whatever it is for (%j)', async (headers, text) => {
    const [first, second, third] = [newPhone(), newPhone(), newPhone()]
    await signUp(app, { phone: first }, headers)
    expect(await textTo(first)).toMatch(text)
    const bob = await app.make.user({ phone: third })
    await app.api.post('/api/accounts/me/phone/request', { phone: second }, { as: bob, headers })
    expect(await textTo(second)).toMatch(text)
    const device = newDevice()
    await app.api.post('/api/account_recovery_tokens/send-by-push', device)
    const { token } = (await app.outbox.last('push', `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).data
    const browser = new PanelClient(app, headers === FRENCH ? 'fr' : 'en')
    await browser.get(`/recovery/phone/${token}`)
    await browser.post('/recovery', { account_recovery_token: token!, phone: third })
    expect(await textTo(third)).toMatch(text)
  })
})

describeApp('an SMS with a code, in the words of the operator', () => {
  const app = useApp({
    env: { SMS_TEXT_EN: String.raw`<#> {code} is your code at {domain}, good for {lifetime}.\n FA+9qCX9VSu`, SMS_TEXT_FR: 'Code {code}' },
  })

  test.each([
    [{}, /^<#> (\d{4}) is your code at sip\.example\.org, good for (?:9|10) minutes\.\n FA\+9qCX9VSu$/],
    [FRENCH, /^Code (\d{4})$/],
  ])('has them, in either language (%j)', async (headers, text) => {
    const phone = newPhone()
    const { person } = await signUp(app, { phone }, headers)
    const code = text.exec((await app.outbox.last('sms', phone)).text)![1]
    expect((await app.api.post(`/api/accounts/${person.username}@sip.example.org/activate/phone`, { code })).status).toBe(200)
  })

  test.each([
    ['Your code', /SMS_TEXT_EN: \{code\} is missing/],
    ['{code} of {name}', /SMS_TEXT_EN: \{name\} is none of/],
    [`{code} ${'x'.repeat(160)}`, /SMS_TEXT_EN: more than 160 characters/],
  ])('stops the start when it is no such text: %s', (text, fault) => {
    expect(() => checkedValues({ SMS_TEXT_EN: text })).toThrow(fault)
  })
})
