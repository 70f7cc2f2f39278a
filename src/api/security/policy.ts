import type { Config } from '../../config/config.js'
import { AppError } from '../../domain/errors.js'
import type { Principal } from '../../http/principal.js'
import { inactiveError } from '../../services/accounts/fields.js'
import type { Operation } from '../operation.js'
import { scopeRefusal } from './scopes.js'

/**
 * What the account and its key must be for the operation, as its `x-role`, `x-before-activation` and `x-scope` say.
 * @returns the refusal, 403 account_not_activated, account_blocked, admin_required or scope_missing; undefined when the account may
 */
export function refusalOf({ account, scope }: Principal, operation: Operation, headers: Record<string, string>): AppError | undefined {
  if (!account.activated && !letsIn(operation, account)) return inactiveError(account, { headers })
  if (operation['x-role'] === 'admin' && !account.admin)
    return new AppError(403, 'admin_required', 'This takes an administrator.', { headers })
  return scopeRefusal(scope, operation, headers)
}

/**
 * Keeps who has shown no more than a password from what takes an administrator, where ADMIN_DIGEST is off: a digest, or a key that an account makes for itself by one.
 * @returns the refusal, 403 admin_required
 */
export function passwordRefusal(
  { adminDigest }: Pick<Config, 'adminDigest'>,
  { by, personal = false }: Principal,
  operation: Operation,
  headers: Record<string, string>,
): AppError | undefined {
  if (adminDigest || operation['x-role'] !== 'admin' || (by === 'apiKey' && !personal)) return undefined
  return new AppError(403, 'admin_required', 'Here administrators use an API key for this: make one on the page of API keys.', { headers })
}

/** Whether an operation lets an account in that is not activated: none that is blocked; any, or one that a creation token has made and that no administrator has deactivated. */
function letsIn({ 'x-before-activation': who }: Operation, { blocked, tokenMade }: Principal['account']): boolean {
  return !blocked && (who === 'any' || (who === 'token' && tokenMade))
}
