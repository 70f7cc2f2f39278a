import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import type { MessageKind } from '../../delivery/messages.js'
import { invalidField, tooMany } from '../../domain/errors.js'
import { emailField, phoneInUse, smsField } from '../accounts/fields.js'
import { isForeignPhone } from '../accounts/numbers.sql.js'
import { type AccountRecord, takeAccount } from '../accounts/record.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { type Channel, isCodeJustSent, issueCode, nothingPending } from './codes.js'

type Again = (tx: Transaction) => Promise<void>

/**
 * Sends a PIN and a link to the new e-mail address, and a notice to the old one; the account's changes when one of the former comes back. The same request
 * again, a moment later, sends nothing.
 * @param again for somebody else's word that the code be sent anew: what is written with it. It is entered where the former one was asked for
 * @throws AppError 422 email_unchanged, 429 rate_limited
 */
export async function requestEmailChange(
  deps: With<'limits' | 'outbound'>,
  account: AccountRecord,
  text: string,
  caller: Caller,
  again?: Again,
): Promise<void> {
  const email = emailField(text)
  if (email === account.email) throw invalidField('email', 'This is your e-mail address already.', 'email_unchanged')
  if (await isCodeJustSent(deps, codeFor(account.id, 'email', email))) return
  await notify(deps, account, caller, (tell) =>
    withinSending(deps, { email }, caller, () =>
      deps.db.prisma.$transaction(async (tx) => {
        await tell(tx, 'emailChangeNotice')
        await sendCode(deps, tx, account, { channel: 'email', to: email, kind: 'emailChange', again }, caller)
      }),
    ),
  )
  await deps.outbound.messenger.deliver()
}

/**
 * Sends a PIN to the new number; the account's changes when it comes back. The same request again, a moment later, sends nothing.
 * @param again as for `requestEmailChange`
 * @throws AppError 422 phone_in_use, 429 rate_limited
 */
export async function requestPhoneChange(
  deps: With<'limits' | 'outbound'>,
  account: AccountRecord,
  phone: string,
  caller: Caller,
  again?: Again,
): Promise<void> {
  const number = smsField(deps, phone)
  const owner = await deps.db.prisma.account.findUnique({ where: { phone: number }, select: { id: true } })
  if ((owner && owner.id !== account.id) || (await isForeignPhone(deps.db.prisma, account, number))) {
    if (!account.activated) await countTold(deps, account.id)
    throw phoneInUse()
  }
  if (await isCodeJustSent(deps, codeFor(account.id, 'phone', number))) return
  await withinSending(deps, { phone: number }, caller, () =>
    deps.db.prisma.$transaction((tx) => sendCode(deps, tx, account, { channel: 'phone', to: number, kind: 'phoneChange', again }, caller)),
  )
  await deps.outbound.messenger.deliver()
}

/** Numbers that an account which anybody can make is told to be somebody's, before it is activated. */
const TOLD = { points: 3, seconds: 86_400 }

/** @throws AppError 429 rate_limited */
async function countTold(deps: With<'limits'>, accountId: number): Promise<void> {
  const count = await deps.limits.counters.days.add(deps.limits.key('told-numbers', String(accountId)), 1, TOLD.seconds)
  if (count.points > TOLD.points)
    throw tooMany('rate_limited', 'Too many numbers of others were tried. Try again tomorrow.', count.msLeft / 1000)
}

const codeFor = (accountId: number, channel: Channel, target: string) => ({ accountId, channel, target, form: 'pin' }) as const

async function sendCode(
  deps: With<'outbound'>,
  tx: Transaction,
  { id, username, domain }: AccountRecord,
  { channel, to, kind, again }: { channel: Channel; to: string; kind: MessageKind; again: Again | undefined },
  caller: Caller,
): Promise<void> {
  const byMail = channel === 'email'
  const asked = codeFor(id, channel, to)
  // of two requests at once the second finds what the first has sent
  await takeAccount(tx, id)
  if (await isCodeJustSent(deps, asked, tx)) return
  const former = again && (await tx.code.findUnique({ where: { accountId_channel: { accountId: id, channel } } }))
  // its owner may have corrected the address a moment ago
  if (again && former?.target !== to) throw nothingPending()
  const { code, secret, expiresAt } = await issueCode(deps, tx, { ...asked, link: byMail, origin: former?.origin }, caller.ip)
  await again?.(tx)
  await deps.outbound.messenger.enqueue(tx, {
    accountId: id,
    channel: byMail ? 'email' : 'sms',
    kind,
    to,
    language: caller.language,
    requestId: caller.requestId,
    expiresAt,
    data: { username, domain, code, ...(secret !== undefined && { link: confirmationLink(deps, id, secret) }) },
  })
}

/** The page behind it (panel) asks for a click: fetching the link changes nothing. */
const confirmationLink = (deps: Pick<Platform, 'config'>, accountId: number, secret: string): string =>
  `${deps.config.publicUrl}/confirm-email?account=${accountId}&code=${secret}`
