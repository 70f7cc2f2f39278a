// A process that only delivers mail, until it is killed: node messengerProcess.mjs <database> <MAIL_URL> <ms that its clock is ahead>
import { join } from 'node:path'
import { pino } from 'pino'

/** A module of the built program. */
const built = (file) => import(join(import.meta.dirname, '..', '..', 'dist', 'src', file))
const { deriveKeys } = await built('auth/keys.js')
const { openDatabase } = await built('db/client.js')
const { mailSender } = await built('delivery/mail/smtp.js')
const { createMessenger } = await built('services/messages/messenger.js')

const [database, url, ahead] = process.argv.slice(2)
const now = () => Date.now() + Number(ahead)
const email = mailSender({ url, from: 'no-reply@example.org', now })
const messenger = createMessenger({
  db: await openDatabase(database),
  key: deriveKeys('a secret for tests alone').messages,
  senders: { email, sms: email },
  log: pino({ level: 'silent' }),
  now,
  times: { poll: 100 },
})
messenger.start()
setInterval(() => undefined, 60_000) // the messenger alone keeps no process alive
