import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import type { AuditRecord } from '../../services/audit/list.js'

type Schemas = components['schemas']

export const presentAuditEntry = (entry: AuditRecord): Schemas['AuditEntry'] => ({
  id: entry.id,
  created_at: toIsoDate(entry.createdAt),
  action: entry.action as Schemas['AuditAction'],
  account_id: entry.accountId,
  account: entry.account,
  actor_kind: entry.actorKind as Schemas['AuditActorKind'],
  actor_id: entry.actorId,
  actor_address: entry.actorAddress,
  request_id: entry.requestId,
  detail: entry.detail,
})
