// runs once: no database is in it
import { isPlainAddress } from '../../src/delivery/mail/url.js'
import { mailboxOf, parseEmail } from '../../src/domain/email.js'

const LABEL = 'd'.repeat(63)

test.each([
  ['bob@example.org', 'bob@example.org'],
  ['Bob.O+tag@Example.ORG', 'bob.o+tag@example.org'],
  [`${'l'.repeat(64)}@example.org`, `${'l'.repeat(64)}@example.org`],
  [`bob@${LABEL}.org`, `bob@${LABEL}.org`],
  ['user@exämple.org', 'user@xn--exmple-cua.org'],
  ['user@xn--exmple-cua.org', 'user@xn--exmple-cua.org'],
  ['user@例え.テスト', 'user@xn--r8jz45g.xn--zckzah'],
  ["o'hara=x@example.org", "o'hara=x@example.org"],
])('%s is an address that mail is sent to: %s', (text, address) => {
  expect(parseEmail(text)).toEqual({ address })
  expect(isPlainAddress(address)).toBe(true)
})

test.each([
  `${'l'.repeat(65)}@example.org`,
  `bob@${'d'.repeat(64)}.org`,
  `bob@${'ä'.repeat(60)}.org`,
  `bob@${`${LABEL}.`.repeat(4)}org`,
  'a=?b@example.org',
  'bob@localhost',
  'bob@-a.org',
  'bob@a..org',
  '.bob@example.org',
  'bob@example.org.',
  'a@b@example.org',
  'bob@ex\u0000ample.org',
  'bob@exam\u200bple',
  '"bob"@example.org',
  '@example.org',
  'bob',
  '',
])('%j is none', (text) => {
  expect(parseEmail(text)).toEqual({ fault: 'form' })
})

test('a local part of other letters is told from one that is none', () => {
  expect(parseEmail('é@example.org')).toEqual({ fault: 'script' })
  expect(parseEmail('é é@example.org')).toEqual({ fault: 'form' })
})

test.each([
  ['Victim+7@Example.org', 'victim@example.org'],
  ['victim@example.org', 'victim@example.org'],
  ['+7@example.org', '+7@example.org'],
  ['a.b+c+d@example.org', 'a.b@example.org'],
])('%s leads to the mailbox %s', (email, mailbox) => {
  expect(mailboxOf(email)).toBe(mailbox)
})
