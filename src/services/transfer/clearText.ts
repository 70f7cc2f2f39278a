import { passwordRow } from '../credentials/passwords.js'
import type { Platform } from '../platform.js'

/** Accounts at a time. */
const PAGE = 200
const ALGORITHMS = ['MD5', 'SHA-256'] as const

/**
 * Puts the HA1s of both algorithms in the place of each password in clear text: its owner logs in as before, here and at the SIP server. Hashes that the account has
 * already stay. The service may run meanwhile: the hashes are there before the clear text goes, and where a password was changed in between they go again.
 * @param onProgress called with the number of accounts done
 * @returns how many passwords were in clear text, and are not any more
 */
export async function hashClearText(deps: Pick<Platform, 'config' | 'db'>, onProgress: (accounts: number) => void): Promise<number> {
  const { prisma } = deps.db
  let done = 0
  for (let after = 0; ; ) {
    const rows = await prisma.password.findMany({
      where: { algorithm: 'CLRTXT', accountId: { gt: after } },
      orderBy: { accountId: 'asc' },
      take: PAGE,
      include: { account: { select: { username: true, domain: true, passwords: { select: { algorithm: true } } } } },
    })
    if (rows.length === 0) return done
    const hashes = rows.flatMap(({ accountId, password, account }) => {
      const missing = ALGORITHMS.filter((algorithm) => !account.passwords.some((stored) => stored.algorithm === algorithm))
      return missing.map((algorithm) => ({ accountId, ...passwordRow(deps, account, algorithm, password) }))
    })
    await prisma.password.createMany({ data: hashes })
    for (const { accountId, password } of rows) {
      const { count } = await prisma.password.deleteMany({ where: { accountId, algorithm: 'CLRTXT', password } })
      done += count
      if (count > 0) continue
      const mine = hashes.filter((hash) => hash.accountId === accountId).map(({ password: hash }) => hash)
      await prisma.password.deleteMany({ where: { accountId, password: { in: mine } } })
    }
    onProgress(done)
    after = rows.at(-1)!.accountId
  }
}
