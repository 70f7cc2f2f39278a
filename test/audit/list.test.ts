import { auditStamp } from '../../src/services/audit/stamp.js'
import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { ok, told, useAuditLog } from '../support/audit.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

describeApp('the audit log', () => {
  const { app, alice, list } = useAuditLog()

  test('tells what one administrator did, one action, and one time', async () => {
    const carol = await app.make.admin()
    app.clock.advance(3600)
    const since = new Date(app.clock.time).toISOString()
    const bob = await app.make.user()
    ok(await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: carol }))
    app.clock.advance(3600)
    const until = new Date(app.clock.time).toISOString()
    ok(await app.api.post(`/api/accounts/${bob.id}/activate`, undefined, { as: carol }))

    expect(told((await list({ actor: String(carol.id) })).data)).toEqual([
      ['activateAccount', 'admin', carol.id],
      ['deactivateAccount', 'admin', carol.id],
      ['useApiKey', 'admin', carol.id],
    ])
    expect((await list({ actor: `${carol.username}@${carol.domain}`, action: 'activateAccount' })).data).toHaveLength(1)
    expect((await list({ actor: 'nobody.here@sip.example.org' })).data).toEqual([])
    expect(told((await list({ since, until })).data)).toEqual([
      ['deactivateAccount', 'admin', carol.id],
      ['useApiKey', 'admin', carol.id],
      ['createAccount', 'operator', null],
    ])
    expect((await list({ since: '0000-01-01T00:00:00Z', until: '1969-12-31T00:00:00Z' })).data).toEqual([])
  })

  test('is walked by cursor, the newest first, without repetition', async () => {
    for (let i = 0; i < 20; i++) await app.make.user()
    const walked: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list({ per_page: '7', cursor })
      expect(page.per_page).toBe(7)
      walked.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor
    }
    const all = await app.deps.db.prisma.auditEntry.findMany({ select: { id: true }, orderBy: { id: 'desc' } })
    expect(walked).toEqual(all.map(({ id }) => id))
    expect(walked.length).toBeGreaterThan(20)
  })

  test('is walked by cursor within a time, also through many entries of one moment and of a clock that was set back', async () => {
    const at = (second: number) => new Date(Date.UTC(2001, 0, 1, 0, 0, second))
    const moments = [5, 5, 5, 5, 5, 9, 9, 2, 2, 2, 5, 5, 7]
    await app.deps.db.prisma.auditEntry.createMany({
      data: moments.map((second) => ({
        createdAt: at(second),
        actorKind: 'system',
        action: 'deleteAccount',
        account: 'long.ago@sip.example.org',
      })),
    })
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { account: 'long.ago@sip.example.org' } })
    const expected = entries
      .filter(({ createdAt }) => createdAt >= at(2) && createdAt < at(9))
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
      .map(({ id }) => id)
    const walked: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof list>> = await list({
        since: at(2).toISOString(),
        until: at(9).toISOString(),
        per_page: '3',
        cursor,
      })
      walked.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor
    }
    expect(walked).toEqual(expected)
    expect(walked).toHaveLength(11)
  })

  test.each([
    ['account', 'no address'],
    ['actor', 'not@an@address'],
    ['action', 'hack'],
    ['since', 'yesterday'],
    ['until', '2026-12-31T23:59:60Z'],
    ['cursor', 'YTI'],
    ['per_page', '101'],
  ])('refuses %s=%s', async (name, value) => {
    const { status, body } = await app.api.get(`/api/audit?${new URLSearchParams({ [name]: value })}`, { as: alice })
    expect(status).toBe(422)
    expect(Object.keys(body.errors)).toEqual([name])
  })

  test('refuses to be changed, and to be cut before its time, whoever asks', async () => {
    const { prisma } = app.deps.db
    const count = await prisma.auditEntry.count()
    await expect(prisma.$executeRaw`update audit_log set action = 'nothing'`).rejects.toThrow('append-only')
    await expect(prisma.$executeRaw`delete from audit_log`).rejects.toThrow('append-only')
    await expect(prisma.auditEntry.deleteMany({ where: { accountId: alice.id } })).rejects.toThrow('append-only')
    if (app.deps.db.provider === 'sqlite') {
      const { id } = await prisma.auditEntry.findFirstOrThrow()
      const values = `(id, created_at, expires_at, actor_kind, action) values (${id}, '2000-01-01', '2000-01-01', 'system', 'x')`
      for (const insert of ['insert or replace', 'replace', 'insert or ignore', 'insert'])
        await expect(prisma.$executeRawUnsafe(`${insert} into audit_log ${values}`)).rejects.toThrow('append-only')
      const upsert = `insert into audit_log ${values} on conflict (id) do update set action = 'x'`
      await expect(prisma.$executeRawUnsafe(upsert)).rejects.toThrow('append-only')
      await expect(prisma.$executeRawUnsafe(`update or replace audit_log set id = ${id} where id <> ${id}`)).rejects.toThrow('append-only')
      // what an insert without an id is told apart by: with such an entry every other would be refused
      for (const wrong of [-1, 0])
        await expect(prisma.$executeRawUnsafe(`insert into audit_log ${values.replace(`(${id},`, `(${wrong},`)}`)).rejects.toThrow(
          'append-only',
        )
    }
    if (app.deps.db.provider === 'postgresql') await expect(prisma.$executeRaw`truncate audit_log`).rejects.toThrow('append-only')
    expect(await prisma.auditEntry.count()).toBe(count)
  })

  describe('keeps entries for AUDIT_DAYS', () => {
    const DAY = 86_400_000
    /** An entry made so many days ago, by a service that keeps them for `auditDays`. */
    async function entryOf(daysAgo: number, auditDays: number): Promise<number> {
      const past = {
        ...app.deps,
        config: { ...app.config, auditDays },
        clock: { ...app.deps.clock, now: () => Date.now() - daysAgo * DAY },
      }
      const { actor, address, ...times } = auditStamp(past, CLIENT)
      const who = { actorKind: actor.kind, actorId: actor.id, actorAddress: address }
      return (await app.deps.db.prisma.auditEntry.create({ data: { ...times, ...who, action: 'createAccount' } })).id
    }
    const exists = async (id: number) => (await app.deps.db.prisma.auditEntry.count({ where: { id } })) === 1

    test('and clear-expired removes those alone that have expired', async () => {
      const [old, young, forEver] = [await entryOf(31, 30), await entryOf(29, 30), await entryOf(10_000, 0)]
      expect((await clearExpired(app.deps)).audit_entries).toBe(1)
      expect([await exists(old), await exists(young), await exists(forEver)]).toEqual([false, true, true])
    })

    test('also when the clock of this machine is years ahead of the database', async () => {
      const young = await entryOf(0, 30)
      expect((await clearExpired({ ...app.deps, clock: { ...app.deps.clock, now: () => Date.now() + 2000 * DAY } })).audit_entries).toBe(0)
      expect(await exists(young)).toBe(true)
    })
  })
})
