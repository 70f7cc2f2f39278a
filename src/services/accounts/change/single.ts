import type { Algorithm } from '../../../auth/digest.js'
import type { Caller } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import type { With } from '../../deps.js'
import { notify, type Tell } from '../../messages/notices.js'
import { preferredAlgorithm } from '../../provisioning/algorithm.js'
import { emailField, givenPasswordField, noSuchAccount, phoneField, refusingTaken } from '../fields.js'
import { claimNumbers } from '../numbers.sql.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../record.js'
import { changeAddress, writePassword } from './update.js'

// One field of an account on the operator's word: what `updateAccount` does for that field, with the rest left as it is.

type ChangeDeps = With<'limits' | 'outbound'>

/** The account as it is now, and whether that is something new. */
export interface Changed {
  account: AccountRecord
  changed: boolean
}

/** Work on an account whose row the transaction has taken. @returns whether anything changed */
type Change = (tx: Transaction, before: AccountRecord, tell: Tell) => Promise<boolean>

/** Gives an account another e-mail address, or none. Its owner is told by mail, at the former one. @throws AppError 404, 422 `errors.email` */
export async function setEmail(deps: ChangeDeps, id: number, text: string | null, caller: Caller): Promise<Changed> {
  const email = text === null ? null : emailField(text)
  return inTransaction(deps, id, caller, async (tx, before, tell) => {
    if (email === before.email) return false
    await tx.account.update({ where: { id }, data: { email }, select: { id: true } })
    await changeAddress(deps, tx, id, 'email', caller, () => tell(tx, 'emailChanged'))
    return true
  })
}

/** Gives an account another phone number, or none. Its owner is told by mail. @throws AppError 404, 422 `errors.phone`, phone_in_use */
export async function setPhone(deps: ChangeDeps, id: number, text: string | null, caller: Caller): Promise<Changed> {
  const phone = text === null ? null : phoneField(text)
  return inTransaction(
    deps,
    id,
    caller,
    async (tx, before, tell) => {
      if (phone === before.phone) return false
      await tx.account.update({ where: { id }, data: { phone }, select: { id: true } })
      await changeAddress(deps, tx, id, 'phone', caller, () => tell(tx, 'phoneChanged'))
      return true
    },
    phone,
  )
}

/**
 * Gives an account another password, by the algorithm that its apps know unless another one is asked for. What had the old one ends: registrations, sessions, links, codes. Its owner
 * is told by mail.
 * @throws AppError 404, 422 `errors.password`
 */
export async function setPassword(
  deps: ChangeDeps,
  id: number,
  { password, algorithm }: { password: string; algorithm?: Algorithm | undefined },
  caller: Caller,
): Promise<Changed> {
  givenPasswordField(deps, password)
  const result = await inTransaction(deps, id, caller, (tx, before, tell) => {
    const wanted = { password, algorithm: algorithm ?? preferredAlgorithm(deps, before.passwords) }
    return writePassword(deps, tx, before, before, wanted, caller, tell)
  })
  deps.outbound.removals.deliver()
  return result
}

/** @param phone the number that the account is to get, if any: it is claimed before the row is taken, as all writers of numbers do */
function inTransaction(deps: ChangeDeps, id: number, caller: Caller, change: Change, phone: string | null = null): Promise<Changed> {
  const { prisma } = deps.db
  const work = (tell: Tell) => async (tx: Transaction) => {
    const refuseForeign = await claimNumbers(deps.db, tx, { username: '', phone })
    await takeAccount(tx, id)
    const before = await tx.account.findUnique({ where: { id }, include: wholeAccount })
    if (!before) throw noSuchAccount()
    // without its name: what that stands for does not matter here
    await refuseForeign({ username: '', domain: before.domain, phone, id })
    const changed = await change(tx, before, tell)
    return { account: await tx.account.findUniqueOrThrow({ where: { id }, include: wholeAccount }), changed }
  }
  return notify(deps, id, caller, (tell) => refusingTaken(() => prisma.$transaction(work(tell))))
}
