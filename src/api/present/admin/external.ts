import type { components } from '../../../../generated/openapi.js'
import { toIsoDate } from '../../../domain/dates.js'
import type { ExternalRecord } from '../../../services/external/externalAccounts.js'

/** An external account; the hash of its password has not been read. */
export const presentExternal = (external: ExternalRecord): components['schemas']['ExternalAccount'] => ({
  id: external.id,
  account_id: external.accountId,
  username: external.username,
  domain: external.domain,
  realm: external.realm,
  registrar: external.registrar,
  outbound_proxy: external.outboundProxy,
  protocol: external.protocol as components['schemas']['ExternalProtocol'],
  algorithm: external.algorithm,
  created_at: toIsoDate(external.createdAt),
  updated_at: toIsoDate(external.updatedAt),
})
