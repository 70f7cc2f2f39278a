import type { Belongings } from './belongings.sql.js'
import type { AccountReads } from './reads.sql.js'
import type { AccountRecord, NewAccountRow } from './record.js'

/** An account that a token makes: its name is no phone number, and no address waits for a code. */
export interface TokenSignUp {
  tokenHash: string
  row: NewAccountRow
}

/** The accounts as the hottest requests read and write them. */
export interface AccountStore extends AccountReads {
  /** what is shown with an account, beside its record */
  belongings(accountId: number): Promise<Belongings>
  /** @throws AppError 422 username_taken, phone_in_use */
  insert(row: NewAccountRow): Promise<AccountRecord>
  /**
   * Uses up a creation token, and inserts the account that it makes.
   * @returns undefined when nothing was done: it has to be done by itself
   * @throws AppError 422 invalid_token, username_taken
   */
  signUp(signUp: TokenSignUp): Promise<AccountRecord | undefined>
}
