import { setTimeout as delay } from 'node:timers/promises'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { refusalIn } from '../../domain/errors.js'
import type { Aor } from '../../domain/sip.js'
import { getAccount, sendActivationCode } from '../accounts/accounts.js'
import { isActivated } from '../accounts/change/state.js'
import { smsField } from '../accounts/fields.js'
import { type AccountRecord, takeAccount, waitingAt, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { requestEmailChange, requestPhoneChange } from '../me/addressChange.js'
import { isCodeJustSent, nothingPending } from '../me/codes.js'

type Details = AccountRecord & { deactivatedAt: Date | null }

/** Where a code can be sent that an account waits for: the address that waits, or its own if nobody has activated it yet; undefined when nothing waits on this channel. */
export function waitingAddress(account: Details, channel: 'email' | 'phone'): string | undefined {
  if (account.deactivatedAt !== null || account.blocked) return undefined
  return waitingAt(account, channel) ?? (byActivation(account) ? (account[channel] ?? undefined) : undefined)
}

/** Not of an app that asks its owner for a code: that one has made the account, or the owner is in already. */
const byActivation = (account: Details): boolean => !isActivated(account) && !account.tokenMade

/**
 * Sends the code that an account waits for anew, on an administrator's word: the former one is void. The same again within two minutes sends nothing, and counts nowhere.
 * @returns where it goes
 * @throws AppError 404 not_found, nothing_pending, 422 for a number that no SMS are sent to, phone_in_use, 429 rate_limited
 */
export async function sendCodeAgain(
  deps: With<'limits' | 'outbound'>,
  id: number,
  channel: 'email' | 'phone',
  caller: Caller,
): Promise<string> {
  return sendAnew(deps, id, channel, caller, true)
}

/** No answer comes earlier, so that its time does not tell whether there was something to do. Milliseconds. */
const ANSWER_MS = 250

/**
 * Sends the code anew that a new account waits for, for whoever asks: it goes where the former one went. Nobody is told whether there is such an account, nor whether it
 * has had too many messages today: the answer is the same, after the same time.
 */
export async function askForCodeAgain(deps: With<'accounts' | 'limits' | 'outbound'>, aor: Aor | undefined, caller: Caller): Promise<void> {
  await Promise.all([delay(ANSWER_MS), aor && sendToOwner(deps, aor, caller).catch(refusalIn)])
}

async function sendToOwner(deps: With<'accounts' | 'limits' | 'outbound'>, aor: Aor, caller: Caller): Promise<void> {
  const found = await deps.accounts.byAor(aor)
  const account = found && (await getAccount(deps, found.id))
  if (!account || !byActivation(account)) return
  const [last] = account.codes.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  if (last?.channel === 'email' || last?.channel === 'phone') await sendAnew(deps, account.id, last.channel, caller, false)
}

/** @param audited an administrator does it, and not its owner, or a stranger */
async function sendAnew(
  deps: With<'limits' | 'outbound'>,
  id: number,
  channel: 'email' | 'phone',
  caller: Caller,
  audited: boolean,
): Promise<string> {
  if (channel === 'phone') await deps.limits.countries.refresh()
  const account = await getAccount(deps, id)
  const to = waitingAddress(account, channel)
  if (to === undefined) throw nothingPending()
  const form = byActivation(account) && channel === 'email' ? 'code' : 'pin'
  if (await isCodeJustSent(deps, { accountId: id, channel, target: to, form })) return to
  const again = async (tx: Transaction): Promise<void> => {
    if (audited) await audit(deps, tx, caller, 'sendCode', id)
  }
  if (byActivation(account)) await sendActivation(deps, account, { channel, to, again }, caller)
  else if (channel === 'email') await requestEmailChange(deps, account, to, caller, again)
  else await requestPhoneChange(deps, account, to, caller, again)
  return to
}

async function sendActivation(
  deps: With<'limits' | 'outbound'>,
  { id }: Details,
  { channel, to, again }: { channel: 'email' | 'phone'; to: string; again: (tx: Transaction) => Promise<void> },
  caller: Caller,
): Promise<void> {
  if (channel === 'phone') smsField(deps, to)
  await withinSending(deps, { [channel]: to }, caller, () =>
    deps.db.prisma.$transaction(async (tx) => {
      // takes the row, so that an activation at the same time comes before or after
      await takeAccount(tx, id)
      const account = await tx.account.findUnique({ where: { id }, include: wholeAccount })
      if (!account || isActivated(account) || waitingAddress(account, channel) !== to) throw nothingPending()
      // whoever asks, it is entered where the former one was asked for
      const former = await tx.code.findUnique({ where: { accountId_channel: { accountId: id, channel } }, select: { origin: true } })
      await sendActivationCode(deps, tx, account, channel, to, caller, former?.origin)
      await again(tx)
    }),
  )
  await deps.outbound.messenger.deliver()
}
