import { notFound } from '../../domain/errors.js'
import { parseAor } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { With } from '../deps.js'

/** The account of a SIP address, for what anyone may know of it. @throws AppError 404 */
export async function getAccountInfo(deps: With<'accounts'>, sip: string): Promise<AccountRecord> {
  const aor = parseAor(sip)
  const account = aor && (await deps.accounts.byAor(aor))
  if (!account) throw notFound('There is no such account.')
  return account
}
