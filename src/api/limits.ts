import { addressBlock } from '../domain/ip.js'
import type { With } from '../services/deps.js'
import { countRequest, REQUEST_LIMITS } from '../services/limits/requests.js'
import type { ApiRequest } from './apiRequest.js'

/** Counts a request whose operation has a limit per address. @throws AppError 429 rate_limited */
export async function limitByAddress(deps: With<'limits'>, request: ApiRequest): Promise<void> {
  const limit = request.operation['x-limit']
  if (limit && REQUEST_LIMITS[limit].per === 'address') request.setHeaders(await countRequest(deps, limit, addressBlock(request.caller.ip)))
}

/** Counts a request whose operation has a limit per account. @throws AppError 429 rate_limited */
export async function limitByAccount(deps: With<'limits'>, request: ApiRequest): Promise<void> {
  const limit = request.operation['x-limit']
  if (limit && REQUEST_LIMITS[limit].per === 'account' && request.principal)
    request.setHeaders(await countRequest(deps, limit, String(request.principal.account.id)))
}
