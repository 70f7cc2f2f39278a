import type { Texts } from '../../../texts/languages.js'

type Words = Texts['admin']['reasons']
type Known = { [Name in keyof Words]: Words[Name] extends string ? Name : never }[keyof Words]

/** What errors of networks, far ends and this service say, the more certain signs first. */
const SIGNS: readonly (readonly [sign: RegExp, reason: Known])[] = [
  [/^void: message \d+ holds a newer code/, 'superseded'],
  [/cannot be read with this SECRET/, 'unreadable'],
  [/^the webhook was deleted/, 'webhook_gone'],
  [/must not reach|leads to a private address/, 'not_public'],
  [/country of this number is not activated/, 'country'],
  [/no credits left/, 'no_credits'],
  [/does not send to this number|no address that mail can be sent to/, 'recipient'],
  [/ENOTFOUND|EAI_AGAIN|ENODATA|ESERVFAIL|the DNS knows no address|has no address$/, 'name_not_found'],
  [/ECONNREFUSED/, 'refused'],
  [/EHOSTUNREACH|ENETUNREACH/, 'unreachable'],
  [/certificate|CERT_|altname|UNABLE_TO_/i, 'certificate'],
  [/ETIMEDOUT|ETIMEOUT|no answer within|timed out|timeout/i, 'timed_out'],
  [/: login: |WRONGPASS|NOAUTH|account or token is wrong/, 'credentials'],
  [/ECONNRESET|EPIPE|socket hang up|closed before|connection (?:is |was )?closed|closed unexpectedly/i, 'closed'],
  [/EPROTO|wrong version number|STARTTLS|handshake/i, 'tls'],
]

/** The reason why something did not reach a far end, in the reader's language; undefined for what no sign tells. */
export function reasonText(t: Texts, said: string | null | undefined): string | undefined {
  const words = t.admin.reasons
  if (!said) return undefined
  const expired = /^expired(?: before it could be sent|; before: (.*))$/s.exec(said)
  if (expired) return [words.expired, reasonText(t, expired[1])].filter((text) => text !== undefined).join(' ')
  const http = /^(\d{3}) from |: answered (\d{3})\b/.exec(said)
  if (http) return words.http(http[1] ?? http[2]!)
  const known = SIGNS.find(([sign]) => sign.test(said))
  if (known) return words[known[1]]
  const smtp = /(?:^|: )([45]\d\d)[ -]/.exec(said)
  return smtp ? words.smtp(smtp[1]!) : undefined
}
