import { domainToASCII } from 'node:url'
import { createTransport, type NodemailerError, type SendMailOptions } from 'nodemailer'
import { withDeadlineOr } from '../../lib/deadline.js'
import { qrPng } from '../../lib/qrCode.js'
import { tracedCall } from '../../lib/tracing.js'
import { DeliveryError, type RemoteSender, type RenderedMessage, safeReason } from '../messages.js'
import { isHostName, isPlainAddress, type MailServer, parseMailbox, parseMailUrl } from './url.js'

/** Milliseconds. */
export interface MailTimeouts {
  /** until the connection stands, name resolution included */
  connect: number
  /** until the server has greeted */
  greeting: number
  /** silence of the server in a conversation */
  silence: number
  /** the whole conversation: a server that answers a byte at a time ends here */
  whole: number
}

export interface MailOptions {
  /** MAIL_URL, as parseMailUrl reads it */
  url: string
  /** MAIL_FROM */
  from: string
  /** the host of our own pages, by which we introduce ourselves if it is a name with a dot */
  publicHost?: string | undefined
  timeouts?: Partial<MailTimeouts>
  /** PEM of an authority to trust instead of the usual ones: tests (operators have NODE_EXTRA_CA_CERTS) */
  ca?: string
  now?: () => number
}

const TIMEOUTS: MailTimeouts = { connect: 8_000, greeting: 8_000, silence: 10_000, whole: 25_000 }
const CONNECTIONS = 6
/** An idle connection is closed before servers tend to: the next mail would find it dead. Milliseconds. */
const IDLE_MS = 5_000

/**
 * Sends mail over SMTP, on up to six connections that are kept for a few seconds.
 * @throws Error when url or from is malformed
 */
export function mailSender({ url, from, publicHost, timeouts, ca, now = Date.now }: MailOptions): RemoteSender {
  const server = parseMailUrl(url)
  const mailbox = parseMailbox(from)
  const times = { ...TIMEOUTS, ...timeouts }
  const idDomain = domainToASCII(mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1))
  const name = server.name ?? [publicHost, idDomain].find((one) => one !== undefined && isHostName(one))
  const transport = createTransport({ ...transportOptions(server, times, ca), ...(name !== undefined && { name }) })

  const compose = async (message: RenderedMessage): Promise<SendMailOptions> => ({
    from: mailbox,
    to: { name: '', address: message.to },
    // given apart, so that no server reads recipients out of a header
    envelope: { from: mailbox.address, to: [message.to] },
    subject: message.subject ?? '',
    text: message.text,
    ...(message.html !== undefined && { html: message.html }),
    ...(message.qrCode && { attachments: [await qrImage(message.qrCode)] }),
    date: new Date(now()),
    messageId: `<${message.id}@${idDomain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': message.language },
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  async function send(message: RenderedMessage, signal?: AbortSignal): Promise<void> {
    if (!isPlainAddress(message.to)) throw new DeliveryError('this is no address that mail can be sent to', { permanent: true })
    const composed = await compose(message)
    try {
      await tracedCall('SMTP', { 'network.protocol.name': 'smtp', 'server.address': server.host, 'server.port': server.port }, () =>
        withDeadlineOr(signal, times.whole, (until) => transport.sendMail({ ...composed, signal: until })),
      )
    } catch (error) {
      throw explained(error as NodemailerError, server)
    }
  }

  async function check(): Promise<string> {
    try {
      await withDeadlineOr(undefined, times.whole, () => transport.verify())
    } catch (error) {
      throw explained(error as NodemailerError, server)
    }
    const tls = server.implicitTls ? 'TLS' : server.tlsRequired ? 'STARTTLS' : 'STARTTLS if offered'
    return `${server.host}:${server.port} answers (${tls}${server.auth ? ', login accepted' : ', no login'}), we are ${name ?? 'an address without a name'}`
  }

  return { local: false, send, check, close: () => transport.close() }
}

/** An image that stands in the text, and is no file to be saved. */
async function qrImage({ cid, text }: { cid: string; text: string }) {
  return { cid, filename: 'qr-code.png', contentType: 'image/png', contentDisposition: 'inline' as const, content: await qrPng(text) }
}

function transportOptions({ host, port, implicitTls, tlsRequired, auth }: MailServer, times: MailTimeouts, ca: string | undefined) {
  return {
    pool: true as const,
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && tlsRequired,
    opportunisticTLS: !tlsRequired,
    // Where TLS may be left out, an attacker on the way can leave it out: refusing a certificate there protects no one and loses mail.
    tls: { rejectUnauthorized: tlsRequired, minVersion: 'TLSv1.2' as const, ...(ca !== undefined && { ca }) },
    ...(auth && { auth, forceAuth: true }),
    maxConnections: CONNECTIONS,
    maxMessages: 100,
    // the messenger alone repeats: it knows what has expired, and notes each try
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    connectionTimeout: times.connect,
    dnsTimeout: times.connect,
    greetingTimeout: times.greeting,
    socketTimeout: times.silence,
    socketCloseTimeout: 1_000,
    maxResponseSize: 16_384,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** What went wrong and where, for the operator. Refused recipients and contents stay refused; a refused login or sender can be mended. */
function explained(error: NodemailerError, { host, port, auth }: MailServer): DeliveryError {
  const about = error.command === 'RCPT TO' || error.command === 'DATA'
  const permanent = (error.permanent === true && about) || (error.code === 'EENVELOPE' && error.responseCode === undefined)
  const words = error.response ?? error.message
  const step = error.code === 'EAUTH' ? 'login: ' : error.command && error.response ? `${error.command}: ` : ''
  const secrets = auth ? [`\0${auth.user}\0${auth.pass}`, auth.pass, auth.user] : [] // the first as AUTH PLAIN sends it (RFC 4616)
  return new DeliveryError(safeReason(`${host}:${port}: ${step}${words}`, secrets), { permanent })
}
