import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { deriveKeys } from '../../src/auth/keys.js'
import { type Database, openDatabase } from '../../src/db/client.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { DeliveryError, type MessageSender, type NewMessage, type RenderedMessage } from '../../src/delivery/messages.js'
import { listMessages } from '../../src/services/messages/list.js'
import { createMessenger, type Messenger, type MessengerOptions } from '../../src/services/messages/messenger.js'
import { Clock } from '../support/clock.js'
import { postgresSchema, postgresUrl, type TestDatabase } from '../support/database.js'
import { isSkipped } from '../support/needs.js'

const CODE = 'c4R0lK3yAbCdE'

/** A far end that the test directs. */
class Far implements MessageSender {
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
function gate(): { behave: Far['behave']; open(): void; entered: Promise<void> } {
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
const deaf: Far['behave'] = () => new Promise(() => undefined)
const refuse =
  (text: string, details = {}): Far['behave'] =>
  () =>
    Promise.reject(new DeliveryError(text, details))

const databases: [string, (folder: string) => Promise<TestDatabase>][] = [
  ['SQLite', async (folder) => ({ url: `file:${join(folder, 'accounts.db')}`, drop: async () => undefined })],
  ['PostgreSQL', () => postgresSchema(postgresUrl!)],
]

describe.each(databases)('the messenger on %s', (name, make) => {
  if (name === 'PostgreSQL' && isSkipped('postgresql')) {
    test.skip('needs TEST_POSTGRES_URL', () => undefined)
    return
  }
  let folder: string
  let database: TestDatabase
  let db: Database
  let clock: Clock
  let email: Far
  let sms: Far
  let accountId: number
  const running: Messenger[] = []
  const opened: Database[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'messenger-'))
    database = await make(folder)
    await migrate(database.url)
    db = await open()
    clock = new Clock()
    email = new Far()
    sms = new Far()
    accountId = (await db.prisma.account.create({ data: { username: 'carol.x', domain: 'sip.example.org' } })).id
  })
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop()
    for (const one of opened.splice(0)) await one.close()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  async function open(): Promise<Database> {
    const one = await openDatabase(database.url)
    opened.push(one)
    return one
  }

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
    running.push(made)
    return made
  }

  const mail = (more: Partial<NewMessage> = {}): NewMessage => ({
    accountId,
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
  const ended = { sealed: null, nextTryAt: null }

  /** Waits for something that a timer of the messenger brings about. */
  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + 5_000
    while (!(await condition())) {
      if (performance.now() > end) throw new Error('it did not come about')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  test('sends what was committed, and nothing of what was rolled back', async () => {
    const one = messenger()
    await enqueue(one, mail(), text())
    await db.prisma
      .$transaction(async (tx) => {
        await one.enqueue(tx, mail({ to: 'nobody@example.org' }))
        throw new Error('rolled back')
      })
      .catch(() => undefined)
    expect(await one.drain()).toBe(2)
    expect(email.taken).toMatchObject([{ to: 'carol@example.org', validSeconds: 600, subject: 'Confirm your new e-mail address' }])
    expect(sms.taken).toMatchObject([{ to: '+33612345678', text: 'Your confirmation code for sip.example.org is 0042' }])
    expect(await one.drain()).toBe(0)
  })

  test('the secret is sealed while it waits, and gone once it is sent', async () => {
    const one = messenger()
    await enqueue(one, mail())
    const waiting = await row()
    expect(waiting.sealed).toMatch(/^v1\./)
    expect(JSON.stringify(waiting)).not.toContain(CODE)
    await one.drain()
    expect(await row()).toMatchObject({ ...ended, tries: 1, lastError: null, failedAt: null, sentAt: new Date(clock.now()) })
  })

  test('tries again after 2, 4, 8 … seconds, and at most a minute for a code of ten', async () => {
    email.behave = refuse('down')
    const one = messenger()
    await enqueue(one, mail())
    const waits: number[] = []
    for (;;) {
      await one.drain()
      const { nextTryAt } = await row()
      if (!nextTryAt) break
      waits.push((nextTryAt.getTime() - clock.now()) / 1000)
      clock.advance(waits.at(-1)! - 1)
      expect(await one.drain()).toBe(0)
      clock.advance(1)
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60, 60, 60])
    expect(await row()).toMatchObject({ ...ended, sentAt: null, failedAt: new Date(clock.now()), lastError: 'down', tries: 14 })
  })

  test('spreads retries by a quarter', async () => {
    email.behave = refuse('down')
    for (const [random, wait] of [
      [0, 1_500],
      [0.999999, 2_500],
    ] as const) {
      await db.prisma.message.deleteMany()
      const one = messenger({ random: () => random })
      await enqueue(one, mail())
      await one.drain()
      expect((await row()).nextTryAt!.getTime() - clock.now()).toBeCloseTo(wait, -1)
    }
  })

  test('gives a notice up after a day', async () => {
    email.behave = refuse('down')
    const one = messenger()
    await enqueue(one, mail({ kind: 'passwordSet', expiresAt: new Date(clock.now() + 10 * 86_400_000) }))
    const began = clock.now()
    let tries = 0
    for (let at: Date | null = new Date(began); at; at = (await row()).nextTryAt) {
      clock.time = at.getTime()
      await one.drain()
      tries++
    }
    expect((await row()).failedAt).not.toBeNull()
    expect(clock.now() - began).toBeGreaterThan(86_400_000 - 900_000)
    expect(clock.now() - began).toBeLessThan(86_400_000)
    expect(tries).toBeGreaterThan(100)
  })

  test('is sent as soon as the far end is back', async () => {
    email.behave = refuse('down')
    const one = messenger()
    await enqueue(one, mail())
    await one.drain()
    email.behave = async () => undefined
    clock.advance(2)
    expect(await one.drain()).toBe(1)
    expect(new Set(email.taken.map((m) => m.id)).size).toBe(1)
    expect(await row()).toMatchObject({ lastError: null, tries: 2 })
  })

  test('a refusal for good is not tried again', async () => {
    email.behave = refuse('RCPT TO: 550 no such user <carol@example.org>', { permanent: true })
    const one = messenger()
    await enqueue(one, mail())
    await one.drain()
    expect(await row()).toMatchObject({ ...ended, failedAt: new Date(clock.now()), lastError: 'RCPT TO: 550 no such user <***>', tries: 1 })
  })

  test('waits as long as the far end asks, or gives up if that is too long', async () => {
    const one = messenger()
    email.behave = refuse('slow down', { retryAfter: 120 })
    sms.behave = refuse('slow down', { retryAfter: 3_600 })
    await enqueue(one, mail(), text())
    await one.drain()
    const [first, second] = await rows()
    expect(first!.nextTryAt!.getTime() - clock.now()).toBe(120_000)
    expect(second).toMatchObject({ ...ended, lastError: 'slow down' })
  })

  test('what far ends say is kept in one line without the code', async () => {
    const said = `rejected:\r\n\u001b[31m ${CODE} ${Buffer.from(CODE).toString('base64')} ${'x'.repeat(5_000)}`
    email.behave = refuse(said)
    const one = messenger()
    await enqueue(one, mail())
    await one.drain()
    const { lastError } = await row()
    expect(lastError).toMatch(/^rejected: \[31m \*\*\* \*\*\* x+$/)
    expect(lastError!.length).toBeLessThanOrEqual(300)
  })

  test('a code that has expired is not sent', async () => {
    const one = messenger()
    await enqueue(one, mail())
    clock.advance(600)
    expect(await one.drain()).toBe(0)
    expect(email.taken).toEqual([])
    expect(await row()).toMatchObject({ ...ended, lastError: 'expired before it could be sent' })
  })

  test('a code that a newer one has voided is not sent; notices and other channels are', async () => {
    const one = messenger()
    await enqueue(
      one,
      mail({ kind: 'passwordSet' }),
      mail({ kind: 'activation' }),
      text(),
      mail({ to: 'new@example.org' }),
      mail({ kind: 'emailChangeNotice' }),
    )
    expect(await one.drain()).toBe(4)
    expect(email.taken.map((m) => m.to).sort()).toEqual(['carol@example.org', 'carol@example.org', 'new@example.org'])
    expect((await rows())[1]).toMatchObject({
      ...ended,
      sentAt: null,
      lastError: expect.stringMatching(/^void: message \d+ holds a newer code$/),
    })
  })

  test('goes when its account does', async () => {
    const one = messenger()
    await enqueue(one, mail())
    await db.prisma.account.delete({ where: { id: accountId } })
    expect(await one.drain()).toBe(0)
    expect(await rows()).toEqual([])
  })

  test('an account that goes while its message is sent ends the sending', async () => {
    const hung = gate()
    email.behave = hung.behave
    const one = messenger({ times: { renew: 10 } })
    await enqueue(one, mail())
    const drained = one.drain()
    await hung.entered
    await db.prisma.account.delete({ where: { id: accountId } })
    expect(await drained).toBe(0)
  })

  test('a message that another SECRET sealed is given up', async () => {
    await enqueue(messenger({ key: deriveKeys('another secret').messages }), mail())
    expect(await messenger().drain()).toBe(0)
    expect(await row()).toMatchObject({ ...ended, lastError: 'cannot be read with this SECRET' })
  })

  describe('several processes', () => {
    test('send each message once', async () => {
      const ones = [messenger({ db: await open() }), messenger({ db: await open() }), messenger()]
      email.behave = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
      const messages = Array.from({ length: 60 }, (_, n) => mail({ kind: 'passwordSet', to: `user${n}@example.org` }))
      await enqueue(ones[0]!, ...messages)
      const sent = await Promise.all(ones.map((one) => one.drain()))
      expect(sent.reduce((a, b) => a + b)).toBe(60)
      expect(email.taken.length).toBe(60)
      expect(new Set(email.taken.map((m) => m.to)).size).toBe(60)
      expect((await rows()).every((r) => r.tries === 1 && r.sentAt)).toBe(true)
    })

    test('leave a message to whoever has it, and send it when that one has died', async () => {
      const dead = new Far()
      const hung = gate()
      dead.behave = hung.behave
      const died = messenger({ db: await open(), senders: { email: dead, sms }, times: { renew: 3_600_000 } })
      await enqueue(died, mail())
      void died.drain()
      await hung.entered
      const other = messenger()
      clock.advance(59)
      expect(await other.drain()).toBe(0)
      clock.advance(2)
      expect(await other.drain()).toBe(1)
      expect(await row()).toMatchObject({ tries: 2, sentAt: new Date(clock.now()) })
    })

    test('one that had only slept changes nothing any more', async () => {
      const slow = new Far()
      const hung = gate()
      slow.behave = async (message, signal) => {
        await hung.behave(message, signal)
        throw new DeliveryError('refused', { permanent: true })
      }
      const slept = messenger({ db: await open(), senders: { email: slow, sms }, times: { renew: 3_600_000 } })
      await enqueue(slept, mail())
      const drained = slept.drain()
      await hung.entered
      clock.advance(61)
      email.behave = refuse('down')
      await messenger().drain()
      const before = await row()
      hung.open()
      expect(await drained).toBe(0)
      expect(await row()).toEqual(before)
      expect(before).toMatchObject({ tries: 2, failedAt: null, lastError: 'down' })
    })

    test('a lease is renewed as long as the sending lasts', async () => {
      const hung = gate()
      email.behave = hung.behave
      const one = messenger({ db: await open(), times: { renew: 10 } })
      await enqueue(one, mail())
      const drained = one.drain()
      await hung.entered
      const other = messenger()
      for (let n = 0; n < 4; n++) {
        clock.advance(50)
        await until(async () => (await row()).nextTryAt!.getTime() === clock.now() + 60_000)
        expect(await other.drain()).toBe(0)
      }
      hung.open()
      expect(await drained).toBe(1)
      expect(await row()).toMatchObject({ ...ended, tries: 1 })
    })

    test('its own message is not taken twice by a process whose lease ran out', async () => {
      const hung = gate()
      email.behave = hung.behave
      const one = messenger({ times: { renew: 3_600_000 } })
      await enqueue(one, mail())
      const drained = one.drain()
      await hung.entered
      clock.advance(61)
      await one.deliver()
      await enqueue(one, text())
      void one.deliver()
      await until(() => sms.taken.length === 1)
      hung.open()
      expect(await drained).toBe(1)
      expect(email.taken.length).toBe(1)
    })
  })

  describe('a far end that hangs', () => {
    test('keeps neither the caller nor the other channel waiting, and has five messages at most', async () => {
      email.behave = deaf
      const one = messenger()
      for (let n = 0; n < 12; n++) {
        await enqueue(one, mail({ kind: 'passwordSet' }))
        await one.deliver()
      }
      await enqueue(one, text())
      await one.deliver()
      await until(async () => (await db.prisma.message.count({ where: { channel: 'sms', sentAt: { not: null } } })) === 1)
      expect(email.now).toBe(5)
      expect(await db.prisma.message.count({ where: { channel: 'email', tries: 1 } })).toBe(5)
    })

    test('one message that hangs does not hold up the others', async () => {
      const hung = gate()
      email.behave = (message, signal) => (message.to === 'slow@example.org' ? hung.behave(message, signal) : Promise.resolve())
      const one = messenger()
      await enqueue(one, mail({ kind: 'passwordSet', to: 'slow@example.org' }))
      void one.deliver()
      await hung.entered
      for (let n = 0; n < 20; n++) await enqueue(one, mail({ kind: 'passwordSet' }))
      void one.deliver()
      await until(() => email.taken.length === 20)
      hung.open()
      await one.drain()
      expect(email.taken.length).toBe(21)
    })

    test('its time ends, and the message is tried again', async () => {
      email.behave = deaf
      const one = messenger({ times: { run: 30 } })
      await enqueue(one, mail())
      expect(await one.drain()).toBe(0)
      expect(await row()).toMatchObject({ tries: 1, failedAt: null, lastError: 'no answer within 30 ms' })
    })
  })

  describe('a stop', () => {
    test('waits for the messages in hand and takes no more', async () => {
      const hung = gate()
      email.behave = hung.behave
      const one = messenger({ stopAfter: 5_000 })
      for (let n = 0; n < 7; n++) await enqueue(one, mail({ kind: 'passwordSet' }))
      void one.deliver()
      await until(() => email.now === 5)
      const stopped = one.stop()
      hung.open()
      await stopped
      expect(await db.prisma.message.count({ where: { sentAt: { not: null } } })).toBe(5)
      expect(await db.prisma.message.count({ where: { tries: 0, sealed: { not: null } } })).toBe(2)
      await one.deliver()
      expect(email.taken.length).toBe(5)
      expect(await messenger().drain()).toBe(2)
    })

    test('does not wait for ever, and leaves the message to be sent once its lease is over', async () => {
      email.behave = deaf
      const one = messenger({ stopAfter: 30 })
      await enqueue(one, mail())
      void one.deliver()
      await until(() => email.now === 1)
      const before = await row()
      await one.stop()
      expect(await row()).toEqual(before)
      expect(before).toMatchObject({ tries: 1, nextTryAt: new Date(clock.now() + 60_000) })
      email.behave = async () => undefined
      clock.advance(60)
      expect(await messenger().drain()).toBe(1)
    })
  })

  describe('a database that fails', () => {
    /** This database, save that some calls fail. */
    const failing = (method: string, fails: (args: any) => boolean): Database => {
      const message = new Proxy(db.prisma.message, {
        get: (target, key) =>
          key === method
            ? (args: any) => (fails(args) ? Promise.reject(new Error('disk full')) : (target as any)[key](args))
            : (target as any)[key],
      })
      return { ...db, prisma: new Proxy(db.prisma, { get: (target, key) => (key === 'message' ? message : (target as any)[key]) }) }
    }

    test('for a moment, once the message is sent: it is noted a little later, and not sent twice', async () => {
      let failures = 1
      const one = messenger({ db: failing('updateMany', ({ data }) => Boolean(data.sentAt) && failures-- > 0) })
      await enqueue(one, mail())
      expect(await one.drain()).toBe(1)
      expect(email.taken.length).toBe(1)
      expect(await row()).toMatchObject({ ...ended, tries: 1 })
    })

    test('to claim: nothing is sent, nothing spins, and the next look finds it', async () => {
      let tries = 0
      const bad = messenger({ db: failing('updateMany', () => ++tries > 0) })
      await enqueue(bad, mail())
      await bad.deliver()
      expect(await bad.drain()).toBe(0)
      expect(tries).toBeLessThanOrEqual(2)
      expect(email.taken).toEqual([])
      expect(await messenger().drain()).toBe(1)
    })

    test('to be read: the caller of an API never hears of it', async () => {
      await messenger({ db: failing('findMany', () => true), senders: { email: Object.assign(new Far(), { local: true }), sms } }).deliver()
    })
  })

  test('looks for due messages by itself', async () => {
    const one = messenger({ times: { poll: 10 } })
    one.start()
    email.behave = refuse('down')
    await enqueue(one, mail())
    await until(async () => (await row()).tries === 1)
    email.behave = async () => undefined
    clock.advance(3)
    await until(() => email.taken.length === 1)
  })

  test('what a folder on this machine takes is there when the caller goes on, in order', async () => {
    const local = Object.assign(new Far(), { local: true, behave: () => new Promise<void>((resolve) => setTimeout(resolve, 2)) })
    const one = messenger({ senders: { email: local, sms: deafSms() } })
    await enqueue(one, text(), ...Array.from({ length: 8 }, (_, n) => mail({ kind: 'passwordSet', to: `user${n}@example.org` })))
    await one.deliver()
    expect(local.taken.map((m) => m.to)).toEqual(Array.from({ length: 8 }, (_, n) => `user${n}@example.org`))
    expect(local.most).toBe(1)
  })
  const deafSms = () => Object.assign(new Far(), { behave: deaf })

  test('the list tells what became of messages, and nothing that they say', async () => {
    email.behave = refuse('down')
    sms.behave = refuse('no such number', { permanent: true })
    const one = messenger()
    await enqueue(one, mail(), text())
    await one.drain()
    email.behave = async () => undefined
    await enqueue(one, mail({ kind: 'passwordSet', accountId: null }))
    await one.drain()
    const list = await listMessages({ db }, { limit: 10 })
    expect(list).toMatchObject([
      {
        kind: 'passwordSet',
        recipient: 'c***@example.org',
        state: 'sent',
        tries: 1,
        last_error: null,
        account_id: null,
        next_try_at: null,
      },
      {
        kind: 'phoneChange',
        recipient: '+33***78',
        state: 'failed',
        last_error: 'no such number',
        failed_at: new Date(clock.now()).toISOString(),
      },
      {
        kind: 'emailChange',
        recipient: 'c***@example.org',
        state: 'waiting',
        last_error: 'down',
        next_try_at: new Date(clock.now() + 2_000).toISOString(),
      },
    ])
    expect(JSON.stringify(list)).not.toMatch(/sealed|v1\.|0042|carol@/)
    expect((await listMessages({ db }, { limit: 1 })).map((m) => m.kind)).toEqual(['passwordSet'])
  })
})
