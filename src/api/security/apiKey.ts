import { addressBlock } from '../../domain/ip.js'
import type { Principal } from '../../http/principal.js'
import { scopeOf } from '../../services/credentials/keyFacts.js'
import { findKeyOwner } from '../../services/credentials/keyUse.js'
import { noteLogin } from '../../services/credentials/loginEvents.js'
import type { With } from '../../services/deps.js'
import { countRequest } from '../../services/limits/requests.js'
import type { ApiRequest } from '../apiRequest.js'
import { fromOf } from './from.js'
import type { SecurityScheme } from './scheme.js'

type KeyDeps = With<'accounts' | 'credentials' | 'limits' | 'metrics'>

/** Header `x-api-key`: the owner of the key, unless From names another account. */
export const apiKeyScheme = (deps: KeyDeps): SecurityScheme => ({
  name: 'apiKey',
  metric: 'api_key',
  authenticate: (request) => byApiKey(deps, request),
})

async function byApiKey(deps: KeyDeps, request: ApiRequest): Promise<Principal | false> {
  const key = request.headers['x-api-key']
  if (typeof key !== 'string' || key === '') return false
  const owner = await findKeyOwner(deps, key, request.caller)
  if (!owner) {
    noteLogin(deps, 'api_key', 'wrong', request.caller)
    await countRequest(deps, 'wrong-keys', addressBlock(request.caller.ip))
    return false
  }
  const from = fromOf(request)
  if (from && (from.username !== owner.account.username || from.domain !== owner.account.domain)) return false
  return { account: owner.account, by: 'apiKey', scope: scopeOf(owner.scope), personal: owner.personal }
}
