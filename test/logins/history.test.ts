// each database is written to by several processes at once
import { pino } from 'pino'
import { callerWith } from '../../src/caller.js'
import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { createLoginHistory, type LoginHistory } from '../../src/services/logins/history.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

describeApp('the history of log-ins', () => {
  const app = useApp()
  const rows = (accountId: number) => app.deps.db.prisma.login.findMany({ where: { accountId }, orderBy: { id: 'asc' } })
  const from = (ip: string) => callerWith(CLIENT, { ip })
  const another = (more = {}): LoginHistory => createLoginHistory({ ...app.deps, ...more })

  test('adds up what came to the same from one address, and keeps the first time and the last', async () => {
    const { id } = await app.make.user()
    const history = another()
    history.note(id, 'panel', 'wrong', callerWith(from('192.0.2.1'), { userAgent: 'first' }))
    const first = new Date(app.clock.now())
    app.clock.advance(5)
    history.note(id, 'panel', 'wrong', callerWith(from('192.0.2.1'), { userAgent: 'second' }))
    await history.flush()
    app.clock.advance(5)
    history.note(id, 'panel', 'wrong', callerWith(from('192.0.2.1'), { userAgent: 'third' }))
    history.note(id, 'digest', 'wrong', from('192.0.2.1'))
    history.note(id, 'digest', 'other_algorithm', from('192.0.2.1'), { asked: 'MD5' })
    history.note(id, 'digest', 'limited', from('192.0.2.1'), { retryAfter: 30 })
    history.note(id, 'digest', 'stale', from('192.0.2.1'))
    await history.flush()
    const now = new Date(app.clock.now())
    expect(await rows(id)).toMatchObject([
      { scheme: 'panel', result: 'wrong', address: '192.0.2.1', times: 3, firstAt: first, lastAt: now, userAgent: 'third', until: null },
      { scheme: 'digest', result: 'limited', times: 1, until: new Date(now.getTime() + 30_000) },
      { scheme: 'digest', result: 'other_algorithm', asked: 'MD5', until: null },
      { scheme: 'digest', result: 'wrong' },
    ])
  })

  test('notes a good log-in once a minute, and an IPv6 address by the network of its customer', async () => {
    const { id } = await app.make.user()
    const history = another()
    for (let i = 0; i < 5; i++) history.note(id, 'digest', 'ok', from('2001:db8:1:2::7'))
    history.note(id, 'panel', 'ok', from('2001:db8:1:2::7'))
    app.clock.advance(61)
    history.note(id, 'digest', 'ok', from('2001:db8:1:2::7'))
    await history.flush()
    expect(await rows(id)).toMatchObject([
      { scheme: 'digest', address: '2001:db8:1:2::/64', times: 2 },
      { scheme: 'panel', address: '2001:db8:1:2::/64', times: 1 },
    ])
  })

  test('counts right where several processes write the same at once', async () => {
    const people = [await app.make.user(), await app.make.user(), await app.make.user()]
    const processes = Array.from({ length: 4 }, () => another())
    for (let round = 0; round < 5; round++) {
      for (const [i, one] of processes.entries())
        for (const { id } of i % 2 === 0 ? people : people.toReversed()) one.note(id, 'digest', 'wrong', from('192.0.2.1'))
      await Promise.all(processes.map((one) => one.flush()))
    }
    for (const { id } of people) expect(await rows(id)).toMatchObject([{ times: 20 }])
  })

  test('keeps the newest fifty refusals of an account and the newest fifty others, whoever guesses from wherever', async () => {
    const [bob, other] = [await app.make.user(), await app.make.user()]
    const history = another()
    history.note(bob.id, 'digest', 'ok', from('198.51.100.1'))
    history.note(other.id, 'digest', 'wrong', from('198.51.100.1'))
    for (let i = 0; i < 700; i++) {
      app.clock.advance(1)
      history.note(bob.id, 'panel', 'wrong', from(`10.0.${Math.floor(i / 250)}.${i % 250}`))
    }
    await history.flush()
    const kept = await rows(bob.id)
    expect(kept.filter(({ result }) => result === 'ok')).toHaveLength(1)
    expect(kept.filter(({ result }) => result !== 'ok').map(({ address }) => address)).toEqual(
      Array.from({ length: 50 }, (_, i) => `10.0.2.${i + 150}`),
    )
    expect(await rows(other.id)).toHaveLength(1)
  })

  test('drops what it has no room for, and says so, in place of growing', async () => {
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
    const { id } = await app.make.user()
    // nothing is written before all are noted: no turn of the event loop lies between
    const history = another({ log })
    for (let i = 0; i < 2_700; i++) history.note(id, 'panel', 'wrong', from(`10.1.${Math.floor(i / 250)}.${i % 250}`))
    await history.flush()
    expect(await rows(id)).toHaveLength(50)
    expect(lines.join('')).toContain('"event":"logins_lost"')
  })

  test('forgets an account with it, also one that is deleted while its log-ins wait', async () => {
    const [bob, carol] = [await app.make.user(), await app.make.user()]
    const history = another()
    history.note(bob.id, 'panel', 'ok', CLIENT)
    history.note(carol.id, 'panel', 'ok', CLIENT)
    await app.deps.db.prisma.account.delete({ where: { id: bob.id } })
    await history.flush()
    expect([await rows(bob.id), (await rows(carol.id)).length]).toEqual([[], 1])
    await app.deps.db.prisma.account.delete({ where: { id: carol.id } })
    expect(await rows(carol.id)).toEqual([])
  })

  test('is kept for LOGIN_HISTORY_DAYS, and with 0 not at all', async () => {
    const { id } = await app.make.user()
    const history = another()
    history.note(id, 'panel', 'ok', from('192.0.2.1'))
    await history.flush()
    app.clock.advance(20 * 86_400)
    history.note(id, 'panel', 'ok', from('192.0.2.2'))
    await history.flush()
    app.clock.advance(10 * 86_400 + 1)
    expect((await clearExpired(app.deps)).logins).toBeGreaterThan(0)
    expect(await rows(id)).toMatchObject([{ address: '192.0.2.2' }])
    const none = { ...app.deps, config: { ...app.deps.config, loginHistoryDays: 0 } }
    const off = createLoginHistory(none)
    off.note(id, 'panel', 'ok', from('192.0.2.3'))
    await off.flush()
    await clearExpired(none)
    expect(await rows(id)).toEqual([])
  })

  test('goes on when the database fails, which no log-in notices', async () => {
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
    const { id } = await app.make.user()
    let down = true
    const query: typeof app.deps.db.query = (statement) => (down ? Promise.reject(new Error('away')) : app.deps.db.query(statement))
    const history = another({ log, db: { ...app.deps.db, query } })
    history.note(id, 'panel', 'wrong', from('192.0.2.1'))
    await history.flush()
    down = false
    history.note(id, 'panel', 'wrong', from('192.0.2.1'))
    await history.flush()
    expect(await rows(id)).toMatchObject([{ times: 1 }])
    expect(lines.join('')).toContain('"lost":1')
  })
})
