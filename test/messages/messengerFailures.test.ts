// runs once: it opens the databases that it needs itself
import type { Database } from '../../src/db/client.js'
import { describeDatabases } from '../support/database.js'
import { deaf, ended, Far, gate, until, useMessengers } from '../support/messenger.js'

describeDatabases('the messenger on %s', (provider) => {
  const { db, clock, email, sms, messenger, mail, text, enqueue, row } = useMessengers(provider)

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
})
