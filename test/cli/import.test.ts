// runs once: it opens the databases that it needs itself

import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { matchingPassword } from '../../src/services/credentials/passwords.js'
import { commandLine, useCommandLine } from '../support/cli.js'
import { describeDatabases } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { testNeeding } from '../support/needs.js'
import { PROGRAM } from '../support/process.js'
import { useForEach } from '../support/use.js'

const HEADER = 'username,password\n'
const good = (n: number) => `erin.${String(n).padStart(3, '0')},3rin-secret\n`

describeDatabases('import on %s', (provider) => {
  const database = useDatabase(provider, useForEach)
  const cli = useCommandLine(() => ({ SIP_DOMAINS: 'sip.example.org,other.example.org', DATABASE_URL: database.url }), useForEach)

  /** Imports from standard input, and holds the output to one object. */
  async function take(csv: string | Buffer, ...options: string[]) {
    const { code, stdout, stderr } = await cli.run(['import', '-', '--json', ...options], {}, csv)
    expect(stderr).toBe('')
    expect(stdout.match(/\n/g)).toHaveLength(1)
    return { code, ...JSON.parse(stdout) }
  }
  const names = () =>
    cli.inside(async ({ db }) => (await db.prisma.account.findMany({ orderBy: { username: 'asc' } })).map(({ username }) => username))

  test('makes accounts as createAccount does, from a file in the order of its columns', async () => {
    const file = join(cli.folder, 'accounts.csv')
    await writeFile(
      file,
      'password,username,algorithm,domain,email,phone,activated,admin,confirmation_key_expires\n' +
        '3rin-secret,erin.example,MD5,OTHER.example.org,erin@example.org,+33687654301,TRUE,1,\n' +
        '" spaced, ""quoted"" ",frank.example,,,,,0,false,2030-12-31 23:59:59\n',
    )
    expect(await cli.json('import', file)).toEqual({
      ...{ rows: 2, created: 2, would_create: 0, refused: 0, skipped: 0, dry_run: false, errors: [] },
    })
    await cli.inside(async (deps) => {
      const [erin, frank] = await deps.db.prisma.account.findMany({
        orderBy: { username: 'asc' },
        include: { passwords: true, codes: true },
      })
      expect(erin).toMatchObject({ domain: 'other.example.org', email: 'erin@example.org', phone: '+33687654301', admin: true })
      expect(erin).toMatchObject({ activated: true, confirmationKey: null, userAgent: 'flexisip-accounts cli' })
      expect(matchingPassword(deps, erin!, '3rin-secret')?.algorithm).toBe('MD5')
      expect(frank).toMatchObject({ domain: 'sip.example.org', email: null, phone: null, admin: false, activated: false })
      expect(frank!.confirmationKey).toMatch(/^[A-Za-z0-9]{13}$/)
      expect(frank!.confirmationKeyExpires).toEqual(new Date('2030-12-31T23:59:59Z'))
      expect(matchingPassword(deps, frank!, ' spaced, "quoted" ')?.algorithm).toBe('SHA-256')
    })
  })

  const faulty = `${HEADER}${good(1)}Erin.2,3rin-secret\n${good(3)}erin.004,xy\n\nerin.005\n"erin\n.006",3rin-secret\n${good(1)}${good(7)}`
  const faults = [
    { line: 3, username: 'Erin.2', code: 'validation_failed', errors: { username: [expect.stringContaining('Upper case is refused')] } },
    { line: 5, username: 'erin.004', code: 'validation_failed', errors: { password: [expect.any(String)] } },
    { line: 7, username: null, code: 'validation_failed', message: 'This row has 1 fields, the header 2.' },
    { line: 8, username: 'erin\n.006', code: 'validation_failed' },
    { line: 10, username: 'erin.001', code: 'username_taken' },
  ]

  test('names each bad row with its line, and keeps the good ones', async () => {
    const result = await take(faulty)
    expect(result).toMatchObject({ code: 1, rows: 8, created: 3, refused: 5, skipped: 0 })
    expect(result.errors).toMatchObject(faults)
    expect(result.errors).toHaveLength(faults.length)
    expect(await names()).toEqual(['erin.001', 'erin.003', 'erin.007'])
    // the same again: what exists is told as well
    const again = await take(HEADER + good(9) + good(7))
    expect(again).toMatchObject({ code: 1, created: 1, errors: [{ line: 3, username: 'erin.007', code: 'username_taken' }] })
  })

  test('names all fields of a row that are at fault, whatever finds them', async () => {
    const made =
      'username,password,domain,email,phone,confirmation_key_expires\nERIN,x,elsewhere.example.net,nobody,+33123,2030-02-30 00:00:00\n'
    expect(Object.keys((await take(made)).errors[0].errors).sort()).toEqual(made.split('\n')[0]!.split(',').sort())
    const stored =
      'username,md5_ha1,domain,creation_time,deactivated_at,confirmation_key,password\n@,xyz,elsewhere.example.net,yesterday,tomorrow,no,secret-42\n'
    expect(Object.keys((await take(stored)).errors[0].errors).sort()).toEqual(stored.split('\n')[0]!.split(',').sort())
  })

  test('with --all-or-nothing keeps none when one is bad, across batches, and says all that is wrong', async () => {
    const result = await take(faulty, '--all-or-nothing')
    expect(result).toMatchObject({ code: 1, rows: 8, created: 0, refused: 5, skipped: 3 })
    expect(result.errors).toMatchObject(faults)
    const many = Array.from({ length: 2500 }, (_, i) => good(i)).join('')
    expect(await take(`${HEADER}${many}${good(2)}`, '--all-or-nothing')).toMatchObject({
      ...{ code: 1, created: 0, refused: 1, skipped: 2500, errors: [{ line: 2502, code: 'username_taken' }] },
    })
    expect(await names()).toEqual([])
    expect(await take(`${HEADER}${many}`, '--all-or-nothing')).toMatchObject({ code: 0, created: 2500, refused: 0 })
    expect(await names()).toHaveLength(2500)
  })

  test('a dry run foretells the same, repetitions across batches included, and writes nothing', async () => {
    await cli.inside((_, factory) => factory.user({ username: 'erin.existing' }))
    const many = Array.from({ length: 1500 }, (_, i) => good(i)).join('')
    const csv = `${HEADER}${many}${good(2)}erin.existing,3rin-secret\n`
    const dry = await take(csv, '--dry-run')
    expect(dry).toMatchObject({ code: 1, rows: 1502, created: 0, would_create: 1500, refused: 2, dry_run: true })
    expect(await names()).toEqual(['erin.existing'])
    expect(await take(csv, '--dry-run', '--all-or-nothing')).toMatchObject({ would_create: 0, refused: 2, skipped: 1500 })
    expect((await take(csv)).errors).toEqual(dry.errors)
  })

  test.each([
    ['an LF file with a byte order mark', Buffer.from(`\ufeff${HEADER}${good(1)}${good(2)}`)],
    ['CRLF', Buffer.from((HEADER + good(1) + good(2)).replaceAll('\n', '\r\n'))],
    ['CR', Buffer.from((HEADER + good(1) + good(2)).replaceAll('\n', '\r'))],
    ['no end of the last line', Buffer.from((HEADER + good(1) + good(2)).trimEnd())],
    [
      'blank lines, and quotes around all',
      Buffer.from('"Username"," password "\n\n"erin.001","3rin-secret"\n\n\n"erin.002","3rin-secret"\n\n'),
    ],
  ])('reads %s', async (_, csv) => {
    expect(await take(csv)).toMatchObject({ code: 0, rows: 2, created: 2 })
    expect(await names()).toEqual(['erin.001', 'erin.002'])
  })

  test('takes accounts with the hashes of their passwords, under names that have been in use elsewhere', async () => {
    const md5 = 'ABCDEF0123456789abcdef0123456789'
    const sha = '0123456789abcdef'.repeat(4)
    const header =
      'username,md5_ha1,sha256_ha1,cleartext,activated,creation_time,deactivated_at,confirmation_key,confirmation_key_expires,password\n'
    const result = await take(
      `${header}Bob,${md5},${sha},,true,2021-02-03 04:05:06,,,,\n` +
        'bob2,,,pw,1,,,,,\n' +
        `carol,${md5},,,false,,,1234,2030-01-01 00:00:00,\n` +
        `gone,${md5},,,0,,2022-01-01 00:00:00,,,\n` +
        `both,${md5},,,1,,,,,3rin-secret\n` +
        `short-hash,${md5}0,,,1,,,,,\n` +
        `sha-in-md5,${sha},,,1,,,,,\n` +
        `white space,${md5},,,1,,,,,\n` +
        `${'x'.repeat(65)},${md5},,,1,,,,,\n` +
        `feb-30,${md5},,,1,2021-02-30 00:00:00,,,,\n` +
        `active-and-not,${md5},,,1,,2022-01-01 00:00:00,,,\n` +
        `bad-key,${md5},,,0,,,12345,,\n` +
        'history.only,,,,1,,2022-01-01 00:00:00,,,3rin-secret\n',
    )
    expect(result).toMatchObject({ code: 1, rows: 13, created: 4, refused: 9 })
    expect(result.errors.map(({ line, errors }: any) => [line, Object.keys(errors)[0]])).toEqual([
      ...[
        [6, 'password'],
        [7, 'md5_ha1'],
        [8, 'md5_ha1'],
        [9, 'username'],
        [10, 'username'],
        [11, 'creation_time'],
      ],
      ...[
        [12, 'deactivated_at'],
        [13, 'confirmation_key'],
        [14, 'deactivated_at'],
      ],
    ])
    await cli.inside(async ({ db }) => {
      const accounts = await db.prisma.account.findMany({ include: { passwords: { orderBy: { algorithm: 'asc' } } } })
      const of = (name: string) => accounts.find(({ username }) => username === name)
      expect(of('Bob')).toMatchObject({
        createdAt: new Date('2021-02-03T04:05:06Z'),
        passwords: [
          { algorithm: 'MD5', password: md5.toLowerCase() },
          { algorithm: 'SHA-256', password: sha },
        ],
      })
      expect(of('bob2')!.passwords).toMatchObject([{ algorithm: 'CLRTXT', password: 'pw' }])
      expect(of('carol')).toMatchObject({ confirmationKey: '1234', confirmationKeyExpires: new Date('2030-01-01T00:00:00Z') })
      expect(of('gone')).toMatchObject({ activated: false, confirmationKey: null, deactivatedAt: new Date('2022-01-01T00:00:00Z') })
    })
  })

  test('says what is wrong in words otherwise, and ends with 1', async () => {
    const { code, stdout, stderr } = await cli.run(['import', '-'], {}, `${HEADER}${good(1)}erin.002,xy\nerin.003\n`)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '3 rows: 1 created, 2 refused.\n' })
    expect(stderr).toMatch(/^line 3 \(erin\.002\): password: .+\nline 4: This row has 1 fields, the header 2\.\n$/)
  })
})

describe('import reads what spreadsheets write', () => {
  const cli = useCommandLine({}, useForEach)
  const take = async (csv: string) => {
    const { code, stdout, stderr } = await cli.run(['import', '-', '--json'], {}, csv)
    return { code, stderr, ...JSON.parse(stdout) }
  }
  const made = () =>
    cli.inside(async (deps) => {
      const accounts = await deps.db.prisma.account.findMany({ orderBy: { username: 'asc' }, include: { passwords: true } })
      return accounts.map(({ username, email }) => [username, email])
    })
  const BOTH = [
    ['erin.001', 'erin@example.org'],
    ['frank.002', null],
  ]

  test.each([
    ['commas', 'username,password,email\nerin.001,3rin-secret,erin@example.org\nfrank.002,fr4nk-secret,\n'],
    ['semicolons', 'username;password;email\nerin.001;3rin-secret;erin@example.org\nfrank.002;fr4nk,secret;\n'],
    ['tabs', 'username\tpassword\temail\r\nerin.001\t3rin;secret\terin@example.org\r\nfrank.002\tfr4nk-secret\t\r\n'],
    [
      'a line that names the separator',
      'sep=;\r\nusername;password;email\r\nerin.001;3rin-secret;erin@example.org\r\nfrank.002;fr4nk-secret;\r\n',
    ],
    [
      'a byte order mark before it',
      '\ufeffsep=;\nusername;password;email\nerin.001;3rin-secret;erin@example.org\nfrank.002;fr4nk-secret;\n',
    ],
    [
      'rows of empty cells',
      ',,\nusername,password,email\n,,\nerin.001,3rin-secret,erin@example.org\n , ,\nfrank.002,fr4nk-secret,\n,,\n,,',
    ],
    ['empty columns at the end', 'username,password,email,,\nerin.001,3rin-secret,erin@example.org,,\nfrank.002,fr4nk-secret,,, \n'],
    ['blanks around cells', 'username, password , email\nerin.001 ,3rin-secret, erin@example.org\n frank.002,fr4nk-secret, \n'],
  ])('%s', async (_, csv) => {
    expect(await take(csv)).toMatchObject({ code: 0, stderr: '', rows: 2, created: 2, refused: 0 })
    expect(await made()).toEqual(BOTH)
  })

  test('and passwords with the blanks that are theirs', async () => {
    await take('username, password\nerin.001, 3rin-secret \n')
    await cli.inside(async (deps) => {
      const erin = await deps.db.prisma.account.findFirstOrThrow({ include: { passwords: true } })
      expect(matchingPassword(deps, erin, ' 3rin-secret ')).toBeDefined()
      expect(matchingPassword(deps, erin, '3rin-secret')).toBeUndefined()
    })
  })

  test('but no value in a column without a name', async () => {
    const { code, errors } = await take('username,password,\nerin.001,3rin-secret,x\nfrank.002,fr4nk-secret,\n')
    expect({ code, errors }).toMatchObject({ code: 1, errors: [{ line: 2, message: 'Cell 3 has a value, and its column no name.' }] })
  })
})

describe('import refuses', () => {
  const cli = useCommandLine()

  const BEFORE = HEADER + good(1)
  test.each([
    [
      'a column that it does not know',
      'username,passwort\n',
      /^line 1: there is no column 'passwort'\. The known ones are username, password, /,
    ],
    [
      'columns that are separated otherwise',
      'username|password\n',
      /^line 1: there is no column 'username\|password'\..* They are separated by commas, semicolons or tabs\.$/m,
    ],
    ['a column twice', 'username,password,Username\n', /^line 1: the column 'username' is there twice\.$/m],
    ['an empty file', '', /^The file is empty\. Its first line names the columns: username, password, /],
    ['blank lines alone', '\n\r\n', /^The file is empty/],
    ['UTF-16', Buffer.from(`\ufeff${BEFORE}`, 'utf16le'), /^line 1: This is not UTF-8\./],
    ['a line without end', 'x'.repeat(1_000_000), /^line 1: This row has more than 65536 bytes\.$/m],
  ])('%s, before anything is made', async (_, csv, text) => {
    const { code, stdout, stderr } = await cli.run(['import', '-', '--json'], {}, csv)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(text)
  })

  test.each([
    [
      'a letter that is no UTF-8',
      Buffer.concat([Buffer.from(`${HEADER}erin.101,3rin-secret\nfr`), Buffer.from([0xe9]), Buffer.from(`,x\n${good(9)}`)]),
      3,
      'not UTF-8',
    ],
    ['a quote that does not end', `${HEADER}erin.102,3rin-secret\n"erin.103,3rin-secret\n${good(9)}`, 3, 'is not closed'],
    ['a quote inside a field', `${HEADER}erin.104,3rin-secret\n\nerin.105,3rin"secret\n${good(9)}`, 4, 'put the whole field in quotes'],
    ['more after a quoted field', `${HEADER}erin.106,3rin-secret\n"erin.107"x,3rin-secret\n${good(9)}`, 3, 'put the whole field in quotes'],
    ['a huge field', `${HEADER}erin.108,3rin-secret\nerin.109,"${'x\n'.repeat(50_000)}"\n`, 3, 'more than 65536 bytes'],
    ['a huge line', `${HEADER}erin.110,3rin-secret\n${'x'.repeat(100_000)}`, 3, 'more than 65536 bytes'],
  ])('what follows %s, and keeps what came before', async (_, csv, line, text) => {
    const { code, stdout } = await cli.run(['import', '-', '--json'], {}, csv)
    const { errors, ...counts } = JSON.parse(stdout)
    expect(counts).toMatchObject({ rows: 2, created: 1, refused: 1 })
    expect(errors).toMatchObject([{ line, message: expect.stringContaining(text) }])
    expect(errors[0].message).toMatch(/ Nothing from here on was read\.$/)
    expect(code).toBe(1)
  })

  test('a file that is not there', async () => {
    const { code, stdout, stderr } = await cli.run(['import', join(cli.folder, 'none.csv')])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^There is no \S+none\.csv\.$/m)
  })
})

testNeeding('script')('import shows its progress on a terminal, and there alone', async () => {
  const cli = await commandLine()
  try {
    const file = join(cli.folder, 'accounts.csv')
    await writeFile(file, HEADER + Array.from({ length: 3000 }, (_, i) => good(i)).join(''))
    // `script` runs a command on a terminal of its own
    const command = `'${process.execPath}' '${PROGRAM}' import '${file}'`
    const { stdout } = await promisify(execFile)('script', ['-qec', command, join(cli.folder, 'typescript')], {
      cwd: cli.folder,
      env: { PATH: process.env.PATH, HOME: cli.folder, ...cli.env },
    })
    expect(stdout).toMatch(/\b80 rows, [\d,]+\/s\r/) // the first batch, always
    expect(stdout).toContain('3000 rows: 3000 created, 0 refused.')
  } finally {
    await cli.remove()
  }
})
