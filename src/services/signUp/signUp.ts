import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { mailboxOf } from '../../domain/email.js'
import { invalidField, tooMany } from '../../domain/errors.js'
import { numberOfName } from '../../domain/phone.js'
import { addressOf } from '../../domain/sip.js'
import { newAccount, sendActivationCode } from '../accounts/accounts.js'
import { emailField, passwordField, refusingTaken, smsField, usernameTaken } from '../accounts/fields.js'
import type { AccountRecord } from '../accounts/record.js'
import { auditSignUp, isReserved } from '../accounts/tombstones.sql.js'
import { matchingPassword } from '../credentials/passwords.js'
import { refuseWeak } from '../credentials/weakPasswords.js'
import { type AttemptDeps, countWrongPassword } from '../credentials/wrongPasswords.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { isCodeJustSent } from '../me/codes.js'
import type { Platform } from '../platform.js'
import { spaceRelation } from '../spaces/spaces.sql.js'

type SignUpDeps = With<'accounts' | 'credentials' | 'limits' | 'outbound'>

/** The fields of a sign-up, as the contract's schemas allow them. */
export interface SignUp {
  username: string
  domain: string
  password: string
  /** where the code goes */
  to: Address
}

/** An address that a code proves: an e-mail address, or a number in E.164. */
export type Address = { channel: 'email' | 'phone'; address: string }

/** Whether people can sign up by phone: where mail is really sent, and SMS go to the development outbox, no code would arrive. */
export const sendsSms = ({ config }: Pick<Platform, 'config'>): boolean => config.smsUrls.length > 0 || config.mailUrl === undefined

/** Codes that sign-ups may have sent to one e-mail address: anybody can ask for them, in anybody's name. */
const MAILS = { points: 3, seconds: 3600 }

/**
 * Makes an account that waits for the code sent to its e-mail address or phone number. A person who signs up again with the same password, because the code
 * was lost or came too late, gets a new one. Names that are phone numbers are for those who prove the number: here nobody is told which are taken, nor whose number it is
 * that a code goes to.
 * @throws AppError 422 username_taken, validation_failed, 429 rate_limited
 */
export async function signUp(deps: SignUpDeps, asked: SignUp, caller: Caller): Promise<void> {
  const fields = { ...asked, to: provable(deps, asked.to) }
  refuseWeak(fields, passwordField(deps, fields.password))
  if (numberOfName(fields.username) !== undefined) throw invalidField('username', 'A phone number cannot be a user name here.')
  const [waiting, reserved] = await Promise.all([deps.accounts.byAor(fields), isReserved(deps, fields)])
  if (!waiting && reserved) throw usernameTaken()
  if (waiting && !(await mayAskAgain(deps, waiting, fields.password, caller))) throw usernameTaken()
  // a form that was sent twice costs one SMS
  if (waiting && (await isFormRepeated(deps, waiting.id, fields.to))) return
  const send = () => (waiting ? sendAgain(deps, waiting, fields, caller) : make(deps, fields, caller))
  await withinMails(deps, fields.to, () => withinSending(deps, { [fields.to.channel]: fields.to.address }, caller, send))
  await deps.outbound.messenger.deliver()
}

const provable = (deps: SignUpDeps, { channel, address }: Address): Address => ({
  channel,
  address: channel === 'email' ? emailField(address) : smsField(deps, address),
})

async function make(deps: With<'outbound'>, fields: SignUp, caller: Caller): Promise<void> {
  const { password, ...owner } = newAccount(deps, fields, caller)
  // another sign-up may have taken the name a moment ago, or its account been deleted
  await refusingTaken(() =>
    deps.db.prisma.$transaction(async (tx) => {
      const { id } = await tx.account.create({
        data: { ...owner, ...spaceRelation(owner.domain), selfMade: true, activated: false, passwords: { create: password } },
        select: { id: true },
      })
      await auditSignUp(deps, tx, caller, id)
      await sendActivationCode(deps, tx, { id, ...owner }, fields.to.channel, fields.to.address, caller)
    }),
  )
}

/** Whose account it is shows in the password. One that is active, or that an administrator closed or made, is taken; a key from one takes nothing from who signed up. */
async function mayAskAgain(deps: AttemptDeps, account: AccountRecord, password: string, caller: Caller): Promise<boolean> {
  if (account.activated || (account.confirmationKey !== null && !account.selfMade)) return false
  await deps.credentials.attempts.check(addressOf(account), caller.ip)
  if (!matchingPassword(deps, account, password)) {
    await countWrongPassword(deps, account, account, caller)
    return false
  }
  await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  const row = await deps.db.prisma.account.findUnique({ where: { id: account.id }, select: { deactivatedAt: true } })
  return row?.deactivatedAt === null
}

async function isFormRepeated(deps: Platform, accountId: number, { channel, address }: Address, tx?: Transaction): Promise<boolean> {
  return channel === 'phone' && (await isCodeJustSent(deps, { accountId, channel, target: address, form: 'pin' }, tx))
}

async function sendAgain(deps: With<'outbound'>, account: AccountRecord, { to }: SignUp, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    // also takes the row, so that an activation at the same time comes before or after
    const { count } = await tx.account.updateMany({
      where: { id: account.id, activated: false, deactivatedAt: null },
      data: { activated: false },
    })
    if (count === 0) throw usernameTaken()
    if (await isFormRepeated(deps, account.id, to, tx)) return
    await sendActivationCode(deps, tx, account, to.channel, to.address, caller)
  })
}

/** Does work that sends a code, to an e-mail address within `MAILS`. What fails was not sent and does not count. @throws AppError 429 rate_limited, or what `work` throws */
async function withinMails(deps: With<'limits'>, { channel, address }: Address, work: () => Promise<void>): Promise<void> {
  if (!deps.config.rateLimit || channel !== 'email') return work()
  const { days } = deps.limits.counters
  const key = deps.limits.key('sign-up-mails', mailboxOf(address))
  const count = await days.add(key, 1, MAILS.seconds)
  try {
    if (count.points > MAILS.points)
      throw tooMany('rate_limited', 'Too many codes were sent to this address. Try again later.', count.msLeft / 1000)
    await work()
  } catch (error) {
    await days.takeBack(key, 1)
    throw error
  }
}
