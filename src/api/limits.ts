import { addressBlock } from '../domain/ip.js'
import type { With } from '../services/deps.js'
import { countRequest, limitOf } from '../services/limits/requests.js'
import type { ApiRequest } from './apiRequest.js'

/** Counts a request whose operation has a limit per address. @throws AppError 429 rate_limited */
export async function limitByAddress(deps: With<'limits'>, request: ApiRequest): Promise<void> {
  const limit = limitOf(request.operation.operationId)
  if (limit?.per === 'address') request.setHeaders(await countRequest(deps, limit.name, addressBlock(request.caller.ip)))
}

/** Counts a request whose operation has a limit per account. @throws AppError 429 rate_limited */
export async function limitByAccount(deps: With<'limits'>, request: ApiRequest): Promise<void> {
  const limit = limitOf(request.operation.operationId)
  if (limit?.per === 'account' && request.principal)
    request.setHeaders(await countRequest(deps, limit.name, String(request.principal.account.id)))
}
