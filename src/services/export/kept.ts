import type { Prisma } from '../../../generated/prisma/sqlite/client.js'

// Columns are named one by one: what is secret (hashes, sealed texts, tokens, keys) is not read, and what is new is not exported by accident.

const OLDEST_FIRST = { createdAt: 'asc' } as const
const person = { id: true, username: true, domain: true, displayName: true } as const satisfies Prisma.AccountSelect

/** What a document about an account is made of: its row, and the rows of every table that belong to it. */
export const kept = {
  ...{ id: true, username: true, domain: true, spaceId: true, email: true, phone: true, displayName: true, dtmfProtocol: true },
  ...{ activated: true, blocked: true, activatedBeforeBlock: true, admin: true, deactivatedAt: true, selfMade: true, tokenMade: true },
  ...{ ipAddress: true, userAgent: true, createdAt: true, updatedAt: true, confirmationKeyExpires: true },
  passwords: { select: { algorithm: true }, orderBy: { algorithm: 'asc' } },
  previousPasswords: { select: { algorithm: true, expiresAt: true }, orderBy: { algorithm: 'asc' } },
  codes: { select: { channel: true, target: true, createdAt: true, expiresAt: true }, orderBy: { channel: 'asc' } },
  dictionary: { select: { key: true, value: true }, orderBy: { key: 'asc' } },
  types: { select: { type: { select: { id: true, key: true } } }, orderBy: { typeId: 'asc' } },
  actions: { select: { id: true, key: true, code: true }, orderBy: { id: 'asc' } },
  contacts: { select: { contact: { select: person } }, orderBy: { contactId: 'asc' } },
  contactsLists: {
    select: {
      list: {
        select: {
          ...{ id: true, title: true, description: true, createdAt: true, updatedAt: true },
          members: { select: { contact: { select: person } }, orderBy: { contactId: 'asc' } },
        },
      },
    },
    orderBy: { listId: 'asc' },
  },
  listMemberships: { select: { list: { select: { id: true, title: true } } }, orderBy: { listId: 'asc' } },
  vcards: { select: { uid: true, vcard: true, createdAt: true, updatedAt: true }, orderBy: { id: 'asc' } },
  externalAccount: {
    select: {
      ...{ username: true, domain: true, realm: true, registrar: true, outboundProxy: true, protocol: true, algorithm: true },
      ...{ createdAt: true, updatedAt: true },
    },
  },
  sessions: {
    select: {
      ...{ createdAt: true, lastUsedAt: true, expiresAt: true, provenAt: true, ipAddress: true, userAgent: true },
      ...{ factor: true, byDevice: true },
    },
    orderBy: OLDEST_FIRST,
  },
  logins: {
    select: {
      ...{ scheme: true, result: true, address: true, times: true, userAgent: true, asked: true },
      ...{ firstAt: true, lastAt: true, until: true },
    },
    orderBy: { id: 'asc' },
  },
  passkeys: { select: { id: true, name: true, createdAt: true, lastUsedAt: true }, orderBy: { id: 'asc' } },
  authenticatorApp: { select: { createdAt: true, lastUsedAt: true } },
  recoveryCodes: { select: { createdAt: true } },
  apiKeys: {
    select: {
      ...{ id: true, name: true, scope: true, networks: true, idleMinutes: true, personal: true },
      ...{ createdAt: true, lastUsedAt: true },
    },
    orderBy: { id: 'asc' },
  },
  oneTimeLinks: { select: { purpose: true, createdAt: true, expiresAt: true }, orderBy: { purpose: 'asc' } },
  authTokens: {
    select: { ipAddress: true, userAgent: true, createdAt: true, attachedAt: true, expiresAt: true },
    orderBy: OLDEST_FIRST,
  },
  messages: {
    select: {
      ...{ channel: true, kind: true, recipient: true, tries: true },
      ...{ createdAt: true, expiresAt: true, sentAt: true, failedAt: true },
    },
    orderBy: { id: 'asc' },
  },
} as const satisfies Prisma.AccountSelect
