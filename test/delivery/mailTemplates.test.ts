// runs once: no database is in it
import { simpleParser } from 'mailparser'
import { renderMessage, type ToRender } from '../../src/delivery/mail/render.js'
import type { MessageKind } from '../../src/delivery/messages.js'
import { LANGUAGE_NAMES, translation } from '../../src/texts/languages.js'

const base: ToRender = {
  id: 'm1.0',
  channel: 'email',
  kind: 'activation',
  language: 'en',
  to: 'bob@example.org',
  secondsLeft: 600,
  data: {
    username: 'bobby.tables',
    domain: 'sip.example.org',
    code: 'c4R0lK3yAbCdE',
    link: 'https://accounts.example.org/confirm-email?account=2&code=c4R0lK3yAbCdE',
  },
}
const languages = LANGUAGE_NAMES
const mails = Object.keys(translation('en').mails) as MessageKind[]
const texts = Object.keys(translation('en').sms) as MessageKind[]

test.each(languages.flatMap((language) => mails.map((kind) => [kind, language] as const)))(
  'the mail %s in %s says the same in text and HTML',
  async (kind, language) => {
    const { subject, text, html } = renderMessage({ ...base, kind, language })
    expect(subject).toMatch(/^\p{L}[^\n]{5,60}$/u)
    expect(text + html).not.toMatch(/undefined|null|<%|%>|\bit\./)
    expect(html).toContain(`<html lang="${language}">`)
    const { text: read } = await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`)
    const words = (s: string) =>
      s
        .replace(/https:\S+|\[https:[^\]]*\]/g, '')
        .replace(/\s+/g, ' ')
        .trim()
    expect(words(read ?? '').toLowerCase()).toContain(words(text).toLowerCase().slice(-60))
  },
)

test.each(languages)('codes and links stand alone in the %s mails that carry them', (language) => {
  for (const kind of ['activation', 'emailChange'] as const)
    expect(renderMessage({ ...base, kind, language }).text).toMatch(/\n\nc4R0lK3yAbCdE\n\n/)
  const { text, html } = renderMessage({ ...base, kind: 'emailChange', language })
  expect(text).toContain(`\n\n${base.data.link}\n\n`)
  expect(html).toContain('<a href="https://accounts.example.org/confirm-email?account=2&amp;code=c4R0lK3yAbCdE"')
})

test('the time left is told at sending, rounded down', () => {
  const lifetimes = (
    [
      [599, 'en'],
      [60, 'en'],
      [3, 'fr'],
      [7_300, 'en'],
      [604_700, 'fr'],
      [510_000, 'en'],
    ] as const
  ).map(([secondsLeft, language]) => /(?:valid for|valable) (.*)\.\n/.exec(renderMessage({ ...base, secondsLeft, language }).text)?.[1])
  expect(lifetimes).toEqual(['9 minutes', '1 minute', '1 minute', '2 hours', '7 jours', '5 days'])
})

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '<%= process.env %>',
  '<%~ it.code %>',
  '${7*7}',
  '{{7*7}}',
  "' + it.code + '",
  'bob\r\nBcc: all@example.org',
  'bob\n\nhttps://evil.example',
  'bob\u2028\u2029x',
  '\u202Egnp.exe',
  '=?utf-8?Q?x?=',
  'a&b',
  '%s%n',
]

test.each(HOSTILE)('a user name is characters and nothing more: %j', (username) => {
  for (const kind of mails) {
    const { text, html, subject } = renderMessage({ ...base, kind, data: { ...base.data, username } })
    const plain = renderMessage({ ...base, kind })
    expect(subject).toBe(plain.subject)
    expect(text.split('\n').length).toBe(plain.text.split('\n').length)
    expect(html!.match(/<[a-z]/g)!.length).toBe(plain.html!.match(/<[a-z]/g)!.length)
    expect(text + html).not.toMatch(/[\u202E\u2028\u2029]/)
    if (kind === 'activation') expect(text).toContain(username.replace(/[\r\n\u2028\u2029\u202E]/g, ''))
  }
})

test.each(languages.flatMap((language) => texts.map((kind) => [kind, language] as const)))(
  'the SMS %s in %s fits one segment',
  (kind, language) => {
    const domain = `${'long-'.repeat(30)}.example.org`
    const { text, html, subject } = renderMessage({
      ...base,
      channel: 'sms',
      kind,
      language,
      to: '+33612345678',
      data: { username: 'x', domain, code: '0042' },
    })
    expect({ html, subject }).toEqual({ html: undefined, subject: undefined })
    expect(text).toMatch(/^[\x20-\x7e]{20,160}$/)
    if (kind !== 'test') expect(text).toMatch(/long-.* 0042\. .* \d+ minutes$/)
  },
)

test('a kind that has no SMS is a fault of the caller', () => {
  expect(() => renderMessage({ ...base, channel: 'sms', kind: 'passwordSet' })).toThrow('no SMS of kind passwordSet')
})
