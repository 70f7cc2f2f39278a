// runs once: it opens the databases that it needs itself
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pino } from 'pino'
import { deriveKeys } from '../../src/auth/keys.js'
import { createMessenger } from '../../src/services/messages/messenger.js'
import { describeDatabases, useOpened } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { startSmtp } from '../support/smtp.js'
import { useCertificate } from '../support/tls.js'
import { useForAll } from '../support/use.js'

/** How often the process is killed, on each database: KILLS=50 for the long run. */
const KILLS = Number(process.env.KILLS ?? 4)
/** Messages for each kill, and some for the process that lives. */
const MESSAGES = KILLS * 4 + 10
const IN_HAND = 5
const LEASE_MS = 60_000

/** When, in the course of a mail, the process is killed. */
const MOMENTS = ['at the recipient', 'with the mail at the server', 'right after the server has taken it'] as const

describeDatabases('a process that is killed while it sends, on %s', (provider) => {
  const database = useDatabase(provider)
  const db = useOpened(database)
  /** called at each moment of each mail */
  let reached: (moment: (typeof MOMENTS)[number]) => void = () => undefined

  const certificate = useCertificate()
  const smtp = useForAll(
    () =>
      startSmtp({
        certificate,
        onRecipient: () => void reached(MOMENTS[0]),
        onMessage() {
          reached(MOMENTS[1])
          setImmediate(() => reached(MOMENTS[2]))
        },
      }),
    (one) => one.close(),
  )
  const sending = useForAll(
    () => ({ child: undefined as ChildProcess | undefined }),
    ({ child }) => child?.kill('SIGKILL'),
  )

  function start(ahead: number): ChildProcess {
    const program = join(import.meta.dirname, '..', 'support', 'messengerProcess.mjs')
    const child = spawn(process.execPath, [program, database.url, `smtp://127.0.0.1:${smtp.port}`, String(ahead)], {
      stdio: 'inherit',
    })
    sending.child = child
    return child
  }

  /** Resolves once the process is dead, killed at this moment of its nth mail. */
  function killed(process: ChildProcess, moment: (typeof MOMENTS)[number], nth: number): Promise<void> {
    let count = 0
    reached = (now) => {
      if (now === moment && ++count === nth) process.kill('SIGKILL')
    }
    return new Promise((resolve, reject) => {
      process.on('exit', (code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(`it ended by itself: ${code}`))))
    })
  }

  test(
    `${KILLS} times: no mail is lost, and only what was under way is sent again`,
    async () => {
      const { enqueue } = createMessenger({
        db,
        key: deriveKeys('a secret for tests alone').messages,
        senders: { email: unused, sms: unused },
        log: pino({ level: 'silent' }),
        now: Date.now,
      })
      await db.prisma.$transaction(async (tx) => {
        for (let n = 0; n < MESSAGES; n++) {
          await enqueue(tx, {
            accountId: null,
            channel: 'email',
            kind: 'passwordSet',
            to: `user${n}@example.org`,
            language: 'en',
            expiresAt: new Date(Date.now() + 86_400_000),
            data: { username: `user.${n}`, domain: 'sip.example.org' },
          })
        }
      })
      for (let n = 0; n < KILLS; n++) await killed(start(n * (LEASE_MS + 1_000)), MOMENTS[n % MOMENTS.length]!, 1 + (n % 3))
      reached = () => undefined
      expect(await left()).toBeGreaterThan(0)
      start(KILLS * (LEASE_MS + 1_000))
      await until(async () => (await left()) === 0)
      const copies = new Map<string, number>()
      for (const { envelopeTo } of smtp.received) copies.set(envelopeTo[0]!, (copies.get(envelopeTo[0]!) ?? 0) + 1)
      expect([...copies.keys()].length).toBe(MESSAGES)
      const again = smtp.received.length - MESSAGES
      if (process.env.KILLS) process.stdout.write(`${provider}: ${KILLS} kills, ${MESSAGES} mails, ${again} of them twice\n`)
      expect(again).toBeLessThanOrEqual(KILLS * IN_HAND)
      expect(await db.prisma.message.count({ where: { sentAt: { not: null }, sealed: null, failedAt: null } })).toBe(MESSAGES)
      // a repetition can be told by its Message-ID
      expect(new Set(smtp.received.map(({ parsed }) => parsed.messageId)).size).toBe(MESSAGES)
    },
    20_000 + KILLS * 10_000,
  )

  const unused = { local: false, send: () => Promise.reject(new Error('not here')) }
  const left = (): Promise<number> => db.prisma.message.count({ where: { sentAt: null } })

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50))
  }
})
