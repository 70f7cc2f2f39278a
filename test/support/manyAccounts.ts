import type { PrismaClient } from '../../generated/prisma/sqlite/client.js'

/** Makes activated accounts with a SHA-256 password each, named `<prefix>.1` and so on, in two statements. @returns how many there are now */
export async function manyAccounts(prisma: PrismaClient, count: number, prefix = 'many'): Promise<number> {
  const made = new Date(Date.UTC(2026, 10, 24))
  await prisma.$executeRaw`insert into accounts (username, domain, space_id, email, activated, created_at)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${count})
    select ${prefix} || '.' || n, 'sip.example.org', (select id from spaces where domain = 'sip.example.org'), ${prefix} || n || '@example.org', ${true}, ${made} from numbers`
  await prisma.$executeRaw`insert into passwords (account_id, algorithm, password)
    select id, 'SHA-256', ${'0f'.repeat(32)} from accounts where id not in (select account_id from passwords)`
  return prisma.account.count()
}
