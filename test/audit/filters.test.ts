import type { AuditQuery, AuditRecord } from '../../src/services/audit/list.js'
import { useAuditLog } from '../support/audit.js'
import { describeApp } from '../support/database.js'

const at = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, n))
/** Each filter alone, and what it keeps. */
const FILTERS: [query: Partial<AuditQuery>, keeps: (entry: AuditRecord) => boolean][] = [
  [{ account: '901' }, ({ accountId }) => accountId === 901],
  [{ account: 'user.902@sip.example.org' }, ({ account }) => account === 'user.902@sip.example.org'],
  [{ actor: '801' }, ({ actorId }) => actorId === 801],
  [{ action: 'createAccount' }, ({ action }) => action === 'createAccount'],
  [{ since: at(3).toISOString() }, ({ createdAt }) => createdAt >= at(3)],
  [{ until: at(8).toISOString() }, ({ createdAt }) => createdAt < at(8)],
]
const byId = (a: AuditRecord, b: AuditRecord) => b.id - a.id
const byTime = (a: AuditRecord, b: AuditRecord) => b.createdAt.getTime() - a.createdAt.getTime() || byId(a, b)

describeApp('the filters of the audit log', () => {
  const { app, list } = useAuditLog()

  test('take the last time that there is for what it is', async () => {
    const [newest] = (await list({})).data
    expect((await list({ until: '9999-12-31T23:59:59-01:00' })).data[0]).toEqual(newest)
    const cursor = Buffer.from('t999999999999999.1').toString('base64url')
    expect((await list({ until: '9999-12-31T23:59:59Z', cursor })).data[0]).toEqual(newest)
  })

  test('hold together, whichever are given, and are walked without repetition', async () => {
    const { prisma } = app.deps.db
    // 3 accounts, 2 actors, 2 actions at 10 times, which are in no order of the ids
    await prisma.auditEntry.createMany({
      data: Array.from({ length: 120 }, (_, n) => ({
        createdAt: at((n * 7) % 10),
        actorKind: 'admin',
        actorId: 801 + (n % 2),
        action: n % 4 < 3 ? 'createAccount' : 'updateAccount',
        accountId: 901 + (n % 3),
        account: `user.${901 + (n % 3)}@sip.example.org`,
      })),
    })
    await list({}) // the first use of a key is noted
    const all = await prisma.auditEntry.findMany()
    for (let chosen = 0; chosen < 2 ** FILTERS.length; chosen++) {
      const given = FILTERS.filter((_, i) => chosen & (1 << i))
      const query: Record<string, string> = Object.assign({}, ...given.map(([filter]) => filter))
      if (given.filter(([filter]) => filter.account).length > 1) continue
      const isOfAccount = query.account !== undefined
      const inTime = query.since ?? query.until ?? (isOfAccount ? undefined : (query.actor ?? query.action))
      const expected = all.filter((entry) => given.every(([, keeps]) => keeps(entry))).sort(inTime === undefined ? byId : byTime)
      const walked: number[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: Awaited<ReturnType<typeof list>> = await list({ ...query, per_page: '25', cursor })
        walked.push(...page.data.map(({ id }) => id))
        cursor = page.next_cursor
      }
      expect({ query, walked }).toEqual({ query, walked: expected.map(({ id }) => id) })
    }
  })
})
