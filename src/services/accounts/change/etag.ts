import { keyedHash } from '../../../auth/secretBox.js'
import type { Platform } from '../../platform.js'
import type { Changeable } from './changeable.js'

/**
 * The entity tag of what `PUT` can write of an account (RFC 9110 section 8.8.3), in its quotes. It is keyed, as it depends on the hash of the password too.
 */
export function etagOf({ keys }: Pick<Platform, 'keys'>, account: Changeable): string {
  const { username, domain, email, phone, displayName, dtmfProtocol, admin, activated, blocked, activatedBeforeBlock } = account
  const state = {
    ...{ username, domain, email, phone, displayName, dtmfProtocol, admin, activated, blocked, activatedBeforeBlock },
    passwords: account.passwords.map(({ algorithm, password }) => [algorithm, password]),
    dictionary: account.dictionary.map(({ key, value }) => [key, value]),
  }
  return `"${keyedHash(keys.etags, String(account.id), JSON.stringify(state)).slice(0, 22)}"`
}
