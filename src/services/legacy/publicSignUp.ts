import type { components } from '../../../generated/openapi.js'
import type { Caller } from '../../caller.js'
import { AppError, invalidField } from '../../domain/errors.js'
import { numberOfName } from '../../domain/phone.js'
import { emailField, smsField } from '../accounts/fields.js'
import type { AccountRecord } from '../accounts/record.js'
import { type SignUpDeps, signUpOnce } from '../tokens/withToken.js'

/**
 * Makes an account as apps up to 5.3 do: it waits for the code that its e-mail address or phone number is sent. Without a name it is named by its number.
 * @throws AppError 422 invalid_token (without `errors`), username_taken, phone_in_use, validation_failed; 429 rate_limited
 */
export function createPublicAccount(
  deps: SignUpDeps,
  body: components['schemas']['NewPublicAccount'],
  caller: Caller,
): Promise<AccountRecord> {
  const { account_creation_token: token, password, algorithm, domain } = body
  const phone = body.phone === undefined ? undefined : smsField(deps, body.phone)
  const email = body.email === undefined ? undefined : emailField(body.email)
  const username = body.username ?? phone
  if (username === undefined || (phone === undefined && email === undefined)) throw noAddress()
  refuseUnproven(username, phone)
  return signUpOnce(deps, { token, username, password, algorithm, domain, email, phone, activated: false, tokenMade: true }, caller)
}

/** Who calls a number must reach its owner. */
function refuseUnproven(username: string, phone: string | undefined): void {
  const number = numberOfName(username)
  if (number === undefined || number === phone) return
  throw invalidField('username', 'A user name that is a phone number is for whoever proves it: give that number as `phone` too.')
}

function noAddress(): AppError {
  const text = 'Give an e-mail address or a phone number: a code goes there.'
  return new AppError(422, 'validation_failed', text, { errors: { email: [text], phone: [text] } })
}
