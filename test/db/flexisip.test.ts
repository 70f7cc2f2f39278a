// runs once: it opens the databases that it needs itself
import pg from 'pg'
import { openDatabase } from '../../src/db/client.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { describeDatabases, type Provider } from '../support/database.js'
import { inSpace } from '../support/inSpace.js'
import { useDatabase } from '../support/migratedDatabases.js'

/** Flexisip's default since 2.5.0, to the letter. */
const PASSWORDS =
  'select password, algorithm from passwords where account_id = (select id from accounts where username = :id and domain = :domain and activated = true)'
/** What its presence server asks. */
const BY_PHONE = 'select username from accounts where phone = :phone'
const MD5 = 'a'.repeat(32)
const SHA256 = 'b'.repeat(64)

type Rows = Record<string, unknown>[]
type Ask = (sql: string, args: Record<string, string>) => Promise<Rows>

const ASK: Record<Provider, (url: string, ...ask: Parameters<Ask>) => Promise<Rows>> = {
  async sqlite(url, sql, args) {
    const db = openFile(url.slice(5), { readonly: true })
    const rows = db.prepare(sql).all(args) as Rows
    db.close()
    return rows
  },
  async postgresql(url, sql, args) {
    const client = new pg.Client({ connectionString: url, options: `-c search_path=${new URL(url).searchParams.get('schema')}` })
    await client.connect()
    const names = Object.keys(args)
    const numbered = sql.replace(/:(\w+)/g, (_, name) => `$${names.indexOf(name) + 1}`)
    const { rows } = await client.query(numbered, Object.values(args))
    await client.end()
    return rows
  },
}

describeDatabases("Flexisip's queries on %s", (provider) => {
  const database = useDatabase(provider)
  const ask: Ask = (sql, args) => ASK[provider](database.url, sql, args)

  beforeAll(async () => {
    const { prisma, close } = await openDatabase(database.url)
    const space = inSpace('sip.example.org')
    const passwords = {
      create: [
        { algorithm: 'MD5', password: MD5 },
        { algorithm: 'SHA-256', password: SHA256 },
      ],
    }
    await prisma.account.create({ data: { username: 'bob', ...space, activated: true, phone: '+33612345678', passwords } })
    await prisma.account.create({ data: { username: 'carol', ...space, passwords: { create: { algorithm: 'MD5', password: MD5 } } } })
    await close()
  })

  test('find the password of each algorithm of an activated account', async () => {
    const rows = await ask(PASSWORDS, { id: 'bob', domain: 'sip.example.org' })
    expect(rows).toHaveLength(2)
    expect(rows).toEqual(
      expect.arrayContaining([
        { password: MD5, algorithm: 'MD5' },
        { password: SHA256, algorithm: 'SHA-256' },
      ]),
    )
  })

  test('find nothing for an account that is not activated, or of another domain', async () => {
    expect(await ask(PASSWORDS, { id: 'carol', domain: 'sip.example.org' })).toEqual([])
    expect(await ask(PASSWORDS, { id: 'bob', domain: 'sip.example.com' })).toEqual([])
  })

  test('find an account by its phone number', async () => {
    expect(await ask(BY_PHONE, { phone: '+33612345678' })).toEqual([{ username: 'bob' }])
  })
})
