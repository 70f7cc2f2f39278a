import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import type { NoticeKind } from '../../delivery/messages.js'
import { AppError, notFound, tooMany } from '../../domain/errors.js'
import { takeAccount } from '../accounts/record.js'
import { auditWith } from '../audit/audit.sql.js'
import type { AuditAction } from '../audit/stamp.js'
import { requireProof } from '../credentials/proof.js'
import { endSessions, type Session } from '../credentials/sessions.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import { type Factor, hasFactor, mustHaveFactor } from './factors.js'
import { makeRecoveryCodes } from './recoveryCodes.js'

/** How a change is told: in the audit log, and by mail. */
interface Told {
  action: AuditAction
  /** beside the action: which factor it is about */
  detail: string
  notice: NoticeKind
}

/** Changes of an account in an hour: each is an entry of the audit log, which nobody is to fill. */
const MOST_CHANGES = 40
/** Seconds. */
const HOUR = 3_600

/**
 * Changes the factors of who sits at a session, with an entry in the audit log and a mail to them. An account that has a factor must have shown one in this session.
 * One change of an account comes after another.
 * @param work returns a text when there is nothing to change, and why
 * @throws AppError 401 unauthenticated when the session has ended, or came without the factor, 429 rate_limited
 */
async function change<Result extends object | string>(
  deps: With<'limits' | 'outbound'>,
  { account, idHash }: Session,
  caller: Caller,
  { action, detail, notice }: Told,
  work: (tx: Transaction, had: boolean) => Promise<Result>,
): Promise<Result> {
  const { points, msLeft } = await deps.limits.counters.days.add(deps.limits.key('second-factor-changes', String(account.id)), 1, HOUR)
  if (points > MOST_CHANGES) throw tooMany('rate_limited', 'Too many changes. Try again later.', msLeft / 1000)
  return notify(deps, account, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      await takeAccount(tx, account.id)
      await requireProof(tx, account)
      const had = await hasFactor(tx, account.id)
      const session = await tx.session.findUnique({ where: { idHash }, select: { factor: true } })
      if (!session || (had && session.factor === null)) throw new AppError(401, 'unauthenticated', 'This session has ended. Log in again.')
      const result = await work(tx, had)
      if (typeof result === 'string') return result
      await auditWith(deps, tx, caller, action, account.id, detail)
      await tell(tx, notice)
      return result
    }),
  )
}

/**
 * Adds a factor. With the first one come recovery codes, and sessions without a factor end, but for the one that adds it.
 * @param write returns a text when it cannot be added, and why
 * @returns the recovery codes, to be shown this once; none when there are some already
 */
export const addFactor = <Refusal extends string>(
  deps: With<'limits' | 'outbound'>,
  session: Session,
  caller: Caller,
  { kind, detail }: { kind: Factor; detail: string },
  write: (tx: Transaction) => Promise<Refusal | undefined>,
): Promise<{ codes: string[] } | Refusal> =>
  change<{ codes: string[] } | Refusal>(
    deps,
    session,
    caller,
    { action: 'addSecondFactor', detail, notice: 'secondFactorAdded' },
    async (tx, had) => {
      const refusal = await write(tx)
      if (refusal !== undefined) return refusal
      if (had) return { codes: [] }
      const accountId = session.account.id
      await endSessions(tx, accountId, session.idHash)
      await tx.session.updateMany({ where: { idHash: session.idHash }, data: { factor: kind } })
      return { codes: await makeRecoveryCodes(deps, tx, accountId) }
    },
  )

/** Why a factor stays: it is gone already, the last one of an account that must have one, or the last one and its owner does not know. */
export type Kept = 'gone' | 'needed' | 'lastNow'

/**
 * Removes a factor. The recovery codes go with the last one.
 * @param which a passkey by its number and name, or the authenticator app
 * @param toldLast whether its owner knows that it is the last one
 */
export function removeFactor(
  deps: With<'limits' | 'outbound'>,
  session: Session,
  which: { passkey: number; name: string } | 'app',
  toldLast: boolean,
  caller: Caller,
): Promise<{ left: boolean } | Kept> {
  const accountId = session.account.id
  const detail = which === 'app' ? 'app' : passkeyDetail(which.name)
  return change<{ left: boolean } | Kept>(
    deps,
    session,
    caller,
    { action: 'removeSecondFactor', detail, notice: 'secondFactorRemoved' },
    async (tx) => {
      const mine = { accountId }
      const passkeys = await tx.passkey.count({ where: mine })
      const apps = await tx.authenticatorApp.count({ where: mine })
      const here = which === 'app' ? apps : await tx.passkey.count({ where: { ...mine, id: which.passkey } })
      if (here === 0) return 'gone'
      const left = passkeys + apps > 1
      const { admin } = (await tx.account.findUnique({ where: { id: accountId }, select: { admin: true } }))!
      if (!left && mustHaveFactor(deps.config, { admin })) return 'needed'
      if (!left && !toldLast) return 'lastNow'
      if (which === 'app') await tx.authenticatorApp.deleteMany({ where: mine })
      else await tx.passkey.deleteMany({ where: { ...mine, id: which.passkey } })
      if (!left) await tx.recoveryCode.deleteMany({ where: mine })
      return { left }
    },
  )
}

/** Makes new recovery codes; the old ones are void. @returns them, to be shown this once; `gone`: there is no factor that they could stand in for */
export const renewRecoveryCodes = (
  deps: With<'limits' | 'outbound'>,
  session: Session,
  caller: Caller,
): Promise<{ codes: string[] } | 'gone'> =>
  change<{ codes: string[] } | 'gone'>(
    deps,
    session,
    caller,
    { action: 'renewRecoveryCodes', detail: '', notice: 'recoveryCodesRenewed' },
    async (tx, had) => (had ? { codes: await makeRecoveryCodes(deps, tx, session.account.id) } : 'gone'),
  )

/**
 * Removes all factors of an account whose owner has lost them, on an administrator's or operator's word. It is logged out everywhere.
 * @throws AppError 404 when it has none
 */
export async function removeAllFactors(deps: With<'limits' | 'outbound'>, accountId: number, caller: Caller): Promise<void> {
  // the panel asks for the factor before it removes one's own: a password or a key alone must not do it
  if (caller.actor.kind === 'admin' && caller.actor.id === accountId)
    throw new AppError(403, 'admin_required', 'Another administrator has to do this for you, or you do it in the panel.')
  await notify(deps, accountId, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      await takeAccount(tx, accountId)
      const where = { accountId }
      // the factors first: a log-in that takes one of them meanwhile is over before the sessions end
      const { count: passkeys } = await tx.passkey.deleteMany({ where })
      const { count: apps } = await tx.authenticatorApp.deleteMany({ where })
      if (passkeys + apps === 0) throw notFound('This account has no second factor.')
      await tx.recoveryCode.deleteMany({ where })
      await endSessions(tx, accountId)
      await auditWith(deps, tx, caller, 'removeSecondFactor', accountId, 'all')
      await tell(tx, 'secondFactorRemoved')
    }),
  )
}

/** How the audit log names a passkey. */
export const passkeyDetail = (name: string): string => `passkey ${name}`
