import type { components } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { AuditAction } from '../audit/stamp.js'

export type EventType = components['schemas']['WebhookEvent']

/** What a webhook is told, as it is stored. */
export type DeliveryRecord = Prisma.WebhookDeliveryGetPayload<object>

/** The action of an event that is about no account, and is in no audit log. */
export const TEST = 'test'
const TEST_TYPE = 'webhook.test'

type Told = readonly [type: EventType, changed?: string]
const UNTOLD = undefined

/** What webhooks are told of each action of the audit log, with the member that it changes. */
const EVENTS: Readonly<Record<AuditAction, Told | undefined>> = {
  createAccount: ['account.created'],
  activateAccount: ['account.activated'],
  deactivateAccount: ['account.deactivated'],
  blockAccount: ['account.blocked'],
  unblockAccount: ['account.unblocked'],
  updateAccount: ['account.changed'],
  deleteAccount: ['account.deleted'],
  grantAdmin: ['account.changed', 'admin'],
  revokeAdmin: ['account.changed', 'admin'],
  changePassword: ['account.changed', 'password'],
  recoverPassword: ['account.changed', 'password'],
  changeEmail: ['account.changed', 'email'],
  changePhone: ['account.changed', 'phone'],
  addContact: ['account.changed', 'contacts'],
  removeContact: ['account.changed', 'contacts'],
  addContactsList: ['account.changed', 'contacts'],
  removeContactsList: ['account.changed', 'contacts'],
  changeVcards: ['account.changed', 'vcards'],
  changeExternalAccount: ['account.changed', 'external_account'],
  deleteExternalAccount: ['account.changed', 'external_account'],
  attachDevice: ['device.attached'],
  useProvisioningLink: ['device.provisioned'],
  deleteDevice: ['device.removed'],
  // what nobody but its owner need know, or what is about no account
  recoverAccount: UNTOLD,
  sendPasswordReset: UNTOLD,
  sendInvitation: UNTOLD,
  sendCode: UNTOLD,
  createApiKey: UNTOLD,
  revokeApiKey: UNTOLD,
  useApiKey: UNTOLD,
  logIn: UNTOLD,
  liftLoginDelay: UNTOLD,
  endSessions: UNTOLD,
  endSession: UNTOLD,
  addSecondFactor: UNTOLD,
  removeSecondFactor: UNTOLD,
  renewRecoveryCodes: UNTOLD,
  useRecoveryCode: UNTOLD,
  exportAccount: UNTOLD,
  createConfirmationKey: UNTOLD,
  createProvisioningLink: UNTOLD,
  resetPushDevice: UNTOLD,
  createCreationToken: UNTOLD,
  consumeCreationToken: UNTOLD,
  createContactsList: UNTOLD,
  updateContactsList: UNTOLD,
  deleteContactsList: UNTOLD,
  addContactToList: UNTOLD,
  removeContactFromList: UNTOLD,
  changeAccountTypes: UNTOLD,
  activatePhoneCountry: UNTOLD,
  deactivatePhoneCountry: UNTOLD,
  createWebhook: UNTOLD,
  updateWebhook: UNTOLD,
  deleteWebhook: UNTOLD,
  disableWebhook: UNTOLD,
  testWebhook: UNTOLD,
  replayWebhookDelivery: UNTOLD,
  importAccounts: UNTOLD,
  exportAccounts: UNTOLD,
}

const told = (action: string): Told | undefined => EVENTS[action as AuditAction]

/** Every event, in the order in which they are listed. */
export const EVENT_TYPES: readonly EventType[] = [...new Set(Object.values(EVENTS).flatMap((event) => event?.[0] ?? []))]

/** The actions of the audit log that some events stand for. */
export const actionsOf = (types: readonly EventType[]): string[] =>
  Object.entries(EVENTS).flatMap(([action, event]) => (event && types.includes(event[0]) ? action : []))

/** The events that some actions stand for, in the order in which they are listed. */
export function typesOf(actions: readonly string[]): EventType[] {
  const types = new Set(actions.map((action) => told(action)?.[0]))
  return EVENT_TYPES.filter((type) => types.has(type))
}

/** `account.created`, or `webhook.test`. */
export const typeOf = ({ action }: Pick<DeliveryRecord, 'action'>): string => told(action)?.[0] ?? TEST_TYPE

/** What the far end gets as `webhook-id`, at each try and replay. */
export const eventId = ({ id }: Pick<DeliveryRecord, 'id'>): string => `evt_${id}`

/**
 * What is posted, the same at each try: who was concerned and what happened, and neither a secret nor an address.
 * @param domain of the space of the webhook
 */
export function payloadOf(event: DeliveryRecord, domain: string): string {
  const [username, ofAccount] = event.account?.split(/@(.*)/s) ?? []
  return JSON.stringify({
    id: eventId(event),
    type: typeOf(event),
    created_at: event.createdAt.toISOString(),
    domain,
    account: event.accountId === null ? null : { id: event.accountId, username, domain: ofAccount },
    data: {
      actor: event.actorKind,
      ...(event.activated !== null && { activated: event.activated }),
      ...(typeOf(event) === ('account.changed' satisfies EventType) && { changed: changedOf(event) }),
    },
  })
}

function changedOf({ action, changed }: DeliveryRecord): string[] {
  const member = told(action)?.[1]
  return changed?.split(' ') ?? (member === undefined ? [] : [member])
}
