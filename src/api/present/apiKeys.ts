import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import type { KeyFacts, MadeKey } from '../../services/credentials/keyFacts.js'

type Schemas = components['schemas']

/** A key without the key, of which only a hash is stored. */
export const presentApiKey = (key: KeyFacts): Schemas['ApiKey'] => ({
  id: key.id,
  name: key.name,
  scope: key.scope,
  networks: key.networks,
  idle_minutes: key.idleMinutes,
  personal: key.personal,
  created_at: toIsoDate(key.createdAt),
  last_used_at: key.lastUsedAt && toIsoDate(key.lastUsedAt),
  ends_at: key.endsAt && toIsoDate(key.endsAt),
})

/** A key that was just made: the one answer that shows it. */
export const presentMadeKey = (made: MadeKey): Schemas['MadeApiKey'] => ({ ...presentApiKey(made), key: made.key })
