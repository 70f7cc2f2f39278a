// runs once: it opens the databases that it needs itself
import { DeliveryError } from '../../src/delivery/messages.js'
import { describeDatabases } from '../support/database.js'
import { ended, Far, gate, refuse, until, useMessengers } from '../support/messenger.js'

describeDatabases('the messenger on %s', (provider) => {
  const { clock, email, sms, open, messenger, mail, text, enqueue, rows, row } = useMessengers(provider)

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
      await drained
      expect(email.taken.length).toBe(1)
      expect(await row()).toMatchObject({ ...ended, tries: 1 })
    })
  })
})
