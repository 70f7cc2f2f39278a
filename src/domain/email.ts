import { domainToASCII } from 'node:url'

/** Octets of an address (RFC 5321 section 4.5.3.1.3, without its brackets), of its local part, and of a label of its domain (RFC 1035). */
const LONGEST = { address: 254, local: 64 }
/** RFC 5322 section 3.2.3, dot-atom-text: no quoted strings */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/** Why a text is no address that mail can be sent to: its form, or a local part with letters beyond ASCII (RFC 6531), which few servers take. */
export type EmailFault = 'form' | 'script'

/**
 * Reads an e-mail address, by the rule that mail is sent by. A domain with letters beyond ASCII is turned into its ASCII form (`user@exämple.org` is
 * `user@xn--exmple-cua.org`, RFC 5891). It is in lower case, in which it is stored: no mail server in use minds the case, and one address must be found however it is
 * written.
 */
export function parseEmail(text: string): { address: string } | { fault: EmailFault } {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  if (text.length > LONGEST.address || local.length > LONGEST.local || local.includes('=?')) return { fault: 'form' }
  if (!LOCAL.test(local)) return { fault: /^[^\s\p{C}@"(),:;<>[\]\\]+$/u.test(local) && /[^\x20-\x7e]/.test(local) ? 'script' : 'form' }
  const given = text.slice(at + 1)
  const domain = /^[\x20-\x7e]*$/.test(given) ? given : domainToASCII(given)
  const labels = domain.split('.')
  const address = `${local}@${domain}`.toLowerCase()
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || address.length > LONGEST.address) return { fault: 'form' }
  return { address }
}

/** The mailbox that an address leads to, as far as can be told: what stands behind a `+` in the local part makes no other one (RFC 5233), nor does case. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf('@')
  const plus = email.indexOf('+', 1)
  return (plus > 0 && plus < at ? email.slice(0, plus) + email.slice(at) : email).toLowerCase()
}
