// A process that only delivers mail, until it is killed: node messengerProcess.mjs <database> <MAIL_URL> <ms that its clock is ahead>
import { pino } from 'pino'
import { deriveKeys } from '../../dist/src/auth/keys.js'
import { openDatabase } from '../../dist/src/db/client.js'
import { mailSender } from '../../dist/src/delivery/mail/smtp.js'
import { createMessenger } from '../../dist/src/services/messages/messenger.js'

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
