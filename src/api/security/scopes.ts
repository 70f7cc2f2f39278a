import { AppError } from '../../domain/errors.js'
import { isAdministrator } from '../../services/accounts/find.js'
import type { KeyScope } from '../../services/credentials/keyFacts.js'
import type { Platform } from '../../services/platform.js'
import type { ApiRequest } from '../apiRequest.js'
import type { Operation } from '../operation.js'

/** What an operation takes that names no scope: to forget `x-scope` widens nothing. */
const CLOSED: readonly KeyScope[] = ['admin']

/**
 * Whether a key may call an operation, as its `x-scope` says. `admin` may call all.
 * @param scope of the key; undefined when there is none, as with a digest
 * @returns the refusal, 403 scope_missing
 */
export function scopeRefusal(
  scope: KeyScope | undefined,
  { 'x-scope': taken = CLOSED }: Operation,
  headers: Record<string, string>,
): AppError | undefined {
  if (scope === undefined || scope === 'admin' || taken.includes(scope)) return undefined
  return scopeMissing([...new Set([...taken, 'admin'])], headers)
}

function scopeMissing(taken: readonly string[], headers: Record<string, string> = {}): AppError {
  const text = `This key may not do this. It takes a key with ${taken.length > 1 ? 'one of these scopes' : 'the scope'}: ${taken.join(', ')}.`
  return new AppError(403, 'scope_missing', text, { headers })
}

/**
 * Keeps a key of scope `accounts` from what would make it one of scope `admin`: it makes no administrators, and touches none, as who sets an
 * administrator's password or makes a link that brings it to an app, is that administrator.
 * To be called with a request that is as the contract says.
 * @throws AppError 403 scope_missing
 */
export async function spareAdministrators(deps: Pick<Platform, 'db'>, request: ApiRequest): Promise<void> {
  const { principal, operation, body, params } = request
  if (principal?.scope !== 'accounts') return
  if (rowsOf(operation, body).some(makesAdministrator)) throw scopeMissing(CLOSED)
  // what a key that reads may see is no secret of anybody
  if (!operation.path.startsWith('/accounts/{id}') || operation['x-scope']?.includes('read')) return
  if (await isAdministrator(deps, Number(params.id))) throw scopeMissing(CLOSED)
}

/** The objects of a body that may say `admin`: itself, and its rows, which are not validated yet. */
function rowsOf({ 'x-rows': rows }: Operation, body: unknown): unknown[] {
  const listed = rows === undefined ? undefined : (body as Record<string, unknown>)[rows]
  return [body, ...(Array.isArray(listed) ? listed : [])]
}

const makesAdministrator = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'admin' in row && !NOT_ADMIN.includes(row.admin)
const NOT_ADMIN: readonly unknown[] = [false, null, '0']
