import type { Platform } from '../../platform.js'

/** When those of the accounts that are deactivated were so, by id. */
export async function deactivationsOf(
  { db: { prisma } }: Pick<Platform, 'db'>,
  accounts: readonly { id: number }[],
): Promise<Map<number, Date>> {
  if (accounts.length === 0) return new Map()
  const rows = await prisma.account.findMany({
    where: { id: { in: accounts.map(({ id }) => id) }, deactivatedAt: { not: null } },
    select: { id: true, deactivatedAt: true },
  })
  return new Map(rows.map(({ id, deactivatedAt }) => [id, deactivatedAt!]))
}
