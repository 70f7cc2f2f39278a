import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { listen } from './servers.js'
import type { TestCertificate } from './tls.js'

export interface ReceivedMail {
  parsed: ParsedMail
  /** the message as it came */
  source: string
  envelopeFrom: string
  envelopeTo: string[]
  /** whether TLS was on, and who had logged in */
  secure: boolean
  user: string | undefined
  /** what the client said in EHLO */
  greetedAs: string
}

export interface TestSmtp {
  port: number
  received: ReceivedMail[]
  /** connections that were opened so far */
  connections: number
  close(): Promise<void>
}

export interface TestSmtpOptions {
  certificate: TestCertificate
  /** TLS from the first byte */
  secure?: boolean
  /** `refusal`: what a wrong login is told */
  login?: { user: string; pass: string; refusal?: (user: string, pass: string) => string }
  /** knows no STARTTLS */
  plain?: boolean
  /** the system's choice unless given */
  port?: number
  /** decides about a message once it has come whole; an error with responseCode refuses it */
  onMessage?: (mail: ReceivedMail) => Promise<void> | void
  /** decides about a recipient */
  onRecipient?: (address: string) => Error | undefined
}

/** A real SMTP server with TLS and login. */
export async function startSmtp({
  certificate,
  secure = false,
  login,
  plain = false,
  port = 0,
  onMessage,
  onRecipient,
}: TestSmtpOptions): Promise<TestSmtp> {
  const received: ReceivedMail[] = []
  const state = { connections: 0 }
  const options: SMTPServerOptions = {
    secure,
    key: certificate.key,
    cert: certificate.cert,
    authOptional: !login,
    disabledCommands: plain ? ['STARTTLS'] : [],
    disableReverseLookup: true,
    closeTimeout: 10,
    onConnect(_session, callback) {
      state.connections++
      callback()
    },
    onAuth({ username, password }, _session, callback) {
      if (login && username === login.user && password === login.pass) callback(null, { user: username })
      else callback(new Error(login?.refusal?.(username ?? '', password ?? '') ?? 'Invalid username or password'))
    },
    onRcptTo({ address }, _session, callback) {
      callback(onRecipient?.(address))
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => void accept(Buffer.concat(chunks), session, callback))
    },
  }
  async function accept(
    source: Buffer,
    session: Parameters<NonNullable<SMTPServerOptions['onData']>>[1],
    callback: (error?: Error | null) => void,
  ) {
    const { mailFrom, rcptTo } = session.envelope
    const mail: ReceivedMail = {
      parsed: await simpleParser(source),
      source: source.toString('utf8'),
      envelopeFrom: mailFrom ? mailFrom.address : '',
      envelopeTo: rcptTo.map(({ address }) => address),
      secure: session.secure,
      user: session.user as string | undefined,
      greetedAs: session.hostNameAppearsAs,
    }
    try {
      await onMessage?.(mail)
    } catch (error) {
      return callback(error as Error)
    }
    received.push(mail)
    callback()
  }
  const server = new SMTPServer(options)
  server.on('error', () => undefined) // clients that hang up in the middle
  const listening = await listen(server.server, '127.0.0.1', port)
  return {
    port: listening,
    received,
    get connections() {
      return state.connections
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** An error that smtp-server turns into this reply. */
export const smtpRefusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode })
