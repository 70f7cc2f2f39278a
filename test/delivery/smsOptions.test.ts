// runs once: no database is in it

import { smsSender } from '../../src/delivery/sms/sms.js'
import { countryOf, isAllowedCountry, parseCountries } from '../../src/domain/phoneCountry.js'
import { message, smsFault, useSmsGateways } from '../support/sms.js'

const { generic, genericUrl, sender } = useSmsGateways()

describe('countries', () => {
  test('SMS go to those that are listed and to no other', async () => {
    const sms = sender([genericUrl()], { allows: async (phone) => isAllowedCountry(phone, ['FR', 'BE']) })
    await sms.send(message())
    const error = await smsFault(sms.send(message({ to: '+14155552671' })))
    expect(error.permanent).toBe(true)
    expect(generic.sent.map((m) => m.to)).toEqual(['+33612345678'])
  })

  test.each([
    ['+33612345678', 'FR'],
    ['+14155552671', 'US'],
    ['+14165550123', 'CA'],
    ['+881612345678', undefined],
  ])('%s belongs to %s', (phone, country) => {
    expect(countryOf(phone)).toBe(country)
    expect(isAllowedCountry(phone, ['FR', 'US', 'CA'])).toBe(country !== undefined)
    expect(isAllowedCountry(phone, [])).toBe(true)
  })

  test('SMS_COUNTRIES is a list of countries', () => {
    expect(parseCountries('fr, BE,,fr')).toEqual(['FR', 'BE'])
    expect(() => parseCountries('FR,XX,33')).toThrow('XX, 33')
  })
})

describe('SMS_URL', () => {
  test.each([
    [[], /one to 3/],
    [['http://gateway.example/sms'], /https/],
    [['ftp://gateway.example/'], /starts with/],
    [['https://'], /not a URL/],
    [['ovh://k3y:s3cret@mars/c/s'], /region/],
    [['ovh://k3y:s3cret@eu/consumer'], /expected ovh/],
    [['twilio://AC1:s3cret@default'], /expected twilio/],
    [['twilio://AC1:s3cret@default?from=+1&service=MG1'], /expected twilio/],
    [['https://:%zz@gateway.example/'], /percent/],
    [['https://a.example/', 'twilio://s3cret'], /^gateway 2: expected twilio/],
  ])('%j is refused without repeating it', (list, text) => {
    const make = () => smsSender({ urls: list })
    expect(make).toThrow(text)
    expect(make).not.toThrow(/s3cret/)
  })
})
