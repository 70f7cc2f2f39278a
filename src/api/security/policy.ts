import { AppError } from '../../domain/errors.js'
import type { Principal } from '../../http/principal.js'
import type { Operation } from '../operation.js'

/**
 * What the account must be for the operation, as its `x-role` and `x-before-activation` say.
 * @returns the refusal, 403 account_not_activated or admin_required; undefined when the account may
 */
export function refusalOf({ account }: Principal, operation: Operation, headers: Record<string, string>): AppError | undefined {
  if (!account.activated && !letsIn(operation, account))
    return new AppError(403, 'account_not_activated', 'This account is not activated yet.', { headers })
  if (operation['x-role'] === 'admin' && !account.admin)
    return new AppError(403, 'admin_required', 'This takes an administrator.', { headers })
  return undefined
}

/** Whether an operation lets an account in that is not activated: any, or one that a creation token has made and that no administrator has deactivated. */
function letsIn({ 'x-before-activation': who }: Operation, { tokenMade }: Principal['account']): boolean {
  return who === 'any' || (who === 'token' && tokenMade)
}
