import type { Caller } from '../../caller.js'
import { randomCode, randomPin } from '../../domain/codes.js'
import { AppError } from '../../domain/errors.js'
import { audit } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'
import { noSuchAccount } from './fields.js'
import { type AccountRecord, wholeAccount } from './record.js'

/** A key for an account that an administrator makes: 13 characters, or a PIN when it can only be told by phone. */
export const newConfirmationKey = (
  { clock }: Pick<Platform, 'clock'>,
  { email, phone }: { email: string | null; phone: string | null },
): string => (phone && !email ? randomPin(clock.random) : randomCode(clock.random))

/**
 * Gives an account that waits to be activated another confirmation key, or its first one. The former is void, and so are the tries that were made with it. The date until
 * which it is good stays if it is yet to come; otherwise the new one is good without end.
 * @throws AppError 404 not_found, nothing_pending when the account is activated, or an administrator has deactivated it
 */
export async function renewConfirmationKey(deps: Platform, id: number, caller: Caller): Promise<AccountRecord> {
  return deps.db.prisma.$transaction(async (tx) => {
    const account = await tx.account.findUnique({ where: { id } })
    if (!account) throw noSuchAccount()
    const { confirmationKeyExpires: until } = account
    const data = {
      confirmationKey: newConfirmationKey(deps, account),
      confirmationKeyExpires: until && until.getTime() > deps.clock.now() ? until : null,
      confirmationKeyTries: 0,
    }
    const { count } = await tx.account.updateMany({ where: { id, activated: false, deactivatedAt: null }, data })
    if (count === 0) throw new AppError(404, 'nothing_pending', 'This account does not wait to be activated by a key.')
    await audit(deps, tx, caller, 'createConfirmationKey', id)
    return tx.account.findUniqueOrThrow({ where: { id }, include: wholeAccount })
  })
}
