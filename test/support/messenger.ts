import { pino } from 'pino'
import { deriveKeys } from '../../src/auth/keys.js'
import { type Database, openDatabase } from '../../src/db/client.js'
import { DeliveryError, type MessageSender, type NewMessage, type RenderedMessage } from '../../src/delivery/messages.js'
import { createMessenger, type Messenger, type MessengerOptions } from '../../src/services/messages/messenger.js'
import { Clock } from './clock.js'
import { type Provider, useOpened } from './database.js'
import { inSpace } from './inSpace.js'
import { useDatabase } from './migratedDatabases.js'
import { useClosing, useForEach } from './use.js'

/** What the mails of these tests hold. */
export const CODE = 'c4R0lK3yAbCdE'

/** A far end that the test directs. */
export class Far implements MessageSender {
  readonly local = false
  taken: RenderedMessage[] = []
  now = 0
  most = 0
  behave: (message: RenderedMessage, signal?: AbortSignal) => Promise<void> = async () => undefined

  send = async (message: RenderedMessage, signal?: AbortSignal): Promise<void> => {
    this.most = Math.max(this.most, ++this.now)
    try {
      await this.behave(message, signal)
      this.taken.push(message)
    } finally {
      this.now--
    }
  }
}

/** Hangs until it is told to go on, or the signal ends it. */
export function gate(): { behave: Far['behave']; open(): void; entered: Promise<void> } {
  let open!: () => void
  let enter!: () => void
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const entered = new Promise<void>((resolve) => {
    enter = resolve
  })
  return {
    open,
    entered,
    behave: (_message, signal) => {
      enter()
      return new Promise((resolve, reject) => {
        void opened.then(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason))
      })
    },
  }
}

/** Never ends. */
export const deaf: Far['behave'] = () => new Promise(() => undefined)

/** Fails with this text. */
export const refuse =
  (text: string, details = {}): Far['behave'] =>
  () =>
    Promise.reject(new DeliveryError(text, details))

/** How a row looks that is sent or given up. */
export const ended = { sealed: null, nextTryAt: null }

/** Waits for something that a timer of the messenger brings about. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 5_000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('it did not come about')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** A database with carol's account, two far ends and a clock for each test, and messengers over them. */
export function useMessengers(provider: Provider) {
  const database = useDatabase(provider, useForEach)
  const db = useOpened(database, useForEach)
  const nothing = () => undefined
  const clock = useForEach(() => new Clock(), nothing)
  const email = useForEach(() => new Far(), nothing)
  const sms = useForEach(() => new Far(), nothing)
  const carol = useForEach(() => db.prisma.account.create({ data: { username: 'carol.x', ...inSpace('sip.example.org') } }), nothing)
  const closing = useClosing()

  /** Another connection to the database, as another process has one. */
  const open = async (): Promise<Database> => closing(await openDatabase(database.url), (one) => one.close())

  function messenger(more: Partial<MessengerOptions> = {}): Messenger {
    const made = createMessenger({
      db,
      key: deriveKeys('a secret for tests alone').messages,
      senders: { email, sms },
      log: pino({ level: 'silent' }),
      now: clock.now,
      random: () => 0.5,
      stopAfter: 50,
      ...more,
    })
    return closing(made, (one) => one.stop())
  }

  const mail = (more: Partial<NewMessage> = {}): NewMessage => ({
    accountId: carol.id,
    channel: 'email',
    kind: 'emailChange',
    to: 'carol@example.org',
    language: 'en',
    expiresAt: new Date(clock.now() + 600_000),
    data: { username: 'carol.x', domain: 'sip.example.org', code: CODE, link: `https://accounts.example.org/confirm-email?code=${CODE}` },
    ...more,
  })
  const text = (more: Partial<NewMessage> = {}): NewMessage =>
    mail({
      channel: 'sms',
      kind: 'phoneChange',
      to: '+33612345678',
      data: { username: 'carol.x', domain: 'sip.example.org', code: '0042' },
      ...more,
    })
  const enqueue = (one: Messenger, ...messages: NewMessage[]) =>
    db.prisma.$transaction(async (tx) => {
      for (const message of messages) await one.enqueue(tx, message)
    })
  const rows = () => db.prisma.message.findMany({ orderBy: { id: 'asc' } })
  const row = async () => (await rows())[0]!
  return { db, clock, email, sms, carol, open, messenger, mail, text, enqueue, rows, row }
}
