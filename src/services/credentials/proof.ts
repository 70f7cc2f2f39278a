import type { Transaction } from '../../db/client.js'
import { AppError } from '../../domain/errors.js'
import { type AccountRecord, takeAccount } from '../accounts/record.js'

/** An account as it was when its owner was let in. */
export type Proven = Pick<AccountRecord, 'id' | 'passwords'>

/**
 * Takes the passwords that somebody was let in with: a change of the password that comes at the same time waits, and ends what this transaction makes, or has been.
 * To be called before the transaction takes anything that a change ends.
 * @returns whether one of them is a password of the account still
 */
export async function holdPasswords(
  tx: Transaction,
  accountId: number,
  passwords: readonly { algorithm: string; password: string }[],
): Promise<boolean> {
  if (passwords.length === 0) {
    await takeAccount(tx, accountId)
    return (await tx.password.count({ where: { accountId } })) === 0
  }
  const known = passwords.map(({ algorithm, password }) => ({ algorithm, password }))
  return (await tx.password.updateMany({ where: { accountId, OR: known }, data: { accountId } })).count > 0
}

/** For what lets somebody in, made by who has proven the account. @throws AppError 401 unauthenticated when its password has been changed since */
export async function requireProof(tx: Transaction, { id, passwords }: Proven): Promise<void> {
  if (!(await holdPasswords(tx, id, passwords)) && (await tx.account.count({ where: { id } })) > 0)
    throw new AppError(401, 'unauthenticated', 'The password has just been changed. Log in again.')
}
