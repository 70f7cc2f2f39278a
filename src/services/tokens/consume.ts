import type { Caller } from '../../caller.js'
import { AppError, notFound } from '../../domain/errors.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { redeemToken, TOKEN_REFUSED, usedBy } from './creationTokens.js'

/**
 * Uses up a creation token for an account that exists: before its activation it may look after itself then. The same account can repeat it.
 * @returns until when the token was good
 * @throws AppError 404 for a token that is not good, 403 account_not_activated when an administrator has deactivated the account
 */
export async function consumeCreationToken(
  deps: With<'metrics'>,
  accountId: number,
  token: string,
  caller: Caller,
): Promise<{ expiresAt: Date }> {
  try {
    const consumed = await deps.db.prisma.$transaction(async (tx) => {
      const redeemed = await redeemToken(deps, tx, token, accountId)
      const { count } = await tx.account.updateMany({ where: { id: accountId, deactivatedAt: null }, data: { tokenMade: true } })
      if (count === 0) throw new AppError(403, 'account_not_activated', 'This account is not activated.')
      await audit(deps, tx, caller, 'consumeCreationToken', accountId)
      return redeemed
    })
    deps.metrics.token('creation', 'used')
    return consumed
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'invalid_token')) throw error
    const used = await usedBy(deps, token)
    if (used?.accountId !== accountId) throw notFound(TOKEN_REFUSED)
    return used
  }
}
