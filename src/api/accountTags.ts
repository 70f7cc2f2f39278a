import type { Changeable } from '../services/accounts/change/changeable.js'
import type { Platform } from '../services/platform.js'
import { type EntityTags, entityTags } from './entityTags.js'

/** The entity tags of accounts: the API's, and those that the panel's form carries. */
export const accountTags = (deps: Pick<Platform, 'keys'>): EntityTags<Changeable> => entityTags(deps, 'account', writable)

/** What `PUT` can write of an account. */
function writable({ username, domain, email, phone, displayName, dtmfProtocol, ...account }: Changeable) {
  const { admin, activated, blocked, activatedBeforeBlock } = account
  return {
    ...{ username, domain, email, phone, displayName, dtmfProtocol, admin, activated, blocked, activatedBeforeBlock },
    passwords: account.passwords.map(({ algorithm, password }) => [algorithm, password]),
    dictionary: account.dictionary.map(({ key, value }) => [key, value]),
    // shown as the account's own while it waits for its code
    waiting: account.codes.map(({ channel, target }) => [channel, target]),
  }
}
