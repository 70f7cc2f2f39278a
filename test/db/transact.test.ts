import { isUniqueViolation } from '../../src/db/errors.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

/** Transactions of raw statements past Prisma's client. */
describeApp('a transaction of raw statements', () => {
  const app = useApp()
  const names = async (like: string) =>
    (await app.deps.db.prisma.space.findMany({ where: { domain: { startsWith: like } }, orderBy: { domain: 'asc' } })).map(
      ({ domain }) => domain,
    )
  const made = (domain: string) => [domain, new Date('2026-11-30T01:02:03.004Z')] as const

  test('keeps what it has written, and reads it before', async () => {
    const { transact, prisma } = app.deps.db
    const read = await transact(async (tx) => {
      const [domain, at] = made('kept.one')
      expect(await tx.$executeRaw`insert into spaces (domain, created_at) values (${domain}, ${at}), (${'kept.two'}, ${at})`).toBe(2)
      return tx.$queryRaw<{ domain: string }[]>`select domain from spaces where domain like ${'kept.%'} order by domain`
    })
    expect(read).toEqual([{ domain: 'kept.one' }, { domain: 'kept.two' }])
    expect(await names('kept.')).toEqual(['kept.one', 'kept.two'])
    expect((await prisma.space.findUnique({ where: { domain: 'kept.one' } }))?.createdAt).toEqual(made('')[1])
  })

  test('keeps nothing when its work or a statement fails, says why, and leaves the next one alone', async () => {
    const { transact } = app.deps.db
    const undone = transact(async (tx) => {
      const [domain, at] = made('undone.one')
      await tx.$executeRaw`insert into spaces (domain, created_at) values (${domain}, ${at})`
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    const twice = transact(async (tx) => {
      const [domain, at] = made('undone.two')
      await tx.$executeRaw`insert into spaces (domain, created_at) values (${domain}, ${at})`
      await tx.$executeRaw`insert into spaces (domain, created_at) values (${domain}, ${at})`
    })
    await expect(twice).rejects.toSatisfy((error) => isUniqueViolation(error, 'domain'))
    expect(await names('undone.')).toEqual([])
    expect(await transact(async () => 'next')).toBe('next')
  })

  test('that swallows the failure of a statement is not kept on PostgreSQL, whose statements fail together', async () => {
    const { transact, provider } = app.deps.db
    const swallowed = transact(async (tx) => {
      const [domain, at] = made('swallowed.one')
      await tx.$executeRaw`insert into spaces (domain, created_at) values (${domain}, ${at})`
      await tx.$executeRaw`insert into spaces (domain, created_at) values (${domain}, ${at})`.catch(() => undefined)
    })
    if (provider === 'postgresql') await expect(swallowed).rejects.toMatchObject({ cause: { code: '25P02' } })
    else await swallowed
    expect(await names('swallowed.')).toEqual(provider === 'postgresql' ? [] : ['swallowed.one'])
  })
})
