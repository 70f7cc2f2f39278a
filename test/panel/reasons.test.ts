import { reasonText } from '../../src/panel/frame/words/reasons.js'
import { findingRow } from '../../src/panel/pages/overview/findings.js'
import type { Why } from '../../src/services/service/findings.js'
import { translation } from '../../src/texts/languages.js'

const [en, fr] = [translation('en').panel, translation('fr').panel]
const { reasons } = en.admin

describe('the reason why something did not arrive', () => {
  test.each([
    ['the DNS knows no address of crm.example.org (ENOTFOUND)', reasons.name_not_found],
    ['getaddrinfo EAI_AGAIN mail.example.org', reasons.name_not_found],
    ['connect ECONNREFUSED 192.0.2.1:443', reasons.refused],
    ['mail.example.org:465: connect ETIMEDOUT 192.0.2.1:465', reasons.timed_out],
    ['no answer within 10000 ms', reasons.timed_out],
    ['certificate has expired', reasons.certificate],
    ['self-signed certificate in certificate chain', reasons.certificate],
    ['the connection was closed before there was an answer', reasons.closed],
    ['crm.example.org has an address that webhooks must not reach', reasons.not_public],
    ['mail.example.org:465: login: 535 5.7.8 Error: authentication failed', reasons.credentials],
    ['503 from crm.example.org', 'The server answered with HTTP status 503.'],
    ['sms.example.org: answered 401 certificate of the sender unknown', 'The server answered with HTTP status 401.'],
    ['mail.example.org:465: RCPT TO: 550 5.1.1 no such user', 'The mail server refused the message (550).'],
    ['expired before it could be sent', reasons.expired],
    ['expired; before: connect ECONNREFUSED 192.0.2.1:25', `${reasons.expired} ${reasons.refused}`],
    ['void: message 7 holds a newer code', reasons.superseded],
    ['something else', undefined],
    [null, undefined],
  ])('is %s in words', (said, text) => {
    expect(reasonText(en, said)).toBe(text)
  })

  test('is said in French', () => {
    expect(reasonText(fr, 'connect ECONNREFUSED 192.0.2.1:443')).toBe('Le serveur a refusé la connexion.')
    expect(reasonText(fr, '503 from crm.example.org')).toBe('Le serveur a répondu par le statut HTTP 503.')
  })
})

describe('what needs attention', () => {
  const whys: Why[] = [
    { code: 'unknown' },
    { code: 'search_index' },
    { code: 'migrations', count: 2 },
    { code: 'without_factor', count: 1 },
    { code: 'evicts', what: 'allkeys-lru' },
    { code: 'indexes', what: 'a_b' },
    { code: 'given_up', count: 1200, sent: 3, last: null },
    { code: 'nothing_arrives', names: ['CRM'], more: true },
  ]
  test.each(whys)('has a text of its own in French: $code', (why) => {
    const row = findingRow(fr, 'fr', { check: 'webhooks', status: 'warning', detail: 'in English', why })
    expect(row.said).toBeUndefined()
    expect([row.text, findingRow(en, 'en', { check: 'webhooks', status: 'warning', detail: 'in English', why }).text]).not.toContain(
      'in English',
    )
    expect(row.text).not.toMatch(/\bthe\b/)
  })

  test('keeps what a far end said beside', () => {
    const detail = 'Redis cannot be reached (127.0.0.1:1): connect ECONNREFUSED 127.0.0.1:1'
    expect(findingRow(fr, 'fr', { check: 'redis', status: 'failed', detail })).toMatchObject({
      failed: true,
      name: 'Redis',
      text: expect.stringContaining('Redis est inutilisable'),
      reason: 'Le serveur a refusé la connexion.',
      said: detail,
      link: undefined,
    })
  })

  test('leads to the page that helps', () => {
    const why: Why = { code: 'without_factor', count: 2 }
    expect(findingRow(en, 'en', { check: 'second-factor', status: 'warning', detail: '', why })).toMatchObject({
      text: '2 administrators have not set up a second factor yet.',
      link: { address: '/accounts?role=admin', text: 'Show administrators' },
    })
  })
})
