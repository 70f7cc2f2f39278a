import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { scopeOf } from '../../services/credentials/keyFacts.js'
import type { AccountExport, KeptOfAccount } from '../../services/export/export.js'
import { messageState } from '../../services/messages/list.js'
import type { Platform } from '../../services/platform.js'
import { reply } from '../types.js'
import { accountWith } from './accounts.js'
import { presentLogin } from './admin/logins.js'
import { presentAuditEntry } from './audit.js'
import { presentDevice } from './devices.js'

type Schemas = components['schemas']
type Kept = KeptOfAccount['account']
type Document = Schemas['AccountExport']

/** All that is known about an account, for administrators. */
export function presentExport(deps: Pick<Platform, 'config'>, exported: AccountExport): Document {
  const { account, auditLog, devices } = exported
  const { dictionary, types, actions, contacts, contactsLists, listMemberships, externalAccount } = account
  return {
    exported_at: toIsoDate(exported.exportedAt),
    account: accountWith(deps, account, {
      dictionary: Object.fromEntries(dictionary.map(({ key, value }) => [key, value])), // has a key `__proto__` as any other
      types: types.map(({ type }) => type),
      actions,
    }),
    deactivated_at: account.deactivatedAt && toIsoDate(account.deactivatedAt),
    self_made: account.selfMade,
    token_made: account.tokenMade,
    actions,
    waiting_addresses: account.codes.map(({ channel, target, ...times }) => ({ channel, address: target, ...span(times) })),
    previous_passwords: account.previousPasswords.map(({ algorithm, expiresAt }) => ({
      algorithm: algorithm as Schemas['StoredAlgorithm'],
      expires_at: toIsoDate(expiresAt),
    })),
    contacts: contacts.map(({ contact }) => presentPerson(contact)),
    contacts_lists: contactsLists.map(({ list: { id, title, description, members, ...times } }) => ({
      ...{ id, title, description },
      ...changes(times),
      contacts: members.map(({ contact }) => presentPerson(contact)),
    })),
    member_of: listMemberships.map(({ list }) => list),
    contact_of: exported.contactOf,
    vcards: account.vcards.map(({ uid, vcard, ...times }) => ({ uid, vcard, ...changes(times) })),
    external_account: externalAccount && presentExternal(externalAccount),
    devices: { state: devices.state, data: devices.devices.map(presentDevice) },
    registration_removal_at: exported.removalSince && toIsoDate(exported.removalSince),
    b2bua_notices: exported.b2buaNotices.map(({ username, domain, createdAt }) => ({ username, domain, created_at: toIsoDate(createdAt) })),
    ...presentAccess(account),
    logins: account.logins.map(presentLogin),
    creation_tokens: exported.creationTokens.map(({ usedAt, ...times }) => ({ ...span(times), used_at: usedAt && toIsoDate(usedAt) })),
    messages: account.messages.map(presentMessage),
    audit_log: { data: auditLog.entries.map(presentAuditEntry), next_cursor: auditLog.nextCursor },
  }
}

/** All that is known about an account, for itself: what names others, an administrator's address for one, is left out. */
export function presentOwnExport(deps: Pick<Platform, 'config'>, exported: AccountExport): Document {
  const { account, audit_log: log, ...rest } = presentExport(deps, exported)
  const { id, selfMade } = exported.account
  return {
    ...rest,
    account: selfMade ? account : { ...account, ip_address: null, user_agent: null },
    audit_log: ownLog(log, id),
  }
}

/** The entries of the audit log as the account of this id reads them. */
export const ownLog = (log: Document['audit_log'], id: number): Document['audit_log'] => ({
  ...log,
  data: log.data.map((entry) => withoutOthers(entry, id)),
})

/** The document as a file to be saved. */
export const exportFile = (body: Document) => reply({ status: 200, body, headers: attachment(body) })

/** The headers of the document. Its name has the id alone: user names may have any character. */
export const attachment = ({ account: { id } }: Document) => ({ 'Content-Disposition': `attachment; filename="account-${id}.json"` })

/** An administrator is no more than one, and an account that this one administrated is nobody. */
function withoutOthers(entry: Schemas['ExportedAuditEntry'], id: number): Schemas['ExportedAuditEntry'] {
  const byOther = entry.actor_id !== null && entry.actor_id !== id
  const toOther = entry.account_id !== null && entry.account_id !== id
  return {
    ...entry,
    ...(byOther && { actor_id: null, actor_address: null }),
    ...(toOther && { account_id: null, account: null, detail: null }),
  }
}

/** How somebody gets in as the account, without what lets them. */
const presentAccess = ({ sessions, apiKeys, oneTimeLinks, authTokens, passkeys, authenticatorApp, recoveryCodes }: Kept) => ({
  sessions: sessions.map(({ lastUsedAt, provenAt, ipAddress, userAgent, factor, byDevice, ...times }) => ({
    ...span(times),
    last_used_at: toIsoDate(lastUsedAt),
    proven_at: provenAt && toIsoDate(provenAt),
    ip_address: ipAddress,
    user_agent: userAgent,
    factor,
    by_device: byDevice,
  })),
  second_factor: {
    passkeys: passkeys.map(({ id, name, ...times }) => ({ id, name, ...uses(times) })),
    app: authenticatorApp && uses(authenticatorApp),
    recovery_codes: recoveryCodes.map(({ createdAt }) => ({ created_at: toIsoDate(createdAt) })),
  },
  api_keys: apiKeys.map(({ id, name, scope, networks, idleMinutes, personal, createdAt, lastUsedAt }) => ({
    ...{ id, name, personal },
    scope: scopeOf(scope),
    networks: networks?.split(',') ?? [],
    idle_minutes: idleMinutes,
    created_at: toIsoDate(createdAt),
    last_used_at: lastUsedAt && toIsoDate(lastUsedAt),
  })),
  links: oneTimeLinks.map(({ purpose, ...times }) => ({ purpose, ...span(times) })),
  device_logins: authTokens.map(({ ipAddress, userAgent, attachedAt, ...times }) => ({
    ip_address: ipAddress,
    user_agent: userAgent,
    attached_at: attachedAt && toIsoDate(attachedAt),
    ...span(times),
  })),
})

const uses = ({ createdAt, lastUsedAt }: { createdAt: Date; lastUsedAt: Date | null }) => ({
  created_at: toIsoDate(createdAt),
  last_used_at: lastUsedAt && toIsoDate(lastUsedAt),
})

const presentMessage = ({ channel, kind, recipient, tries, sentAt, failedAt, ...times }: Kept['messages'][number]) => ({
  ...{ channel, kind, recipient, tries },
  state: messageState({ sentAt, failedAt }),
  ...span(times),
  sent_at: sentAt && toIsoDate(sentAt),
  failed_at: failedAt && toIsoDate(failedAt),
})

const presentPerson = ({ id, displayName, ...aor }: Aor & { id: number; displayName: string | null }) => ({
  id,
  sip_uri: `sip:${addressOf(aor)}`,
  display_name: displayName,
})

const presentExternal = ({ outboundProxy, createdAt, updatedAt, ...rest }: NonNullable<Kept['externalAccount']>) => ({
  ...rest,
  outbound_proxy: outboundProxy,
  ...changes({ createdAt, updatedAt }),
})

const span = ({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date }) => ({
  created_at: toIsoDate(createdAt),
  expires_at: toIsoDate(expiresAt),
})
const changes = ({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }) => ({
  created_at: toIsoDate(createdAt),
  updated_at: toIsoDate(updatedAt),
})
