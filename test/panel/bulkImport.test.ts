import { hash } from '../../src/auth/digest.js'
import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { useApp } from '../support/app.js'
import { bulkDesk, type Desk, plain, rowsOf } from '../support/bulk.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

describeApp('the import of a file in the panel', () => {
  const app = useApp()
  let desk: Desk
  beforeEach(async () => {
    desk = await bulkDesk(app)
  })
  const find = (username: string, domain = 'sip.example.org') =>
    app.deps.db.prisma.account.findUnique({ where: { username_domain: { username, domain } }, include: { passwords: true } })
  const count = () => app.deps.db.prisma.account.count()
  const logsIn = async (username: string, password: string, domain = 'sip.example.org'): Promise<boolean> =>
    (await new PanelClient(app).logIn({ username, domain, password } as never)).status === 303
  /** the draft that a good file leads to */
  async function drafted(text: string | Buffer, fields?: Record<string, string>): Promise<string> {
    const answer = await desk.check(text, fields)
    expect([answer.status, plain(answer.text).slice(0, 300)]).toEqual([303, expect.anything()])
    return answer.header('location')!
  }
  /** the faults that the page lists: line, column, value, and the text */
  async function faults(text: string | Buffer, fields?: Record<string, string>): Promise<string[][]> {
    const written = async () => [await count(), await app.deps.db.prisma.bulkItem.count()]
    const before = await written()
    const answer = await desk.check(text, fields)
    expect(answer.status).toBe(422)
    expect(await written()).toEqual(before)
    const table = answer.text.slice(0, answer.text.indexOf('</tbody>') + '</tbody>'.length)
    return rowsOf({ ...answer, text: table } as ApiResponse)
  }

  test('makes what its draft shows, and nothing before that is confirmed', async () => {
    const before = await count()
    const path = await drafted(
      'username,password,display name,email,phone,role,status\nnina.one,s3cret-one,Nina One,Nina.One@example.org,+33 6 11 00 00 01,User,Active\nnina.two,s3cret-two,,,,Admin,Inactive\n',
    )
    expect(await count()).toBe(before)
    const page = await desk.browser.get(path)
    expect(rowsOf(page)).toEqual([
      ['2', 'nina.one@sip.example.org Nina One', 'Nina.One@example.org +33611000001', 'Active', 'from the file'],
      ['3', 'nina.two@sip.example.org', '', 'Inactive Administrator', 'from the file'],
    ])
    expect(page.text).not.toContain('s3cret')
    const done = await desk.run(path)
    expect(rowsOf(done)).toEqual([
      ['2', 'nina.one@sip.example.org', 'Done'],
      ['3', 'nina.two@sip.example.org', 'Done'],
    ])
    expect(await find('nina.one')).toMatchObject({
      displayName: 'Nina One',
      email: 'nina.one@example.org',
      phone: '+33611000001',
      activated: true,
      admin: false,
    })
    expect(await find('nina.two')).toMatchObject({ activated: false, admin: true, confirmationKey: expect.any(String) })
    expect(await logsIn('nina.one', 's3cret-one')).toBe(true)
    const entries = await app.deps.db.prisma.auditEntry.findMany({
      where: { actorId: desk.alice.id, action: { in: ['importAccounts', 'createAccount', 'grantAdmin'] } },
      orderBy: { id: 'asc' },
    })
    expect(entries.map(({ action, account, detail, actorKind }) => [action, account, detail, actorKind])).toEqual([
      ['importAccounts', null, '2', 'admin'],
      ['createAccount', 'nina.one@sip.example.org', null, 'admin'],
      ['createAccount', 'nina.two@sip.example.org', null, 'admin'],
      ['grantAdmin', 'nina.two@sip.example.org', null, 'admin'],
    ])
    const ofWork = { workId: Number(path.split('/').at(-1)), sealed: { not: null } }
    expect(await app.deps.db.prisma.bulkItem.count({ where: ofWork })).toBe(0)
  })

  const UTF16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('username\tdisplay name\r\nutf.sixteen\tÉlodie Ŵ\r\n', 'utf16le')])
  test.each<[string, string | Buffer, string, string]>([
    ['semicolons', 'username;display name\nsemi.colon;Élodie\n', 'semi.colon', 'Élodie'],
    ['tabs', 'username\tdisplay name\ntab.bed\tÉlodie\n', 'tab.bed', 'Élodie'],
    ['a line that says the separator', 'sep=;\r\nusername;display name\r\nsep.said;É, lodie\r\n', 'sep.said', 'É, lodie'],
    ['a byte order mark', '\uFEFFusername,display name\r\nmark.ed,Élodie\r\n', 'mark.ed', 'Élodie'],
    ['UTF-16', UTF16, 'utf.sixteen', 'Élodie Ŵ'],
    ['Windows-1252', Buffer.from('username;display name\r\nwin.dows;\xc9lodie \x80 \x92s\r\n', 'latin1'), 'win.dows', 'Élodie € ’s'],
    ['empty rows and columns', ',,\nusername,display name,,\n,,,\nempty.rows,Élodie,,,,\n,,,\n', 'empty.rows', 'Élodie'],
    ['names in French', "Nom d'utilisateur;Nom affiché;RÔLE;Statut\nfran.cais;Élodie;Utilisateur;Actif\n", 'fran.cais', 'Élodie'],
    ['quoted cells over lines', '"username","display name"\n"quo.ted","É ""lo"" die"\n', 'quo.ted', 'É "lo" die'],
    ['its own export', "id,username,display name,created\n7,own.export,'=Élodie,2026-01-01 00:00:00\n", 'own.export', '=Élodie'],
  ])('reads what spreadsheets write: %s', async (_, text, username, name) => {
    await desk.run(await drafted(text))
    expect(await find(username)).toMatchObject({ displayName: name, activated: true })
  })

  test('takes what is pasted, and the file of FlexiAPI with accounts at another server', async () => {
    const header =
      'Username,Password,Role,Status,Phone,Email,External Username, External Domain,External Password,External Realm,External Registrar,External Outbound Proxy,External Protocol'
    const text = `${header}\nflexi.one,12345,User,Active,,,trunk.one,operator.example,tr0nk,,,,UDP\n`
    await desk.browser.get('/bulk/import')
    const fields = { text, existing: 'skip', domain: 'other.example.org' }
    const answer = await desk.browser.upload('/bulk/import', fields, { name: '', bytes: Buffer.alloc(0) })
    await desk.run(answer.header('location')!)
    const account = await find('flexi.one', 'other.example.org')
    const external = await app.deps.db.prisma.externalAccount.findUnique({ where: { accountId: account!.id } })
    expect(external).toMatchObject({ username: 'trunk.one', domain: 'operator.example', protocol: 'UDP' })
    expect(external!.password).toBe(hash('MD5', 'trunk.one:operator.example:tr0nk'))
    expect(
      await faults(`${header}\nflexi.two,12345,User,Active,,,trunk.one,operator.example,x,,,,UDP\n`, { domain: 'other.example.org' }),
    ).toEqual([['2', 'External Username', 'trunk.one@operator.example', expect.stringContaining('Another account')]])
  })

  test('lists all faults with line, column and value, but for passwords', async () => {
    const bob = await app.make.user({ username: 'bob.taken', phone: '+33612999901' })
    const text = [
      'username,password,email,phone,role,status,domain,algorithm,external username',
      'Upper,pw,nobody,061299,Boss,Maybe,nowhere.example,ROT13,',
      'double.one,good-pass-1,,+33612999902,,,,,',
      'double.one,good-pass-1,,,,,,,',
      'double.two,good-pass-1,,+33612999902,,,,,',
      'takes.phone,good-pass-1,,+33612999901,,,,,',
      ',good-pass-1,a@example.org,,,,,,',
      'half.trunk,good-pass-1,,,,,,,trunk',
    ].join('\n')
    const list = await faults(text)
    const told = list.map(([line, column, value]) => [line, column, value].join(' '))
    expect(told.filter((one) => one.startsWith('2 ')).sort()).toEqual(
      [
        'algorithm ROT13',
        'domain nowhere.example',
        'email nobody',
        'password ',
        'phone 061299',
        'role Boss',
        'status Maybe',
        'username Upper',
      ].map((one) => `2 ${one}`),
    )
    expect(told.filter((one) => /^[4567] /.test(one))).toEqual([
      '4 username double.one',
      '5 phone +33612999902',
      '6 phone +33612999901',
      '7 username ',
    ])
    expect(list.flatMap(([line, , , text]) => (line === '8' ? text! : []))).toEqual(
      expect.arrayContaining([expect.stringContaining('neither a domain'), expect.stringContaining('UDP, TCP or TLS')]),
    )
    expect(list.find(([line]) => line === '4')?.[3]).toContain('line 3')
    expect(await find(bob.username)).not.toBeNull()
  })

  test.each<[string, string, string]>([
    ['no user name', 'name,password\nabc,def\n', 'No column is called Username'],
    ['a value without a column', 'username,\nabc.def,x\n', 'its column has no name'],
    ['no rows', 'username,password\n\n,\n', 'There is no row'],
    ['an open quote', 'username\n"abc\n', 'not closed'],
    ['more rows than it may', `username\n${Array.from({ length: 20_001 }, (_, i) => `many.${i}`).join('\n')}`, 'at most 20,000 rows'],
  ])('refuses a file with %s', async (_, text, fault) => {
    expect((await faults(text)).map((row) => row[3])).toEqual([expect.stringContaining(fault)])
  })

  test.each<[string, string, string, string]>([
    ['an unknown column', 'username,shoe size\nabc.def,43\n', 'shoe size', 'This column is unknown.'],
    ['the same column twice', 'username,E-mail,Mail\nabc.def,,\n', 'Mail', 'Another column means the same.'],
  ])('names %s as a column', async (_, text, column, fault) => {
    expect(await faults(text)).toEqual([['1', column, '', expect.stringContaining(fault)]])
  })

  test.each<[string, Buffer, string]>([
    ['a workbook', Buffer.from('PK\u0003\u0004 and so on'), 'This is a spreadsheet file'],
    ['what is no text', Buffer.from([117, 0, 115, 0, 101, 0, 114, 0]), 'cannot be read'],
    ['nothing', Buffer.from('\n\n'), 'The file is empty'],
  ])('says what to do about %s', async (_, bytes, text) => {
    const answer = await desk.check(bytes)
    expect([answer.status, plain(answer.text)]).toEqual([422, expect.stringContaining(text)])
  })

  test('refuses a file that is too large, none at all, and a file besides what is pasted', async () => {
    for (const size of [5_000_001, 15_200_000]) {
      const large = await desk.check(Buffer.alloc(size, 'a'))
      expect([large.status, plain(large.text)]).toEqual([413, expect.stringContaining('more than 5 MB')])
    }
    const none = await desk.check(Buffer.alloc(0), {}, '')
    expect([none.status, plain(none.text)]).toEqual([422, expect.stringContaining('Choose a file')])
    const both = await desk.check('username\nabc.def\n', { text: 'username\nabc.def\n' })
    expect([both.status, plain(both.text)]).toEqual([422, expect.stringContaining('not both')])
  })

  test('is refused without the token of a form of ours, and from what is no administrator', async () => {
    await desk.browser.get('/bulk/import')
    const file = { name: 'x.csv', bytes: Buffer.from('username\nabc.def\n') }
    expect((await desk.browser.upload('/bulk/import', {}, file, { token: undefined })).status).toBe(403)
    expect((await desk.browser.upload('/bulk/import', {}, file, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await desk.browser.post('/bulk/import', { text: 'username\nabc.def' })).status).toBe(400)
    const broken = { 'content-type': 'multipart/form-data' }
    expect((await desk.browser.upload('/bulk/import', {}, file, { headers: broken })).status).toBe(400)
    const bob = new PanelClient(app)
    await bob.logIn(await app.make.user())
    await bob.get('/')
    expect((await bob.upload('/bulk/import', {}, file)).status).toBe(403)
  })

  test('leaves out accounts that exist, or refuses the file because of them', async () => {
    const bob = await app.make.user({ username: 'bob.exists' })
    const text = 'username,password\nbob.exists,another-1\nnina.new,another-1\n'
    expect(await faults(text, { existing: 'refuse' })).toEqual([['2', 'username', 'bob.exists', expect.stringContaining('already exists')]])
    const done = await desk.run(await drafted(text))
    expect(rowsOf(done).map(([, , result]) => result)).toEqual(['Left out: already exists', 'Done'])
    expect([await logsIn('bob.exists', bob.password), await logsIn('nina.new', 'another-1')]).toEqual([true, true])
  })

  test('takes names and numbers that were taken since the check as what they are', async () => {
    const path = await drafted('username,phone\nlate.name,\nlate.phone,+33612999911\nlate.fine,\n')
    await app.make.user({ username: 'late.name' })
    await app.make.user({ phone: '+33612999911' })
    const done = await desk.run(path)
    expect(rowsOf(done).map(([, , result]) => result)).toEqual([
      'Left out: already exists',
      'Not possible: another account has the phone number',
      'Done',
    ])
  })

  test.each([1, 4, 40, 60, 120, 200, 290])('refuses a form of which the last %d bytes are missing, and goes on', async (cut) => {
    const { browser } = await bulkDesk(app)
    await browser.get('/bulk/import')
    const file = { name: 'people.csv', bytes: Buffer.from('username,password\ncut.short,given-pass-1\n') }
    const answer = await browser.upload('/bulk/import', { text: '', existing: 'skip' }, file, { cut })
    expect([303, 400, 403, 422]).toContain(answer.status) // the closing boundary may lack its last hyphens
    expect((await browser.get('/bulk/import')).status).toBe(200)
  })

  test('makes passwords where the file has none, and hands them out once, for an hour', async () => {
    const path = await drafted('username,password\nno.password,\nhas.password,given-pass-1\n')
    expect(plain((await desk.browser.get(path)).text)).toContain('Passwords to be generated: 1')
    await desk.run(path)
    const other = await bulkDesk(app)
    await other.browser.get(path)
    expect((await other.browser.post(`${path}/passwords`)).status).toBe(404)
    await desk.browser.get(path)
    const file = await desk.browser.post(`${path}/passwords`)
    expect([file.status, file.header('content-type'), file.header('cache-control')]).toEqual([200, 'text/csv; charset=utf-8', 'no-store'])
    const [header, row, ...rest] = file.text.trimEnd().split('\r\n')
    expect([header, rest]).toEqual(['\uFEFFusername,domain,password', []])
    const [username, domain, password] = row!.split(',')
    expect([username, domain, await logsIn('no.password', password!)]).toEqual(['no.password', 'sip.example.org', true])
    expect((await desk.browser.post(`${path}/passwords`)).status).toBe(404)
    const told = { action: 'exportAccounts', detail: `passwords of import ${path.split('/').at(-1)}` }
    expect(await app.deps.db.prisma.auditEntry.count({ where: told })).toBe(1)
    await clearExpired(app.deps)
    const ofWork = { workId: Number(path.split('/').at(-1)), sealed: { not: null } }
    expect(await app.deps.db.prisma.bulkItem.count({ where: ofWork })).toBe(0)
  })

  test('forgets passwords after an hour, and the whole of it after a week', async () => {
    const waiting = await drafted('username,password\nnever.made,some-pass-1\n')
    const path = await drafted('username\nmade.password\n')
    await desk.run(path)
    app.clock.advance(3_601)
    await clearExpired(app.deps)
    expect(await app.deps.db.prisma.bulkItem.count({ where: { sealed: { not: null } } })).toBe(0)
    desk = { ...(await bulkDesk(app)), alice: desk.alice }
    await desk.browser.logIn(desk.alice)
    expect((await desk.browser.get(waiting)).status).toBe(404)
    const page = await desk.browser.get(path)
    expect([page.status, page.text.includes(`${path}/passwords`)]).toEqual([200, false])
    app.clock.advance(7 * 86_400)
    await clearExpired(app.deps)
    expect([await app.deps.db.prisma.bulkWork.count(), await app.deps.db.prisma.bulkItem.count()]).toEqual([0, 0])
    expect(await find('made.password')).not.toBeNull()
    expect(await find('never.made')).toBeNull()
  })

  test('keeps five drafts of an administrator, which nobody else sees', async () => {
    const paths: string[] = []
    for (let i = 0; i < 6; i++) paths.push(await drafted(`username\ndraft.number.${i}\n`))
    expect(await Promise.all(paths.map(async (path) => (await desk.browser.get(path)).status))).toEqual([404, 200, 200, 200, 200, 200])
    const other = await bulkDesk(app)
    expect((await other.browser.get(paths[5]!)).status).toBe(404)
    await desk.browser.get(paths[5]!)
    expect((await desk.browser.post(`${paths[5]}/drop`)).header('location')).toBe('/bulk')
    expect((await desk.browser.get(paths[5]!)).status).toBe(404)
  })

  test('takes names of columns and files with any characters', async () => {
    const answer = await desk.check('username\nodd.file\n', {}, 'a%00b "c" <d>.csv')
    const page = await desk.browser.get(answer.header('location')!)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('<d>')
  })
})
