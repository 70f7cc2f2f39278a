import type { Platform } from '../platform.js'

/** When the owners of some accounts logged in last, by id: of those whose history has it. */
export async function lastLoginsOf(
  { db: { prisma } }: Pick<Platform, 'db'>,
  accounts: readonly { id: number }[],
): Promise<Map<number, Date>> {
  const groups = await prisma.login.groupBy({
    by: ['accountId'],
    where: { accountId: { in: accounts.map(({ id }) => id) }, result: 'ok' },
    _max: { lastAt: true },
  })
  return new Map(groups.flatMap(({ accountId, _max: { lastAt } }) => (lastAt ? [[accountId, lastAt]] : [])))
}
