import type { components } from '../../../generated/openapi.js'
import type { Algorithm } from '../../auth/digest.js'
import { actorOf, type Caller, callerWith } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { randomPassword } from '../../domain/codes.js'
import { AppError, notFound } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import { namesOfNumber } from '../../domain/phone.js'
import { addressOf } from '../../domain/sip.js'
import { refusingTaken, smsField } from '../accounts/fields.js'
import { refuseForeignName, refuseForeignPhone, takeNumbers } from '../accounts/numbers.sql.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import { passwordRow, replacePassword } from '../credentials/passwords.js'
import type { With } from '../deps.js'
import { takeLoginTry } from '../limits/pins.js'
import { withinSending } from '../limits/sending.js'
import { consumeCode, isCodeJustSent, tryCode } from '../me/codes.js'
import { usedPinAgain } from '../me/usedPins.js'
import { notify, type Tell } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { sendCode } from '../recovery/recovery.js'
import { findDone, noteDone, type RepeatKey } from '../repeats.js'
import { activatedData } from '../signUp/activation.js'
import { redeemToken, withTokenTry } from '../tokens/creationTokens.js'
import { accountOfAddress, accountOfNumber, type FoundAccount } from './numbers.js'

type SendingDeps = With<'limits' | 'outbound'>
type LoginDeps = With<'credentials' | 'limits' | 'outbound'>

/**
 * Sends the PIN by which an app up to 5.3 logs in to the account of a number. It uses the token up; that a number has no account is told three times by one token. The
 * same again within minutes sends nothing.
 * @throws AppError 404 not_found, 422 invalid_token, validation_failed, 429 rate_limited
 */
export async function recoverByPhone(deps: SendingDeps, body: components['schemas']['PhoneRecovery'], caller: Caller): Promise<void> {
  const { account_creation_token: token } = body
  const phone = smsField(deps, body.phone)
  const key: RepeatKey = ['recoverByPhone', token, phone]
  try {
    await withTokenTry(
      deps,
      token,
      (code) => code === 'not_found',
      () => sendPin(deps, { phone, token, key }, caller),
    )
  } catch (error) {
    const repeated = error instanceof AppError && error.code === 'invalid_token' && (await findDone(deps, key)) !== undefined
    if (!repeated) throw error
  }
  await deps.outbound.messenger.deliver()
}

/** A PIN that was sent there a moment ago is kept, and the token used up all the same. */
async function sendPin(
  deps: SendingDeps,
  { phone, token, key }: { phone: string; token: string; key: RepeatKey },
  caller: Caller,
): Promise<void> {
  const account = await accountOfNumber(deps, phone)
  if (!account || account.deactivatedAt) throw notFound('No account has this number.')
  const { id } = account
  const code = { accountId: id, channel: 'recovery', target: phone, form: 'pin' } as const
  const isKept = await isCodeJustSent(deps, code)
  const use = () =>
    deps.db.prisma.$transaction(async (tx) => {
      await redeemToken(deps, tx, token, id, 'recovery')
      await takeAccount(tx, id)
      await noteDone(deps, tx, key, id)
      if (isKept || (await isCodeJustSent(deps, code, tx))) return
      await sendCode(deps, tx, account, { by: 'sms', target: phone, form: code.form }, caller)
    })
  await (isKept ? use() : withinSending(deps, { phone }, caller, use))
}

/**
 * Lets an app up to 5.3 in with the PIN that a number was sent: whoever presents the account shows the hashes of its passwords there, and nowhere else. The PIN is used up. An
 * account that waits is activated. The same again within minutes from the same address block is answered alike, while the passwords are the same.
 * @throws AppError 404 wrong_code (an unknown account looks the same), 403 code_expired, 429 too_many_tries
 */
export async function recoverAccount(deps: LoginDeps, sip: string, code: string, caller: Caller): Promise<AccountRecord> {
  const account = await accountOfAddress(deps, sip)
  if (!account || account.deactivatedAt) throw wrongCode()
  try {
    return await logIn(deps, account, code, caller)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'wrong_code') throw error
    const before = await loggedInBefore(deps, account.id, code, caller)
    if (!before) throw error
    return before
  }
}

async function logIn(deps: LoginDeps, account: FoundAccount, code: string, caller: Caller): Promise<AccountRecord> {
  const giveBack = await takeLoginTry(deps, addressBlock(caller.ip))
  const proven = await tryCode(deps, account.id, 'recovery', code, { ip: caller.ip }, { wrong: wrongCode, expired: codeExpired })
  await giveBack()
  // one that went by mail is for the panel; a number that the account has no more proves nothing
  if (!proven || !hasNumber(account, proven.target)) throw wrongCode()
  const owner = callerWith(caller, { actor: actorOf(account) })
  const write = async (tx: Transaction, tell: Tell): Promise<AccountRecord> => {
    // the account before its code, as all who take both: otherwise PostgreSQL finds two that wait for each other
    if (!account.activated) await takeNumbers(deps.db, tx, { username: account.username, phone: proven.target })
    await takeAccount(tx, account.id)
    await tell(tx, 'accountRecovered')
    if (!(await consumeCode(tx, proven))) throw wrongCode()
    if (account.activated) await keepActive(deps, tx, account, proven.target, owner)
    else await activate(deps, tx, account, proven.target, owner)
    await audit(deps, tx, owner, 'recoverAccount', account.id)
    const recovered = await tx.account.findUniqueOrThrow({ where: { id: account.id }, include: wholeAccount })
    for (const key of [loginKey(account.id, caller), repeatKey(recovered, code, caller)]) await noteDone(deps, tx, key, account.id)
    return recovered
  }
  const recovered = await notify(deps, account, owner, (tell) =>
    refusingTaken(() => deps.db.prisma.$transaction((tx) => write(tx, tell))).catch((error) => {
      // the number is somebody else's by now
      throw error instanceof AppError && error.code === 'phone_in_use' ? wrongCode() : error
    }),
  )
  deps.outbound.removals.deliver()
  await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  return recovered
}

const hasNumber = ({ phone, username }: FoundAccount, number: string): boolean =>
  phone === number || namesOfNumber(number).includes(username)

/** Takes the row as well: a deactivation at the same time comes before or after. */
async function stillActive(tx: Transaction, id: number): Promise<void> {
  const { count } = await tx.account.updateMany({ where: { id, activated: true }, data: { activated: true } })
  if (count === 0) throw wrongCode()
}

/** An account that somebody made under the number without proving it is its owner's from now on: its maker knows the password. */
async function keepActive(deps: LoginDeps, tx: Transaction, account: FoundAccount, phone: string, owner: Caller): Promise<void> {
  await stillActive(tx, account.id)
  if (account.selfMade && account.phone !== phone) await setUnknownPassword(deps, tx, account, owner)
}

/** Whoever signs up with a number of somebody else knows the password: the owner, whom the PIN proves, gets one that nobody knows. */
async function activate(deps: LoginDeps, tx: Transaction, account: FoundAccount, phone: string, owner: Caller): Promise<void> {
  const { id, selfMade } = account
  await refuseForeignName(deps.db, tx, account)
  await refuseForeignPhone(deps.db, tx, account, phone)
  const { count } = await tx.account.updateMany({
    where: { id, activated: false, deactivatedAt: null },
    data: { ...activatedData, phone },
  })
  if (count === 0) throw wrongCode()
  await deps.outbound.b2bua.enqueue(tx, id)
  await audit(deps, tx, owner, 'activateAccount', id)
  await tx.code.deleteMany({ where: { accountId: id } })
  if (selfMade) await setUnknownPassword(deps, tx, account, owner)
}

async function setUnknownPassword(deps: LoginDeps, tx: Transaction, account: FoundAccount, owner: Caller): Promise<void> {
  const { passwords } = account
  const algorithm: Algorithm = passwords.some((row) => row.algorithm === 'SHA-256') ? 'SHA-256' : 'MD5'
  const row = passwordRow(deps, account, algorithm, randomPassword(deps.clock.random))
  await replacePassword(deps, tx, account, row, owner, { action: 'recoverPassword' })
}

/** That somebody has logged in from there lately: only then a code that is wrong now may have been right. */
const loginKey = (id: number, { ip }: Caller): RepeatKey => ['recoverAccount', String(id), addressBlock(ip)]

const repeatKey = ({ id, passwords }: AccountRecord, code: string, { ip }: Caller): RepeatKey => [
  'recoverAccount',
  String(id),
  addressBlock(ip),
  code,
  ...passwords.map(({ algorithm, password }) => `${algorithm} ${password}`),
]

const loggedInBefore = (deps: LoginDeps, id: number, code: string, caller: Caller): Promise<AccountRecord | undefined> =>
  usedPinAgain(deps, { lately: loginKey(id, caller), name: `${id} ${addressBlock(caller.ip)}` }, async () => {
    const account = await activeAccount(deps, id)
    return account && (await findDone(deps, repeatKey(account, code, caller))) !== undefined ? account : undefined
  })

const activeAccount = ({ db }: Pick<Platform, 'db'>, id: number) =>
  db.prisma.account.findUnique({ where: { id, activated: true }, include: wholeAccount })

const wrongCode = (): AppError => new AppError(404, 'wrong_code', 'The code is wrong, or nothing here waits for one.')
const codeExpired = (): AppError => new AppError(403, 'code_expired', 'This code has expired. Ask for a new one.')
