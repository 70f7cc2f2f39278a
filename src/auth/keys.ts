import { deriveKey } from './secretBox.js'

/** Keys for separate purposes, all derived from SECRET, so that none serves two. */
export interface Keys {
  /** HMAC of codes and PINs: a PIN's plain hash would fall to 10,000 guesses */
  readonly codes: Buffer
  /** AES key of messages that wait to be sent */
  readonly messages: Buffer
  /** HMAC of the panel's cookies and forms */
  readonly sessions: Buffer
  /** AES key of what a page has to say on the next one */
  readonly flash: Buffer
  /** AES key of forms that wait for the password in a page */
  readonly heldForms: Buffer
  /** HMAC of the callers that a limit counts */
  readonly limits: Buffer
  /** AES key of one-time links that their owner may see again */
  readonly links: Buffer
  /** AES key of what a recovery carries from page to page */
  readonly recovery: Buffer
  /** HMAC of requests that were done lately, and of tokens that follow from others */
  readonly repeats: Buffer
  /** HMAC of proofs of work that browsers are given */
  readonly captcha: Buffer
  /** HMAC of idempotency keys and their requests, and AES key of the answers */
  readonly idempotency: Buffer
  /** HMAC of the states that entity tags name */
  readonly etags: Buffer
  /** AES key of the secrets that webhooks are signed with */
  readonly webhooks: Buffer
  /** AES key of accounts that are to be made with their passwords, and of passwords that were made */
  readonly bulk: Buffer
  /** AES key of the secrets of authenticator apps */
  readonly authenticatorApps: Buffer
  /** AES key of what pages of the second factor carry to the next */
  readonly secondSteps: Buffer
}

export const deriveKeys = (secret: string): Keys => ({
  codes: deriveKey(secret, 'codes'),
  messages: deriveKey(secret, 'messages'),
  sessions: deriveKey(secret, 'sessions'),
  flash: deriveKey(secret, 'flash'),
  heldForms: deriveKey(secret, 'held-forms'),
  limits: deriveKey(secret, 'limits'),
  links: deriveKey(secret, 'links'),
  recovery: deriveKey(secret, 'recovery'),
  repeats: deriveKey(secret, 'repeats'),
  captcha: deriveKey(secret, 'captcha'),
  idempotency: deriveKey(secret, 'idempotency'),
  etags: deriveKey(secret, 'etags'),
  webhooks: deriveKey(secret, 'webhooks'),
  bulk: deriveKey(secret, 'bulk'),
  authenticatorApps: deriveKey(secret, 'authenticator-apps'),
  secondSteps: deriveKey(secret, 'second-steps'),
})
