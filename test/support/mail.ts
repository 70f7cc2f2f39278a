import { renderMessage } from '../../src/delivery/mail/render.js'
import { mailSender } from '../../src/delivery/mail/smtp.js'
import type { RemoteSender, RenderedMessage } from '../../src/delivery/messages.js'
import { startSmtp, type TestSmtp, type TestSmtpOptions } from './smtp.js'
import { useCertificate } from './tls.js'
import { useClosing } from './use.js'

export const NOW = Date.UTC(2026, 10, 24, 12)
export const login = { user: 'mailer@example.org', pass: 'p@ss:word/7' }
/** As they stand in MAIL_URL. */
export const credentials = `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}`

/** Mail servers and senders, each closed after its test. */
export function useMail() {
  const certificate = useCertificate()
  const closing = useClosing()
  const smtp = async (options: Partial<TestSmtpOptions> = {}): Promise<TestSmtp> =>
    closing(await startSmtp({ certificate, ...options }), (server) => server.close())
  const sender = (url: string, more: Partial<Parameters<typeof mailSender>[0]> = {}): RemoteSender =>
    closing(mailSender({ url, from: 'Example <no-reply@sip.example.org>', ca: certificate.cert, now: () => NOW, ...more }), (made) =>
      made.close(),
    )
  return { smtp, sender, closing }
}

/** A mail with a code and a link. */
export const message = (more: Partial<RenderedMessage> = {}): RenderedMessage => ({
  ...renderMessage({
    id: 'm7.42',
    channel: 'email',
    kind: 'emailChange',
    language: 'fr',
    to: 'bob@example.org',
    secondsLeft: 600,
    data: {
      username: 'bobby.tables',
      domain: 'sip.example.org',
      code: 'c4R0lK3yAbCdE',
      link: 'https://accounts.example.org/confirm-email?account=2&code=c4R0lK3yAbCdE',
    },
  }),
  ...more,
})
