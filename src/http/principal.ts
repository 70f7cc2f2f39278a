import type { AccountRecord } from '../services/accounts/record.js'

/** Who a request comes from, and how that was proven. It carries the account: nothing looks up again what security has read. */
export interface Principal {
  account: AccountRecord
  by: 'digest' | 'apiKey' | 'session'
}
