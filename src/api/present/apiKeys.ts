import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import type { KeyFacts } from '../../services/credentials/apiKeys.js'

/** A key without the key, of which only a hash is stored. */
export const presentApiKey = ({ id, createdAt, lastUsedAt }: KeyFacts): components['schemas']['ApiKey'] => ({
  id,
  created_at: toIsoDate(createdAt),
  last_used_at: lastUsedAt && toIsoDate(lastUsedAt),
})
