import { AppError } from '../../domain/errors.js'
import type { Principal } from '../../http/principal.js'
import type { Operation } from '../operation.js'

/**
 * What the account must be for the operation, as its `x-role` says.
 * @returns the refusal, 403 account_not_activated or admin_required; undefined when the account may
 */
export function refusalOf({ account }: Principal, operation: Operation, headers: Record<string, string>): AppError | undefined {
  if (!account.activated) return new AppError(403, 'account_not_activated', 'This account is not activated yet.', { headers })
  if (operation['x-role'] === 'admin' && !account.admin)
    return new AppError(403, 'admin_required', 'This takes an administrator.', { headers })
  return undefined
}
