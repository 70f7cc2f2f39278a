import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError, invalidField } from '../../domain/errors.js'
import { numberOfName } from '../../domain/phone.js'
import { refusingTaken } from '../accounts/fields.js'
import { refuseForeignName, refuseForeignPhone, takeNumbers } from '../accounts/numbers.sql.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { countWrongPins } from '../limits/pins.js'
import { notify, type Tell } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { noteDone, type RepeatKey, repeatable } from '../repeats.js'
import { activatedData } from '../signUp/activation.js'
import { type CodeErrors, consumeCode, isPin, tryCode, tryLink } from './codes.js'

type Proven = NonNullable<Awaited<ReturnType<typeof tryLink>>>
type ConfirmationDeps = With<'limits' | 'outbound'>

/**
 * Sets the e-mail address or phone number that the code proves; an account that an account creation token made, and that waits for its first code, is activated
 * by it. A mail tells its owner of another number. Of wrong PINs an account has so many a day (docs/limits.md). The same again within minutes is answered alike.
 * @throws AppError 404 nothing_pending, 410 code_expired, 429 too_many_tries, 422 wrong_code, phone_in_use, username_taken
 */
export async function confirmChange(
  deps: ConfirmationDeps,
  accountId: number,
  channel: 'email' | 'phone',
  code: string,
  caller: Caller,
): Promise<AccountRecord> {
  const key: RepeatKey = ['confirmChange', String(accountId), channel, code]
  return repeatable(deps, { key, refusals: ['nothing_pending'], again: (id) => wholeAccountOf(deps, id) }, async () => {
    const attempt = () => tryCode(deps, accountId, channel, code, 'owner', ERRORS)
    const proven = await (isPin(code) ? countWrongPins(deps, accountId, attempt) : attempt())
    if (!proven) throw nothingPending()
    return setAddress(deps, proven, key, caller)
  })
}

/**
 * As `confirmChange`, by the link in the mail, which anybody may open.
 * @throws AppError 404 nothing_pending whatever is wrong with the link: whether a change waits is nobody else's business
 */
export async function confirmByLink(deps: ConfirmationDeps, accountId: number, secret: string, caller: Caller): Promise<AccountRecord> {
  const key: RepeatKey = ['confirmByLink', String(accountId), secret]
  return repeatable(deps, { key, refusals: ['nothing_pending'], again: (id) => wholeAccountOf(deps, id) }, async () => {
    const proven = await tryLink(deps, accountId, 'email', secret)
    if (!proven) throw nothingPending()
    return setAddress(deps, proven, key, caller)
  })
}

async function setAddress(deps: ConfirmationDeps, proven: Proven, key: RepeatKey, caller: Caller): Promise<AccountRecord> {
  const { accountId } = proven
  const change = async (tx: Transaction, tell?: Tell): Promise<AccountRecord> => {
    await takeRows(deps, tx, proven)
    await tell?.(tx, 'phoneChanged')
    if (!(await consumeCode(tx, proven))) throw nothingPending()
    await write(deps, tx, proven, caller)
    await noteDone(deps, tx, key, accountId)
    return tx.account.findUniqueOrThrow({ where: { id: accountId }, include: wholeAccount })
  }
  // the old e-mail address was told when the change was asked for
  if (proven.channel === 'email') return refusingTaken(() => deps.db.prisma.$transaction((tx) => change(tx)))
  return notify(deps, accountId, caller, (tell) => refusingTaken(() => deps.db.prisma.$transaction((tx) => change(tx, tell))))
}

/** The account before its code, as all who take both: otherwise PostgreSQL finds two that wait for each other. */
async function takeRows(deps: Pick<Platform, 'db'>, tx: Transaction, { accountId: id, channel, target }: Proven): Promise<void> {
  const owner = await tx.account.findUnique({ where: { id }, select: { username: true, activated: true } })
  // its name is claimed with its activation
  const username = owner && !owner.activated ? owner.username : ''
  await takeNumbers(deps.db, tx, { username, phone: channel === 'phone' ? target : null })
  await takeAccount(tx, id)
}

/** @throws AppError 422 phone_in_use, username_taken; 404 when the account may not be activated by this */
async function write(deps: With<'outbound'>, tx: Transaction, { accountId: id, channel, target }: Proven, caller: Caller): Promise<void> {
  const select = { username: true, domain: true, activated: true, selfMade: true } as const
  const owner = await tx.account.findUniqueOrThrow({ where: { id }, select })
  const byPhone = channel === 'phone'
  if (byPhone) await refuseForeignPhone(deps.db, tx, owner, target)
  const address = byPhone ? { phone: target } : { email: target }
  // an account that an administrator made waits for its key, and not for this
  const activates = !owner.activated && owner.selfMade
  if (activates) {
    refuseUnprovenName(owner, byPhone ? target : undefined)
    await refuseForeignName(deps.db, tx, owner)
  }
  // a code that was sent for an account which waits for another key is not used up here
  const waiting = { activated: false, tokenMade: true, deactivatedAt: null }
  const { count } = await tx.account.updateMany({
    where: { id, ...(owner.activated ? { activated: true } : waiting) },
    data: { ...address, ...(activates && activatedData) },
  })
  if (count === 0) throw nothingPending()
  // what was sent to the former address opens nothing any more
  await tx.code.deleteMany({ where: { accountId: id, channel: 'recovery' } })
  await tx.oneTimeLink.deleteMany({ where: { accountId: id } })
  if (activates) {
    await deps.outbound.b2bua.enqueue(tx, id)
    await audit(deps, tx, caller, 'activateAccount', id)
  }
  await audit(deps, tx, caller, byPhone ? 'changePhone' : 'changeEmail', id)
}

/** Who calls a number must reach its owner: a name that is a number is for whoever has proven that number. @throws AppError 422 */
function refuseUnprovenName({ username }: { username: string }, phone: string | undefined): void {
  const number = numberOfName(username)
  if (number === undefined || number === phone) return
  throw invalidField('code', 'This account is named after a phone number. Prove that number first.', 'validation_failed')
}

async function wholeAccountOf({ db }: Pick<Platform, 'db'>, id: number): Promise<AccountRecord> {
  const account = await db.prisma.account.findUnique({ where: { id }, include: wholeAccount })
  if (!account) throw nothingPending()
  return account
}

/** Those of today's clients; `activate/*` answers as of old (decision 0027). */
const ERRORS: CodeErrors = {
  wrong: () => invalidField('code', 'This code is wrong. Look at the last message.', 'wrong_code'),
  expired: () => new AppError(410, 'code_expired', 'This code has expired. Ask for a new one.'),
}
const nothingPending = (): AppError => new AppError(404, 'nothing_pending', 'No change waits for a code. Ask for one first.')
