import addressparser from 'nodemailer/lib/addressparser'
import { isLoopback } from '../http.js'

/** What MAIL_URL says: `smtp[s]://[user:pass@]host[:port][?tls=required|optional][&name=host]`. */
export interface MailServer {
  host: string
  port: number
  /** TLS from the first byte (smtps) */
  implicitTls: boolean
  /** a connection without TLS, or with a certificate that does not name the host, is not used */
  tlsRequired: boolean
  auth: { user: string; pass: string } | undefined
  /** `?name=`: how we introduce ourselves (EHLO) */
  name: string | undefined
}

/**
 * smtps: TLS from the start. smtp: STARTTLS, which must work when a password goes to another machine; otherwise it is used if offered
 * (`?tls=required` and `?tls=optional` say otherwise).
 * @throws Error that says what is wrong, without the URL
 */
export function parseMailUrl(text: string): MailServer {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname)
    throw new Error('expected smtp://user:password@host:port or smtps://…')
  const implicitTls = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const user = decode(url.username)
  const auth = user ? { user, pass: decode(url.password) } : undefined
  const tls = url.searchParams.get('tls')
  if (tls !== null && tls !== 'required' && tls !== 'optional') throw new Error('?tls= is required or optional')
  if (implicitTls && tls === 'optional') throw new Error('smtps:// always uses TLS: write smtp://…?tls=optional')
  const tlsRequired = implicitTls || tls === 'required' || (tls === null && auth !== undefined && !isLoopback(host))
  return { host, port: url.port ? Number(url.port) : implicitTls ? 465 : 587, implicitTls, tlsRequired, auth, name: ownName(url) }
}

function ownName(url: URL): string | undefined {
  const name = url.searchParams.get('name') ?? undefined
  if (name !== undefined && !isHostName(name)) throw new Error('?name= is the name of a host, as in mail.example.org')
  return name
}

/** A name with a dot, which strict servers want of a client (RFC 5321, section 4.1.4). */
export const isHostName = (name: string): boolean =>
  name.length <= 253 && /^(?!.*\.[\d]+$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i.test(name)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Error('user name and password must be percent-encoded')
  }
}

export interface Mailbox {
  name: string
  address: string
}

/** The one mailbox that MAIL_FROM names: `no-reply@example.org` or `Example <no-reply@example.org>`. @throws Error that says what is wrong */
export function parseMailbox(text: string): Mailbox {
  const [mailbox, ...others] = addressparser(text)
  if (!mailbox || others.length > 0 || !mailbox.address || !isPlainAddress(mailbox.address) || /[\r\n]/.test(text)) {
    throw new Error('expected one address: no-reply@example.org or Name <no-reply@example.org>')
  }
  return { name: mailbox.name, address: mailbox.address }
}

/**
 * Whether the text is one address that needs no quoting (RFC 5322 dot-atom, other scripts allowed): nothing that a mail program could read
 * as a list, a comment, a route, an encoded word or the end of a header.
 */
export function isPlainAddress(text: string): boolean {
  return text.length <= 254 && !text.includes('=?') && /^[^\s\p{C}@"(),:;<>[\]\\]{1,64}@[^\s\p{C}@"(),:;<>[\]\\]{1,253}$/u.test(text)
}
