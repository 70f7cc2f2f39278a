import { AppError } from '../../domain/errors.js'
import type { Principal } from '../../http/principal.js'
import { inactiveError } from '../../services/accounts/fields.js'
import type { Operation } from '../operation.js'

/**
 * What the account must be for the operation, as its `x-role` and `x-before-activation` say.
 * @returns the refusal, 403 account_not_activated, account_blocked or admin_required; undefined when the account may
 */
export function refusalOf({ account }: Principal, operation: Operation, headers: Record<string, string>): AppError | undefined {
  if (!account.activated && !letsIn(operation, account)) return inactiveError(account, { headers })
  if (operation['x-role'] === 'admin' && !account.admin)
    return new AppError(403, 'admin_required', 'This takes an administrator.', { headers })
  return undefined
}

/** Whether an operation lets an account in that is not activated: none that is blocked; any, or one that a creation token has made and that no administrator has deactivated. */
function letsIn({ 'x-before-activation': who }: Operation, { blocked, tokenMade }: Principal['account']): boolean {
  return !blocked && (who === 'any' || (who === 'token' && tokenMade))
}
