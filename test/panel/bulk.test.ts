import { claimed } from '../../src/jobs/job.js'
import { createJobs } from '../../src/jobs/jobs.js'
import { deactivateAccount } from '../../src/services/accounts/change/state.js'
import { bulkJob } from '../../src/services/bulk/run/bulkJob.js'
import { useApp } from '../support/app.js'
import { bulkDesk, type Desk, plain, rowsOf } from '../support/bulk.js'
import { databaseUnderTest, describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { manyAccounts } from '../support/manyAccounts.js'
import { until } from '../support/messenger.js'
import { PanelClient } from '../support/panel.js'

describeApp('bulk work in the panel', () => {
  const app = useApp()
  let desk: Desk
  beforeEach(async () => {
    desk = await bulkDesk(app)
  })
  const stored = (id: number) => app.deps.db.prisma.account.findUnique({ where: { id } })
  const people = (count: number): Promise<Person[]> => Promise.all(Array.from({ length: count }, () => app.make.user()))
  const ids = (all: readonly Person[]) => all.map(({ id }) => id)
  const results = async (path: string) => rowsOf(await desk.browser.get(`${path}?show=all`)).map((row) => row.at(-1))
  const entries = (accountId: number, action: string) => app.deps.db.prisma.auditEntry.count({ where: { accountId, action } })
  const logsIn = async (person: Person): Promise<boolean> => (await new PanelClient(app).logIn(person)).status === 303

  test('shows what it will do, and whom it leaves out and why, before it does anything', async () => {
    const [bob, off] = await people(2)
    await deactivateAccount(app.deps, off!.id, CLIENT)
    const path = await desk.draft('deactivate', [bob!.id, off!.id, desk.alice.id])
    const page = await desk.browser.get(path)
    expect(plain(page.text)).toContain('To be deactivated: 1')
    expect([...page.text.matchAll(/<li>([^<]+: \d+)<\/li>/g)].map(([, text]) => text)).toEqual([
      'nothing to change: 1',
      'your own account: 1',
    ])
    expect(rowsOf(page)).toEqual([[`${bob!.username}@${bob!.domain}`]])
    expect((await stored(bob!.id))!.activated).toBe(true)
    const done = await desk.run(path)
    expect(plain(done.text)).toContain('3 of 3 (1 done, 2 left out)')
    expect(await results(path)).toEqual(['Done', 'Left out: nothing to change', 'Left out: your own account'].sort())
    expect([(await stored(bob!.id))!.activated, (await stored(desk.alice.id))!.activated]).toEqual([false, true])
    expect([await entries(bob!.id, 'deactivateAccount'), await entries(off!.id, 'deactivateAccount')]).toEqual([1, 1])
    const entry = await app.deps.db.prisma.auditEntry.findFirst({ where: { accountId: bob!.id, action: 'deactivateAccount' } })
    expect(entry).toMatchObject({ actorKind: 'admin', actorId: desk.alice.id, requestId: expect.any(String), actorAddress: '127.0.0.1' })
  })

  test.each([
    ['deactivate', 'deactivateAccount', 'activateAccount'],
    ['block', 'blockAccount', 'unblockAccount'],
  ])('takes %s back, as far as nothing has changed since', async (action, did, undid) => {
    const [bob, again, deleted] = await people(3)
    const carol = await app.make.unconfirmed()
    const path = await desk.draft(action, ids([bob!, again!, deleted!, carol]))
    await desk.run(path)
    expect(await logsIn(bob!)).toBe(false)
    app.clock.advance(5)
    await desk.run(await desk.draft(action === 'block' ? 'unblock' : 'activate', [again!.id]))
    await desk.run(await desk.draft(action, [again!.id]))
    await app.deps.db.prisma.account.delete({ where: { id: deleted!.id } })
    await desk.browser.get(path)
    const undo = (await desk.browser.post(`${path}/undo`)).header('location')!
    const page = await desk.browser.get(undo)
    expect(page.text).toContain(`href="${path}"`)
    await desk.run(undo)
    expect([await logsIn(bob!), await logsIn(again!)]).toEqual([true, false])
    expect([await entries(bob!.id, did), await entries(bob!.id, undid)]).toEqual([1, 1])
    // who had not been activated is not activated by it
    expect(await stored(carol.id)).toMatchObject({ activated: false, blocked: false })
    await desk.browser.get(undo)
    expect((await desk.browser.post(`${undo}/undo`)).status).toBe(404)
  })

  // SQLite has one writer
  const testRows = databaseUnderTest === 'postgresql' ? test : () => undefined
  testRows('takes back nothing that changes in the moment before', async () => {
    const { prisma } = app.deps.db
    const [bob] = await people(1)
    const path = await desk.draft('deactivate', ids([bob!]))
    await desk.run(path)
    await desk.browser.get(path)
    const undo = (await desk.browser.post(`${path}/undo`)).header('location')!
    await desk.begin(undo)
    // somebody else deactivates the account anew, and is not done when its turn comes
    const drained = await prisma.$transaction(async (tx) => {
      await tx.account.update({ where: { id: bob!.id }, data: { deactivatedAt: new Date(app.clock.now() + 5_000) } })
      const drained = app.deps.bulk.drain()
      await until(async () => (await waiting()) > 0)
      return { drained }
    })
    expect(await drained.drained).toBe(1)
    expect([await results(undo), (await stored(bob!.id))!.activated]).toEqual([['Left out: changed in the meantime'], false])

    /** Statements of this test that wait for the row. */
    async function waiting(): Promise<number> {
      const rows = await prisma.$queryRaw<{ n: bigint }[]>`select count(*) as n from pg_stat_activity
        where wait_event_type = 'Lock' and query like '%' || current_schema() || '%accounts%'`
      return Number(rows[0]!.n)
    }
  })

  test('is for the accounts that the search found when it was shown', async () => {
    const prefix = `found.${Date.now()}`
    const found = await Promise.all([1, 2].map((i) => app.make.user({ username: `${prefix}.${i}` })))
    const other = await app.make.user()
    const path = await desk.draft('block', [other.id], { which: 'all', search: prefix })
    const late = await app.make.user({ username: `${prefix}.3` })
    await desk.run(path)
    const blocked = await Promise.all([...found, other, late].map(async ({ id }) => (await stored(id))!.blocked))
    expect(blocked).toEqual([true, true, false, false])
  })

  test('deletes accounts for who types how many', async () => {
    const [one, two] = await people(2)
    const path = await desk.draft('delete', [one!.id, two!.id, desk.alice.id])
    for (const count of ['', '3', '22']) expect((await desk.begin(path, { count })).status).toBe(422)
    expect(await stored(one!.id)).not.toBeNull()
    const page = await desk.run(path, { count: '2' })
    expect([await stored(one!.id), await stored(two!.id), (await stored(desk.alice.id))!.id]).toEqual([null, null, desk.alice.id])
    expect(rowsOf(page).map(([account]) => account)).toContain(`${one!.username}@${one!.domain}`)
    expect(page.text).not.toContain(`href="/accounts/${one!.id}"`)
    expect(await entries(two!.id, 'deleteAccount')).toBe(1)
    expect(page.text).not.toContain(`${path}/undo`)
  })

  test('gives accounts a type, or puts them into a contacts list, of their domain', async () => {
    const [bob, has] = await people(2)
    const away = await app.make.user({ domain: 'other.example.org' })
    const type = (await app.api.post('/api/account_types', { key: `desk-${bob!.id}` }, { as: desk.alice })).body.id
    const list = (await app.api.post('/api/contacts_lists', { title: `List ${bob!.id}`, description: '' }, { as: desk.alice })).body.id
    await app.api.post(`/api/accounts/${has!.id}/types/${type}`, undefined, { as: desk.alice })
    await app.api.post(`/api/contacts_lists/${list}/contacts/${has!.id}`, undefined, { as: desk.alice })
    for (const [action, target] of [
      ['addType', type],
      ['addToList', list],
    ] as const) {
      const path = await desk.draft(action, ids([bob!, has!, away]))
      expect((await desk.browser.get(path)).text).toContain(`action="${path}/target"`)
      expect((await desk.browser.post(`${path}/begin`)).status).toBe(404)
      expect((await desk.browser.post(`${path}/target`, { target: '999999999' })).status).toBe(422)
      expect((await desk.browser.post(`${path}/target`, { target: String(target) })).header('location')).toBe(path)
      await desk.run(path)
      expect(await results(path)).toEqual(['Done', 'Left out: nothing to change', 'Left out: belongs to another domain'])
    }
    const { prisma } = app.deps.db
    expect(await prisma.typeOfAccount.count({ where: { typeId: type } })).toBe(2)
    expect(await prisma.contactsListMember.count({ where: { listId: list } })).toBe(2)
    expect([await entries(bob!.id, 'updateAccount'), await entries(bob!.id, 'addContactToList')]).toEqual([1, 1])
  })

  test('refuses an account that cannot be, and goes on with the others', async () => {
    const owner = await app.make.user({ phone: '+33612888801' })
    const named = await app.make.unconfirmed({ username: '33612888801x' })
    await app.deps.db.prisma.account.update({ where: { id: named.id }, data: { username: '+33612888801', selfMade: true } })
    const carol = await app.make.unconfirmed()
    const path = await desk.draft('activate', [named.id, carol.id])
    await desk.run(path)
    expect(await results(path)).toEqual(['Not possible: another account has the phone number', 'Done'])
    expect([(await stored(named.id))!.activated, (await stored(carol.id))!.activated]).toEqual([false, true])
    expect(plain((await desk.browser.get(path)).text)).toContain('Not possible (1)')
    expect(owner.id).toBeGreaterThan(0)
  })

  test('goes on where a process has died, and does no account twice, whoever is at it', async () => {
    const many = await people(30)
    const path = await desk.draft('deactivate', ids(many))
    await desk.begin(path)
    const id = Number(path.split('/').at(-1))
    const { prisma } = app.deps.db
    // a process has claimed it, done some and died
    const row = await prisma.bulkWork.findUniqueOrThrow({ where: { id } })
    await prisma.bulkWork.update({ where: { id }, data: claimed(row, new Date(app.clock.now() + 60_000)) })
    expect(await app.deps.bulk.drain()).toBe(0)
    expect(plain((await desk.browser.get(path)).text)).toContain('0 of 30')
    app.clock.advance(61)
    await Promise.all(many.slice(0, 10).map((bob) => deactivateAccount(app.deps, bob.id, CLIENT)))
    await prisma.bulkItem.updateMany({ where: { workId: id, accountId: { in: ids(many.slice(0, 10)) } }, data: { outcome: 'done' } })
    // two that take it for theirs at once
    const other = bulkJob(app.deps)
    const held = { ...row, tries: row.tries + 1 }
    await Promise.all([app.deps.bulk.drain(), other.run(held, new AbortController().signal)])
    expect(await prisma.bulkItem.groupBy({ by: ['outcome'], where: { workId: id }, _count: true })).toEqual([
      { outcome: 'done', _count: 30 },
    ])
    for (const { id: account } of many) expect([account, await entries(account, 'deactivateAccount')]).toEqual([account, 1])
    expect((await prisma.bulkWork.findUniqueOrThrow({ where: { id } })).state).toBe('done')
  })

  test('is tried again after a fault of the service, which keeps the others from being done for some tries alone', async () => {
    const [poison, ...others] = await people(3)
    const path = await desk.draft('block', ids([poison!, ...others]))
    await desk.begin(path)
    const { outbound } = app.deps
    const enqueue = async (_: unknown, id: number) => {
      if (id === poison!.id) throw new Error('a fault of the service')
    }
    const deps = { ...app.deps, outbound: { ...outbound, b2bua: { ...outbound.b2bua, enqueue } } }
    const broken = createJobs(bulkJob(deps), { log: app.deps.log, now: app.clock.now })
    const drained: number[] = []
    for (let i = 0; i < 4; i++) {
      drained.push(await broken.drain())
      app.clock.advance(60)
    }
    expect(drained).toEqual([0, 0, 0, 1])
    expect(await results(path)).toEqual(['Not possible: an error in the service: see its log', 'Done', 'Done'])
    expect((await stored(poison!.id))!.blocked).toBe(false)
    for (const { id } of others) expect(await entries(id, 'blockAccount')).toBe(1)
  })

  test('stops when somebody says so, and when who began it may not do so any more', async () => {
    const many = await people(4)
    const path = await desk.draft('block', ids(many))
    await desk.begin(path)
    const running = await desk.browser.get(path)
    expect([running.header('refresh'), running.text.includes(`${path}/cancel`)]).toEqual(['3', true])
    const other = await bulkDesk(app)
    await other.browser.get(path)
    expect((await other.browser.post(`${path}/cancel`)).status).toBe(303)
    await app.deps.bulk.drain()
    expect(await results(path)).toEqual(['Waiting', 'Waiting', 'Waiting', 'Waiting'])
    const next = await desk.draft('block', ids(many))
    await desk.begin(next)
    await app.deps.db.prisma.account.update({ where: { id: desk.alice.id }, data: { admin: false } })
    await app.deps.bulk.drain()
    const page = await other.browser.get(next)
    expect(plain(page.text)).toContain('is no longer allowed to do this')
    expect((await stored(many[0]!.id))!.blocked).toBe(false)
  })

  test('begins once, and at most five at a time', async () => {
    const [bob] = await people(1)
    const path = await desk.draft('block', [bob!.id])
    await desk.browser.get(path)
    const answers = await Promise.all([1, 2, 3].map(() => desk.browser.post(`${path}/begin`)))
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).not.toHaveLength(0)
    expect(await app.deps.db.prisma.bulkWork.count({ where: { actorId: desk.alice.id, state: 'running' } })).toBe(1)
    expect((await desk.begin(await desk.draft('unblock', [bob!.id]))).status).toBe(404)
    const many = await people(5)
    const statuses: number[] = []
    for (const one of many) statuses.push((await desk.begin(await desk.draft('block', [one.id]))).status)
    expect(statuses).toEqual([303, 303, 303, 303, 429])
    await app.deps.bulk.drain()
  })

  test('is listed for all administrators, and for nobody else', async () => {
    const [bob] = await people(1)
    const path = await desk.draft('block', [bob!.id])
    expect((await desk.browser.get('/bulk')).text).toContain(`href="${path}"`)
    const other = await bulkDesk(app)
    expect((await other.browser.get('/bulk')).text).not.toContain(`href="${path}"`)
    await desk.run(path)
    const page = await other.browser.get('/bulk')
    expect([page.text.includes(`href="${path}"`), plain(page.text).includes(desk.alice.username)]).toEqual([true, true])
    const stranger = new PanelClient(app)
    await stranger.logIn(await app.make.user())
    await stranger.get('/')
    for (const at of ['/bulk', path, '/bulk/import']) expect((await stranger.get(at)).status).toBe(403)
    for (const at of ['select', `${path.split('/').at(-1)}/begin`, `${path.split('/').at(-1)}/cancel`, `${path.split('/').at(-1)}/undo`])
      expect((await stranger.post(`/bulk/${at}`, { action: 'block' })).status).toBe(403)
  })

  test('asks for the password before it does anything, in a session that is open for long', async () => {
    const [bob] = await people(1)
    await desk.browser.get('/accounts')
    await app.deps.db.prisma.session.updateMany({ where: { accountId: desk.alice.id }, data: { provenAt: new Date(0) } })
    const asked = await desk.browser.post('/bulk/select', { action: 'block', which: 'chosen', [`a${bob!.id}`]: 'on' })
    expect([asked.status, asked.text.includes('held_password')]).toEqual([403, true])
    const held = /name="held_form" value="([^"]+)"/.exec(asked.text)![1]!
    const going = await desk.browser.post('/bulk/select', { held_form: held, held_password: desk.alice.password })
    expect(going.header('location')).toMatch(/^\/bulk\/\d+$/)
  })

  test('says what is missing of a selection', async () => {
    await desk.browser.get('/accounts')
    const none = await desk.browser.post('/bulk/select', { action: 'block', which: 'chosen', search: 'bob' })
    expect(none.header('location')).toBe('/accounts?search=bob')
    expect(plain((await desk.browser.get('/accounts?search=bob')).text)).toContain('Select at least one account')
    const noSuch = await desk.browser.post('/bulk/select', { action: 'block', which: 'all', search: 'no such account anywhere' })
    expect(noSuch.status).toBe(303)
    const [bob] = await people(1)
    expect((await desk.browser.post('/bulk/select', { action: 'burn', [`a${bob!.id}`]: 'on' })).status).toBe(400)
    expect((await desk.browser.post('/bulk/select', { action: 'block', which: 'all', search: 'a\0b' })).status).toBe(303)
  })

  test('takes a whole page of a hundred accounts', async () => {
    const before = await manyAccounts(app.deps.db.prisma, 100, `page${Date.now()}`)
    expect(before).toBeGreaterThan(100)
    const page = await desk.browser.get('/accounts?size=100')
    const all = [...page.text.matchAll(/name="a(\d+)"/g)].map(([, id]) => Number(id))
    expect(all).toHaveLength(100)
    const path = await desk.draft('block', all, { size: '100' })
    const second = (await desk.browser.get('/accounts?size=50&page=2')).text
    const whole = await desk.draft('block', [], { which: 'page', size: '50', page: '2' })
    const items = await app.deps.db.prisma.bulkItem.findMany({ where: { workId: Number(whole.split('/').at(-1)) } })
    expect(items.map(({ accountId }) => accountId)).toEqual([...second.matchAll(/name="a(\d+)"/g)].map(([, id]) => Number(id)))
    expect(plain((await desk.browser.get(path)).text)).toContain('To be blocked: 100')
    await desk.run(path)
    expect((await desk.browser.get(`${path}?show=done&page=2`)).status).toBe(200)
  })

  test('writes the accounts of a search or a selection as CSV that no spreadsheet runs', async () => {
    const prefix = `csv${Date.now()}`
    const bob = await app.make.user({ username: `${prefix}.1`, phone: '+33612777701', email: `${prefix}@example.org` })
    const carol = await app.make.unconfirmed({ username: `${prefix}.2` })
    await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { displayName: '=HYPERLINK("x"),é' } })
    await desk.browser.get('/accounts')
    const file = await desk.browser.post('/bulk/select', { action: 'export', which: 'all', search: prefix, sort: 'name' })
    expect([file.status, file.header('content-type'), file.header('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename="accounts-2026-11-24.csv"',
    ])
    const created = '2026-11-24 12:00:00'
    const lines = [
      '\uFEFFid,username,domain,display name,email,phone,role,status,created',
      `${bob.id},${prefix}.1,sip.example.org,"'=HYPERLINK(""x""),é",${prefix}@example.org,'+33612777701,user,active,${created}`,
      `${carol.id},${prefix}.2,sip.example.org,,,,user,inactive,${created}`,
    ]
    expect(file.text.replace(/2026-11-2\d \d\d:\d\d:\d\d/g, created)).toBe(`${lines.join('\r\n')}\r\n`)
    const some = await desk.browser.post('/bulk/select', { action: 'export', which: 'chosen', [`a${carol.id}`]: 'on' })
    expect(some.text.split('\r\n')).toHaveLength(3)
    const logged = await app.deps.db.prisma.auditEntry.findMany({
      where: { action: 'exportAccounts', actorId: desk.alice.id },
      orderBy: { id: 'asc' },
    })
    expect(logged.map(({ detail, account }) => [detail, account])).toEqual([
      ['2', null],
      ['1', null],
    ])
  })

  test('exports more accounts than a page of the database has, each once', async () => {
    const prefix = `walk${Date.now()}`
    await manyAccounts(app.deps.db.prisma, 1_203, prefix)
    await desk.browser.get('/accounts')
    const file = await desk.browser.post('/bulk/select', { action: 'export', which: 'all', search: prefix })
    const names = file.text.trim().split('\r\n').slice(1)
    expect([names.length, new Set(names).size]).toEqual([1_203, 1_203])
  })

  test.each(['en', 'fr'])('has pages in %s', async (language) => {
    const own = await bulkDesk(app, language)
    const [bob] = await people(1)
    const path = await own.draft('block', [bob!.id])
    for (const at of ['/bulk', '/bulk/import', path]) expect([at, (await own.browser.get(at)).status]).toEqual([at, 200])
    expect((await own.run(path)).status).toBe(200)
    expect((await own.browser.get('/bulk')).text).toContain(language === 'fr' ? 'Opérations en masse' : 'Bulk operations')
  })

  test('knows neither works that are not there nor numbers that are none', async () => {
    for (const path of ['/bulk/999999', '/bulk/x', '/bulk/0']) expect((await desk.browser.get(path)).status).toBe(404)
    await desk.browser.get('/bulk')
    expect((await desk.browser.post('/bulk/999999/begin')).status).toBe(404)
  })
})
