// runs once: it opens the databases that it needs itself
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { PrismaClient } from '../../generated/prisma/sqlite/client.js'
import { isUnavailable } from '../../src/db/errors.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { sqliteAdapter } from '../../src/db/sqlite/adapter.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { useFolder } from '../support/folder.js'
import { useForEach } from '../support/use.js'

const PATIENCE = 300
const account = (username: string) => ({ data: { username, domain: 'sip.example.org', spaceId: 1 } })

const folder = useFolder(useForEach)
let file: string
let prisma: PrismaClient

beforeEach(async () => {
  file = join(folder.path, 'accounts.db')
  await migrate(`file:${file}`)
  prisma = new PrismaClient({ adapter: sqliteAdapter(file, PATIENCE), errorFormat: 'minimal' })
  await prisma.space.create({ data: { id: 1, domain: 'sip.example.org' } })
})
afterEach(() => prisma?.$disconnect())

const usernames = async () => (await prisma.account.findMany({ orderBy: { username: 'asc' } })).map(({ username }) => username)

/** Something to wait for, and what ends the wait. */
function gate() {
  let open!: () => void
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('beside an open transaction', () => {
  /** Opens a transaction that has written alice, does `beside`, and then rolls back. */
  async function rolledBack(beside: () => Promise<void>) {
    const written = gate()
    const end = gate()
    const transaction = prisma.$transaction(async (tx) => {
      await tx.account.create(account('alice'))
      written.open()
      await end.opened
      throw new Error('rolled back')
    })
    const refused = expect(transaction).rejects.toThrow('rolled back')
    await written.opened
    try {
      await beside()
    } finally {
      end.open()
      await refused
    }
  }

  test('a write waits for its end, and is not lost when it is rolled back', async () => {
    let writes: Promise<unknown>[] = []
    await rolledBack(async () => {
      writes = [prisma.account.create(account('bob')), prisma.$executeRaw`insert into settings (name, value) values ('a', 'b')`]
      writes.push(prisma.$transaction([prisma.account.create(account('carol')), prisma.account.create(account('dave'))]))
    })
    await Promise.all(writes)
    expect(await usernames()).toEqual(['bob', 'carol', 'dave'])
    expect(await prisma.setting.count()).toBe(1)
  })

  test('a read sees what is committed, without waiting', async () => {
    await prisma.account.create(account('bob'))
    await rolledBack(async () => {
      expect(await usernames()).toEqual(['bob'])
      expect(await prisma.$queryRaw`select username from accounts`).toEqual([{ username: 'bob' }])
    })
  })

  test('a write that waited too long is refused as unavailable, and is not done later', async () => {
    await rolledBack(async () => {
      const error = await prisma.account.create(account('bob')).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'P1008' })
      expect(isUnavailable(error)).toBe(true)
    })
    expect(await usernames()).toEqual([])
  })

  test('a transaction that nobody waits for any more is not begun', async () => {
    await rolledBack(async () => {
      const late = prisma.$transaction(async (tx) => tx.account.create(account('bob')), { maxWait: 20, timeout: 1_000 })
      await expect(late).rejects.toMatchObject({ code: 'P2028' })
    })
    await prisma.account.create(account('carol'))
    expect(await usernames()).toEqual(['carol'])
  })
})

describe('a transaction', () => {
  test('that took too long is rolled back, and the next one begins', async () => {
    const never = new Promise<void>(() => undefined)
    const slow = prisma.$transaction(
      async (tx) => {
        await tx.account.create(account('alice'))
        await Promise.race([never, delay(200)])
        await tx.account.create(account('bob'))
      },
      { timeout: 50 },
    )
    await expect(slow).rejects.toMatchObject({ code: 'P2028' })
    await prisma.$transaction(async (tx) => tx.account.create(account('carol')))
    expect(await usernames()).toEqual(['carol'])
  })

  test('that fails to begin does not keep the others from it', async () => {
    const other = openFile(file)
    other.exec('BEGIN IMMEDIATE')
    const refused = await prisma.$transaction(async (tx) => tx.account.create(account('alice'))).catch((reason: unknown) => reason)
    expect(isUnavailable(refused)).toBe(true)
    other.close()
    await prisma.$transaction(async (tx) => tx.account.create(account('bob')))
    expect(await usernames()).toEqual(['bob'])
  })

  test('ends its writes with the constraint that one of them broke', async () => {
    const both = prisma.$transaction([prisma.account.create(account('alice')), prisma.account.create(account('alice'))])
    await expect(both).rejects.toMatchObject({ code: 'P2002' })
    expect(await usernames()).toEqual([])
  })
})

describe('while another process writes', () => {
  let other: Database
  beforeEach(() => {
    other = openFile(file)
    other.exec('BEGIN IMMEDIATE')
  })
  afterEach(() => other.close())

  test('ours waits, and nothing else does', async () => {
    const patient = new PrismaClient({ adapter: sqliteAdapter(file) })
    const write = patient.account.create(account('alice')).then(({ username }) => username)
    let longest = 0
    for (let turn = 0, last = performance.now(); turn < 20; turn++) {
      expect(await usernames()).toEqual([])
      await delay(2)
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }
    other.exec('COMMIT')
    expect(await write).toBe('alice')
    await patient.$disconnect()
    expect(await usernames()).toEqual(['alice'])
    expect(longest).toBeLessThan(1_000) // Prisma's own adapter stands still for 5 s
  })

  test('too long, ours are refused as unavailable, all after the same time', async () => {
    const started = performance.now()
    const errors = await Promise.all(
      Array.from({ length: 10 }, (_, n) => prisma.account.create(account(`user${n}`)).catch((error: unknown) => error)),
    )
    expect(errors.every(isUnavailable)).toBe(true)
    expect(performance.now() - started).toBeLessThan(6 * PATIENCE)
  })
})

describe('values', () => {
  test('come back as they went', async () => {
    const createdAt = new Date('2030-01-02T03:04:05.006Z')
    const data = {
      username: 'alice',
      domain: 'sip.example.org',
      spaceId: 1,
      activated: true,
      createdAt,
      confirmationKeyTries: 3,
      email: 'älice@example.org',
    }
    const { id } = await prisma.account.create({ data })
    expect(await prisma.account.findUnique({ where: { id } })).toMatchObject({ ...data, id, admin: false, phone: null })
    expect(await prisma.account.count({ where: { createdAt: { lte: createdAt } } })).toBe(1)
    const [row] = await prisma.$queryRaw<Record<string, unknown>[]>`select created_at, activated, phone, count(*) as total from accounts`
    expect(row).toEqual({ created_at: createdAt, activated: true, phone: null, total: 1n })
  })

  test('go with their account', async () => {
    const { id } = await prisma.account.create({
      data: { ...account('alice').data, passwords: { create: { algorithm: 'MD5', password: 'x' } } },
    })
    await prisma.account.delete({ where: { id } })
    expect(await prisma.password.count()).toBe(0)
  })

  test('that a page asks for are those of that page', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await prisma.account.create(account(name))
    const page = async (skip: number, take: number) =>
      (await prisma.account.findMany({ orderBy: { username: 'asc' }, skip, take })).map(({ username }) => username).join('')
    expect([await page(0, 2), await page(2, 2), await page(4, 2), await page(0, 1), await page(3, 1)]).toEqual(['ab', 'cd', 'e', 'a', 'd'])
  })
})
