import type { Transaction } from '../../db/client.js'
import type { AccountRecord } from '../accounts/record.js'
import type { Platform } from '../platform.js'
import { REPEAT_MS } from '../repeats.js'

// An app whose answer to a change of password was lost repeats the request, with the password that it still has. It is let in with that for the same
// request alone (`x-previous-password` in the contract), and what it asks for is done already.

/** Keeps what was just replaced (`replacePassword` has removed what was kept before), for as long as the change may be repeated. */
export async function keepPrevious(deps: Pick<Platform, 'clock'>, tx: Transaction, account: AccountRecord): Promise<void> {
  const expiresAt = new Date(deps.clock.now() + REPEAT_MS)
  const data = account.passwords.map((row) => ({ ...row, expiresAt }))
  if (data.length > 0) await tx.previousPassword.createMany({ data })
}

/** The account as it was before its password was changed in the last minutes; undefined if it was not. */
export async function withPrevious(deps: Pick<Platform, 'clock' | 'db'>, account: AccountRecord): Promise<AccountRecord | undefined> {
  const now = new Date(deps.clock.now())
  const rows = await deps.db.prisma.previousPassword.findMany({ where: { accountId: account.id, expiresAt: { gt: now } } })
  if (rows.length === 0) return undefined
  return { ...account, passwords: rows.map(({ accountId, algorithm, password }) => ({ accountId, algorithm, password })) }
}
