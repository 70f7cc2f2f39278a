import type { AccountRecord } from '../services/accounts/record.js'
import type { KeyScope } from '../services/credentials/keyFacts.js'

/** Who a request comes from, and how that was proven. It carries the account: nothing looks up again what security has read. */
export interface Principal {
  account: AccountRecord
  by: 'digest' | 'apiKey' | 'session'
  /** what the API key may do of all that the account may; undefined for what is no key: all */
  scope?: KeyScope
  /** of an API key that the account has made for itself, with its password alone */
  personal?: boolean
}
