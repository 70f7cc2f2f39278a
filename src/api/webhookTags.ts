import type { Platform } from '../services/platform.js'
import type { WebhookFacts } from '../services/webhooks/webhooks.js'
import { type EntityTags, entityTags } from './entityTags.js'

/** The entity tags of webhooks, of what `PUT` can write: the API's, and those that the panel's form carries. */
export const webhookTags = (deps: Pick<Platform, 'keys'>): EntityTags<WebhookFacts> =>
  entityTags(deps, 'webhook', ({ name, url, events, enabled }) => [name, url, events, enabled])
