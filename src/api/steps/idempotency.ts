import { doOnce } from '../../services/idempotency.sql.js'
import type { Platform } from '../../services/platform.js'
import type { ApiRequest } from '../apiRequest.js'
import type { AnyAnswer } from '../openapiBackend.js'

/** Does what a POST asks for once, if its sender has given it an `Idempotency-Key`. What nobody has to prove who they are for has none. */
export function once(
  deps: Platform,
  { method, headers, target, body, principal }: ApiRequest,
  work: () => Promise<AnyAnswer>,
): Promise<AnyAnswer> {
  const key = headers['idempotency-key']
  if (method !== 'POST' || !principal || typeof key !== 'string') return work()
  // what a key with a narrower scope may not ask for, it is not told either
  const { account, scope = 'admin' } = principal
  const content = JSON.stringify([method, target, body ?? null, scope])
  return doOnce(deps, { accountId: account.id, admin: account.admin, key, content }, work)
}
