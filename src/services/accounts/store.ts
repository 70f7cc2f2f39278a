import type { Belongings } from './belongings.sql.js'
import type { AccountReads } from './reads.sql.js'
import type { AccountRecord, NewAccountRow } from './record.js'

/** The accounts as the hottest requests read and write them. */
export interface AccountStore extends AccountReads {
  /** what is shown with an account, beside its record */
  belongings(accountId: number): Promise<Belongings>
  /** @throws AppError 422 username_taken, phone_in_use */
  insert(row: NewAccountRow): Promise<AccountRecord>
}
