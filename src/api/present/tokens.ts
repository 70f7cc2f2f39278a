import type { components } from '../../../generated/openapi.js'
import type { Caller } from '../../caller.js'
import { toIsoDate } from '../../domain/dates.js'
import type { MadeToken } from '../../services/tokens/creationTokens.js'

type Schemas = components['schemas']

/** A token for whoever has asked for it, and from where. */
export const presentCreationToken = ({ token, expiresAt }: MadeToken, { ip, userAgent }: Caller): Schemas['CreationToken'] => ({
  token,
  ip,
  user_agent: userAgent ?? null,
  expire_at: toIsoDate(expiresAt),
})

/** A token that an account has used up. What names a device is not kept. */
export const presentConsumedToken = (made: MadeToken, accountId: number, caller: Caller): Schemas['ConsumedToken'] => ({
  ...presentCreationToken(made, caller),
  pn_provider: null,
  pn_param: null,
  pn_prid: null,
  used: true,
  account_id: accountId,
})
