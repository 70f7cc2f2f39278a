// runs once: it opens the databases that it needs itself
import { deriveKeys } from '../../src/auth/keys.js'
import { listMessages } from '../../src/services/messages/list.js'
import { describeDatabases } from '../support/database.js'
import { CODE, deaf, ended, Far, gate, refuse, until, useMessengers } from '../support/messenger.js'

describeDatabases('the messenger on %s', (provider) => {
  const { db, clock, email, sms, carol, messenger, mail, text, enqueue, rows, row } = useMessengers(provider)

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
    expect(sms.taken).toMatchObject([
      { to: '+33612345678', text: 'Your sip.example.org validation code is 0042. The code is available for 10 minutes' },
    ])
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

  test('a code goes before what tells of a change, however much of that is due', async () => {
    const one = messenger()
    for (let n = 0; n < 30; n++) await enqueue(one, mail({ kind: 'passwordSet', to: `${n}@example.org`, accountId: null }))
    await enqueue(one, mail())
    expect(await one.drain()).toBe(31)
    expect(email.taken.findIndex(({ to }) => to === 'carol@example.org')).toBeLessThan(6) // of those first in hand
  })

  test('a code finds a place while all that tells of a change hangs', async () => {
    email.behave = (message) => (message.to === 'carol@example.org' ? Promise.resolve() : new Promise(() => undefined))
    const one = messenger()
    for (let n = 0; n < 12; n++) await enqueue(one, mail({ kind: 'passwordSet', to: `${n}@example.org`, accountId: null }))
    void one.deliver()
    await until(() => email.now === 5)
    await enqueue(one, mail())
    void one.deliver()
    await until(() => email.taken.length === 1)
    expect(email.taken[0]!.to).toBe('carol@example.org')
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
    await db.prisma.account.delete({ where: { id: carol.id } })
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
    await db.prisma.account.delete({ where: { id: carol.id } })
    expect(await drained).toBe(0)
  })

  test('a message that another SECRET sealed is given up', async () => {
    await enqueue(messenger({ key: deriveKeys('another secret').messages }), mail())
    expect(await messenger().drain()).toBe(0)
    expect(await row()).toMatchObject({ ...ended, lastError: 'cannot be read with this SECRET' })
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
