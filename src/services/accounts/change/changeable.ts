import type { Transaction } from '../../../db/client.js'
import { type AccountRecord, wholeAccount } from '../record.js'

/** An account with all that an administrator may write of it. */
export type Changeable = AccountRecord & { deactivatedAt: Date | null; dictionary: readonly { key: string; value: string }[] }

/** Reads one, in the transaction that is to change it or without. Null when there is none. */
export const changeable = (tx: Pick<Transaction, 'account'>, id: number): Promise<Changeable | null> =>
  tx.account.findUnique({
    where: { id },
    include: { ...wholeAccount, dictionary: { orderBy: { key: 'asc' }, select: { key: true, value: true } } },
  })
