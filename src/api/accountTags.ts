import type { Changeable } from '../services/accounts/change/changeable.js'
import type { Platform } from '../services/platform.js'
import { type EntityTags, entityTags } from './entityTags.js'

/** The entity tags of accounts: the API's, and those that the panel's form carries. */
export const accountTags = (deps: Pick<Platform, 'keys'>): EntityTags<Tagged> => entityTags(deps, 'account', writable)

/** What an entity tag is made of, however it was read. */
type Tagged = Omit<Changeable, 'deactivatedAt'>

/** What `PUT` can write of an account. */
function writable({ username, domain, email, phone, displayName, dtmfProtocol, ...account }: Tagged) {
  const { admin, activated, blocked, activatedBeforeBlock } = account
  return {
    ...{ username, domain, email, phone, displayName, dtmfProtocol, admin, activated, blocked, activatedBeforeBlock },
    passwords: sorted(account.passwords.map(({ algorithm, password }) => [algorithm, password])),
    dictionary: sorted(account.dictionary.map(({ key, value }) => [key, value])),
    // shown as the account's own while it waits for its code
    waiting: sorted(account.codes.map(({ channel, target }) => [channel, target])),
  }
}

/** Databases order text in ways of their own. */
const sorted = (pairs: [name: string, value: string][]): [string, string][] => pairs.sort(([a], [b]) => (a < b ? -1 : 1))
