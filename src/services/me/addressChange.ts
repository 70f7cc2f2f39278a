import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError, invalidField } from '../../domain/errors.js'
import { emailField, phoneInUse, refusingTaken, smsField } from '../accounts/fields.js'
import { isForeignPhone, refuseForeignPhone } from '../accounts/numbers.sql.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { countWrongPins } from '../limits/pins.js'
import { withinSending } from '../limits/sending.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { type Channel, consumeCode, issueCode, tryCode } from './codes.js'

/** Sends a link and a code to the new e-mail address, and a notice to the old one; the account's changes when one of the former comes back. */
export async function requestEmailChange(
  deps: With<'limits' | 'outbound'>,
  account: AccountRecord,
  text: string,
  caller: Caller,
): Promise<void> {
  const email = emailField(text)
  if (email === account.email) throw invalidField('email', 'This is your e-mail address already.', 'email_unchanged')
  const request = async (tx: Transaction): Promise<void> => {
    const { username, domain } = account
    const { code, expiresAt } = await issueCode(deps, tx, account.id, 'email', email, caller.ip)
    await deps.outbound.messenger.enqueue(tx, {
      accountId: account.id,
      channel: 'email',
      kind: 'emailChange',
      to: email,
      language: caller.language,
      requestId: caller.requestId,
      expiresAt,
      data: { username, domain, code, link: confirmationLink(deps, account.id, code) },
    })
  }
  await notify(deps, account, caller, (tell) =>
    withinSending(deps, { email }, caller, () =>
      deps.db.prisma.$transaction(async (tx) => {
        await tell(tx, 'emailChangeNotice')
        await request(tx)
      }),
    ),
  )
  await deps.outbound.messenger.deliver()
}

/** Sends a PIN to the new number; the account's changes when it comes back. @throws AppError 422 phone_in_use, 429 rate_limited */
export async function requestPhoneChange(
  deps: With<'limits' | 'outbound'>,
  account: AccountRecord,
  phone: string,
  caller: Caller,
): Promise<void> {
  const number = smsField(deps.config, phone)
  const owner = await deps.db.prisma.account.findUnique({ where: { phone: number }, select: { id: true } })
  if ((owner && owner.id !== account.id) || (await isForeignPhone(deps.db.prisma, account, number))) throw phoneInUse()
  const request = () =>
    deps.db.prisma.$transaction(async (tx) => {
      const { code, expiresAt } = await issueCode(deps, tx, account.id, 'phone', number, caller.ip)
      await deps.outbound.messenger.enqueue(tx, {
        accountId: account.id,
        channel: 'sms',
        kind: 'phoneChange',
        to: number,
        language: caller.language,
        requestId: caller.requestId,
        expiresAt,
        data: { username: account.username, domain: account.domain, code },
      })
    })
  await withinSending(deps, { phone: number }, caller, request)
  await deps.outbound.messenger.deliver()
}

/**
 * Sets the e-mail address or phone number that the code proves. The account must be activated. A mail tells its owner of another number.
 * A PIN is confirmed by the account itself alone; of wrong ones it has so many a day (docs/limits.md). A code may come from anybody.
 * @throws AppError 404 nothing_pending, 403 wrong_code or code_expired, 429 too_many_tries, 422 phone_in_use
 */
export async function confirmChange(
  deps: With<'limits' | 'outbound'>,
  accountId: number,
  channel: Channel,
  code: string,
  caller: Caller,
): Promise<AccountRecord> {
  const attempt = () => tryCode(deps, accountId, channel, code, 'owner', wrongCode)
  const proven = await (channel === 'phone' ? countWrongPins(deps, accountId, attempt) : attempt())
  if (!proven) throw nothingPending()
  const change = async (tx: Transaction): Promise<AccountRecord> => {
    if (!(await consumeCode(tx, proven))) throw nothingPending()
    if (channel === 'phone') {
      const owner = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { username: true, domain: true } })
      await refuseForeignPhone(deps.db, tx, owner, proven.target)
    }
    const data = channel === 'phone' ? { phone: proven.target } : { email: proven.target }
    // a code sent at sign-up activates the account: it is not used up here
    const { count } = await tx.account.updateMany({ where: { id: accountId, activated: true }, data })
    if (count === 0) throw nothingPending()
    await audit(deps, tx, caller, channel === 'phone' ? 'changePhone' : 'changeEmail', accountId)
    return tx.account.findUniqueOrThrow({ where: { id: accountId }, include: wholeAccount })
  }
  // the old e-mail address was told when the change was asked for
  if (channel === 'email') return deps.db.prisma.$transaction(change)
  return notify(deps, accountId, caller, (tell) =>
    refusingTaken(() =>
      deps.db.prisma.$transaction(async (tx) => {
        await tell(tx, 'phoneChanged')
        return change(tx)
      }),
    ),
  )
}

const wrongCode = (): AppError => new AppError(403, 'wrong_code', 'The code is wrong.')
const nothingPending = (): AppError => new AppError(404, 'nothing_pending', 'No change waits for a code. Ask for one first.')

/** The page behind it (panel) asks for a click: fetching the link changes nothing. */
const confirmationLink = (deps: Pick<Platform, 'config'>, accountId: number, code: string): string =>
  `${deps.config.publicUrl}/confirm-email?account=${accountId}&code=${code}`
