// runs once: it opens the databases that it needs itself
import { describeDatabases } from '../support/database.js'
import { CODE, ended, refuse, useMessengers } from '../support/messenger.js'

describeDatabases('the messenger on %s', (provider) => {
  const { db, clock, email, sms, messenger, mail, text, enqueue, rows, row } = useMessengers(provider)

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
})
