import type { components } from '../../../../generated/openapi.js'
import { toIsoDate } from '../../../domain/dates.js'
import { type MessageRecord, masked, messageState } from '../../../services/messages/list.js'

type Schemas = components['schemas']

export const presentMessage = (message: MessageRecord): Schemas['Message'] => ({
  id: message.id,
  account_id: message.accountId,
  channel: message.channel as Schemas['MessageChannel'],
  kind: message.kind as Schemas['MessageKind'],
  recipient: masked(message.recipient),
  state: messageState(message),
  tries: message.tries,
  last_error: message.lastError,
  request_id: message.requestId,
  created_at: toIsoDate(message.createdAt),
  expires_at: toIsoDate(message.expiresAt),
  next_try_at: message.nextTryAt && toIsoDate(message.nextTryAt),
  sent_at: message.sentAt && toIsoDate(message.sentAt),
  failed_at: message.failedAt && toIsoDate(message.failedAt),
})
