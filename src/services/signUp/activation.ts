import { secretsEqual } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import { numberOfName } from '../../domain/phone.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { refusingTaken } from '../accounts/fields.js'
import { refuseForeignName, refuseForeignPhone, takeNumbers } from '../accounts/numbers.sql.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { ALL_PIN_TRIES, countKeyTry } from '../limits/pins.js'
import { type Channel, channelOf, consumeCode, isPin, tryCode } from '../me/codes.js'
import { usedPinAgain } from '../me/usedPins.js'
import type { Platform } from '../platform.js'
import { findDone, noteDone, type RepeatKey } from '../repeats.js'

/**
 * Activates an account by its confirmation key (13 characters or a PIN) or by a code sent to its e-mail or phone. Which one is meant
 * shows in the code's length, whichever endpoint it comes to: liblinphone 5.0 to 5.2.54 posts PINs to activate/email. Anybody can try: what they
 * get wrong takes nothing from the account's owner. The same again within minutes is answered alike.
 * @throws AppError 404 wrong_code (an unknown account looks the same), 403 code_expired, 429 too_many_tries, 422 phone_in_use
 */
export async function activateByCode(
  deps: With<'accounts' | 'credentials' | 'limits' | 'outbound'>,
  aor: Aor | undefined,
  code: string,
  caller: Caller,
): Promise<AccountRecord> {
  const account = aor && (await deps.accounts.byAor(aor))
  if (!account) throw wrongCode()
  try {
    if (account.activated) throw wrongCode()
    if (await isConfirmationKey(deps, account, code, caller))
      return await activatedFrom(deps, caller, await activateWith(deps, account, caller, code))
    const proven = await trySentCode(deps, account.id, code, caller)
    if (!proven) throw wrongCode()
    return await activatedFrom(deps, caller, await activateWith(deps, account, caller, code, proven))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'wrong_code') throw error
    const before = await activatedBefore(deps, account.id, code, caller)
    if (!before) throw error
    return before
  }
}

/** That somebody has activated it from there lately, by a PIN. */
const latelyKey = (id: number, { ip }: Caller): RepeatKey => ['activate', String(id), addressBlock(ip)]

/** A PIN has few values: nobody else is to find out the one that was used. */
const repeatKey = (id: number, code: string, { ip }: Caller): RepeatKey => [
  'activate',
  String(id),
  code,
  isPin(code) ? addressBlock(ip) : '',
]

async function noteActivation(
  deps: Pick<Platform, 'keys' | 'clock'>,
  tx: Transaction,
  id: number,
  code: string,
  caller: Caller,
): Promise<void> {
  await noteDone(deps, tx, repeatKey(id, code, caller), id)
  if (isPin(code)) await noteDone(deps, tx, latelyKey(id, caller), id)
}

/** The account, when this very code has activated it in the last minutes. */
function activatedBefore(deps: With<'limits'>, id: number, code: string, caller: Caller): Promise<AccountRecord | undefined> {
  const look = async (): Promise<AccountRecord | undefined> => {
    if ((await findDone(deps, repeatKey(id, code, caller))) === undefined) return undefined
    return (await deps.db.prisma.account.findUnique({ where: { id, activated: true }, include: wholeAccount })) ?? undefined
  }
  if (!isPin(code)) return look()
  return usedPinAgain(deps, { lately: latelyKey(id, caller), name: `activated ${id} ${addressBlock(caller.ip)}` }, look)
}

/** A code of 13 characters went by mail; a PIN by SMS, or by mail to an account that an app has made. */
async function trySentCode(deps: With<'limits'>, accountId: number, code: string, { ip }: Caller) {
  const channels: Channel[] = isPin(code) ? ['phone', 'email'] : ['email']
  // a try is taken of the one that it is, or of the first: the other one stays good
  const channel = (await channelOf(deps, accountId, channels, code)) ?? channels[0]!
  return tryCode(deps, accountId, channel, code, { ip }, { wrong: wrongCode, expired: codeExpired })
}

const codeExpired = (): AppError => new AppError(403, 'code_expired', 'This code has expired. Ask for a new one.')

/** Who has the code is the owner: guesses from elsewhere do not shut them out where they are. */
async function activatedFrom(deps: With<'credentials'>, { ip }: Caller, account: AccountRecord): Promise<AccountRecord> {
  await deps.credentials.attempts.succeeded(addressOf(account), ip)
  return account
}

const wrongCode = (): AppError => new AppError(404, 'wrong_code', 'The code is wrong, or nothing here waits for one.')

/**
 * Whether the code is the account's confirmation key. A PIN has tries, which are taken before it is compared: three from one address, twice as many from all, as
 * nobody has asked for it from an address of their own. Then it is void, and an administrator makes a new one.
 * @throws AppError 403 code_expired, 404 wrong_code for a PIN that is not it, 429 too_many_tries
 */
async function isConfirmationKey(deps: With<'limits'>, account: AccountRecord, code: string, caller: Caller): Promise<boolean> {
  const key = account.confirmationKey
  if (key?.length !== code.length) return false
  if (isPin(key)) await takeKeyTry(deps, account.id, key, caller)
  const right = secretsEqual(key, code)
  if (!right && isPin(key)) throw wrongCode()
  if (right && account.confirmationKeyExpires && account.confirmationKeyExpires.getTime() <= deps.clock.now()) throw codeExpired()
  return right
}

async function takeKeyTry(deps: With<'limits'>, id: number, key: string, { ip }: Caller): Promise<void> {
  await countKeyTry(deps, `${id}\n${key}`, addressBlock(ip))
  const { count } = await deps.db.prisma.account.updateMany({
    where: { id, confirmationKey: key, confirmationKeyTries: { lt: ALL_PIN_TRIES } },
    data: { confirmationKeyTries: { increment: 1 } },
  })
  if (count === 1) return
  const left = await deps.db.prisma.account.findUnique({ where: { id }, select: { confirmationKey: true } })
  throw left?.confirmationKey === key ? keyVoid() : wrongCode()
}

/** Not 429: waiting does not help. */
const keyVoid = (): AppError =>
  new AppError(403, 'code_expired', 'Too many wrong codes: this one is void. Ask an administrator for a new one.')

/** One of several activations at once wins; the key, and the code that was proven, are gone afterwards. */
async function activateWith(
  deps: With<'outbound'>,
  account: AccountRecord,
  caller: Caller,
  code: string,
  proven?: { accountId: number; channel: string; target: string; codeHash: string },
) {
  return refusingTaken(() =>
    deps.db.prisma.$transaction(async (tx) => {
      await takeRows(deps, tx, account, proven)
      if (proven && !(await useCode(tx, account, proven))) throw wrongCode()
      await refuseForeignName(deps.db, tx, account)
      if (proven?.channel === 'phone') await refuseForeignPhone(deps.db, tx, account, proven.target)
      const address = proven && (proven.channel === 'phone' ? { phone: proven.target } : { email: proven.target })
      const { count } = await tx.account.updateMany({
        where: { id: account.id, activated: false, deactivatedAt: null, confirmationKey: account.confirmationKey },
        data: { ...activatedData, ...address },
      })
      if (count === 0) throw wrongCode()
      await deps.outbound.b2bua.enqueue(tx, account.id)
      await audit(deps, tx, caller, 'activateAccount', account.id)
      await noteActivation(deps, tx, account.id, code, caller)
      return tx.account.findUniqueOrThrow({ where: { id: account.id }, include: wholeAccount })
    }),
  )
}

/** The account before its code, as all who take both: otherwise PostgreSQL finds two that wait for each other. */
async function takeRows(
  { db }: With<'outbound'>,
  tx: Transaction,
  { id, username }: AccountRecord,
  proven?: { channel: string; target: string },
): Promise<void> {
  await takeNumbers(db, tx, { username, phone: proven?.channel === 'phone' ? proven.target : null })
  await takeAccount(tx, id)
}

/** Uses a code up, unless it is not the one that may activate the account. */
async function useCode(
  tx: Transaction,
  account: AccountRecord,
  proven: Parameters<typeof consumeCode>[1] & { target: string },
): Promise<boolean> {
  return (await consumeCode(tx, proven)) && !(account.tokenMade && isUnprovenName(account, proven))
}

/** A name that is a number is for whoever has proven that number. */
const isUnprovenName = ({ username }: AccountRecord, { channel, target }: { channel: string; target: string }): boolean => {
  const number = numberOfName(username)
  return number !== undefined && (channel !== 'phone' || target !== number)
}

/** What an account gets when it becomes active: its confirmation key goes. */
export const activatedData = {
  activated: true,
  confirmationKey: null,
  confirmationKeyExpires: null,
  confirmationKeyTries: 0,
  deactivatedAt: null,
} as const
