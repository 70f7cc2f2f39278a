import { open } from '../../auth/secretBox.js'
import { actorOf, type Caller, callerWith } from '../../caller.js'
import { hashToken } from '../../domain/codes.js'
import { addressOf } from '../../domain/sip.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import { hasRoom } from '../credentials/login.js'
import { noteLogin } from '../credentials/loginEvents.js'
import { type Session, startSession } from '../credentials/sessions.js'
import { warnOwner } from '../credentials/warnOwner.js'
import { type AttemptDeps, countWrongPassword } from '../credentials/wrongPasswords.js'
import type { With } from '../deps.js'
import { notify } from '../messages/notices.js'
import type { Platform } from '../platform.js'
import { noteFirst } from '../repeats.js'
import { stepOf } from './app.js'
import type { Factor } from './factors.js'
import { credentialIn, type RelyingParty, requestOptions, signedBy } from './passkeys.js'
import { recoveryCodeIn } from './recoveryCodes.js'
import { openState, sealState } from './states.js'

type Deps = AttemptDeps & With<'metrics'>

/** A log-in whose password was right. */
interface Begun {
  account: AccountRecord
  /** the stored row that the password answered to */
  proven: { algorithm: string; password: string }
  /** whether the password was entered here: else another device vouches */
  entered: boolean
  /** the page to go on to */
  next: string
}

/** A log-in that waits for the second factor. */
export interface Waiting extends Begun {
  /** names it */
  id: string
}

/** What comes of it. `wait`: too many were wrong, and for how many seconds none is taken. */
export type Second =
  | { outcome: 'in'; session: Session; recoveryCodesLeft?: number }
  | { outcome: 'wrong' }
  | { outcome: 'wait'; seconds: number }

/** What a browser holds while the second factor is missing: sealed, and good for five minutes. */
export const beginSecond = (
  deps: Pick<Platform, 'keys' | 'clock'>,
  { account, proven: { algorithm, password }, entered, next }: Begun,
): string => {
  const id = deps.clock.random(16).toString('base64url')
  return sealState(deps, 'login', { id, accountId: account.id, algorithm, hash: hashToken(password), entered, next })
}

/** The log-in that a browser holds; undefined when it has waited too long, the password has been changed since, or the account is not active any more. */
export async function waitingLogin(deps: Pick<Platform, 'db' | 'keys' | 'clock'>, sealed: string): Promise<Waiting | undefined> {
  const state = openState(deps, 'login', sealed)
  if (!state) return undefined
  const { id, accountId, algorithm, hash, entered, next } = state
  const account = await deps.db.prisma.account.findUnique({ where: { id: accountId, activated: true }, include: wholeAccount })
  const proven = account?.passwords.find((row) => row.algorithm === algorithm && hashToken(row.password) === hash)
  return account && proven ? { id, account, proven, entered, next } : undefined
}

/** Codes and answers of an account that are looked at in an hour, from all addresses together. A code of an app is one of a million. */
const MOST = { app: 10, recoveryCode: 20, passkey: 60 } as const satisfies Record<Factor, number>
const HOUR = 3_600

/** Takes one of the tries, before anything is compared: of many at once no more are. @returns seconds to wait for the next one; 0 when it is taken */
async function takeTry(deps: Deps, { account }: Waiting, kind: Factor, caller: Caller): Promise<number> {
  const { points, msLeft } = await deps.limits.counters.days.add(triesKey(deps, account, kind), 1, HOUR)
  if (points <= MOST[kind]) return 0
  const seconds = Math.max(1, Math.ceil(msLeft / 1000))
  noteLogin(deps, 'panel', 'limited', caller, account, { retryAfter: seconds })
  if (points === MOST[kind] + 1 && kind !== 'passkey') await tellOwner(deps, account, caller)
  return seconds
}

const triesKey = ({ limits }: With<'limits'>, { id }: { id: number }, kind: Factor): string =>
  limits.key(`second-factor-${kind}`, String(id))

/** Forgets the codes and answers that were tried: an administrator knows that it was their owner. */
export async function forgetFactorTries(deps: With<'limits'>, account: { id: number }): Promise<void> {
  for (const kind of Object.keys(MOST) as Factor[]) await deps.limits.counters.days.delete(triesKey(deps, account, kind))
}

/** Who tries codes knows the password: its owner should hear of it. */
async function tellOwner(deps: Deps, account: AccountRecord, caller: Caller): Promise<void> {
  deps.log.warn(
    { event: 'second_factor_guessed', request_id: caller.requestId, account: account.id },
    'many wrong codes after the right password of an account',
  )
  await warnOwner(deps, account, caller, {
    limit: 'second-factor-told',
    notice: 'secondFactorGuessed',
    failed: 'the owner of an account could not be told of wrong codes',
  })
}

async function wrong(deps: Deps, { account }: Waiting, caller: Caller): Promise<Second> {
  noteLogin(deps, 'panel', 'wrong_factor', caller, account)
  await countWrongPassword(deps, account, account, caller)
  return { outcome: 'wrong' }
}

/** Begins the session: only now are wrong passwords forgotten. */
async function enter(
  deps: Deps,
  { account, proven, entered }: Waiting,
  caller: Caller,
  factor: NonNullable<Parameters<typeof startSession>[4]['factor']>,
): Promise<Session | undefined> {
  const audited = await hasRoom(deps, account.id)
  const session = await startSession(deps, account, proven, caller, { audited, entered, factor })
  if (!session) return undefined
  await deps.limits.counters.days.delete(triesKey(deps, account, factor.kind))
  await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  noteLogin(deps, 'panel', 'ok', caller, account)
  return session
}

/** Logs in by a code: of the authenticator app, or a recovery code. Each is good once. Undefined: it looks like neither, and was not counted. */
export async function secondByCode(deps: Deps, waiting: Waiting, text: string, caller: Caller): Promise<Second | undefined> {
  const digits = text.replace(/\s/g, '')
  if (/^\d{6}$/.test(digits)) return byApp(deps, waiting, digits, caller)
  const code = recoveryCodeIn(text)
  return code === undefined ? undefined : byRecoveryCode(deps, waiting, code, caller)
}

async function byApp(deps: Deps, waiting: Waiting, code: string, caller: Caller): Promise<Second> {
  const seconds = await takeTry(deps, waiting, 'app', caller)
  if (seconds > 0) return { outcome: 'wait', seconds }
  const { id: accountId } = waiting.account
  const now = deps.clock.now()
  const row = await deps.db.prisma.authenticatorApp.findUnique({ where: { accountId } })
  const secret = row ? open(deps.keys.authenticatorApps, row.sealed) : undefined
  if (row && secret === undefined)
    deps.log.error(
      { event: 'sealed_by_another_secret', account: accountId },
      'the secret of an authenticator app was sealed by another SECRET',
    )
  const step = secret === undefined ? undefined : await stepOf(secret, code, now)
  if (!row || step === undefined || step <= row.lastStep) return wrong(deps, waiting, caller)
  const session = await enter(deps, waiting, caller, {
    kind: 'app',
    take: async (tx) => {
      const { count } = await tx.authenticatorApp.updateMany({
        where: { accountId, sealed: row.sealed, lastStep: { lt: step } },
        data: { lastStep: step, lastUsedAt: new Date(now) },
      })
      return count === 1
    },
  })
  return session ? { outcome: 'in', session } : wrong(deps, waiting, caller)
}

async function byRecoveryCode(deps: Deps, waiting: Waiting, code: string, caller: Caller): Promise<Second> {
  const seconds = await takeTry(deps, waiting, 'recoveryCode', caller)
  if (seconds > 0) return { outcome: 'wait', seconds }
  const { account } = waiting
  const where = { accountId: account.id, codeHash: hashToken(code) }
  if ((await deps.db.prisma.recoveryCode.count({ where })) === 0) return wrong(deps, waiting, caller)
  const owner = callerWith(caller, { actor: actorOf(account) })
  const session = await notify(deps, account, owner, (tell) =>
    enter(deps, waiting, caller, {
      kind: 'recoveryCode',
      take: async (tx) => {
        if ((await tx.recoveryCode.deleteMany({ where })).count === 0) return false
        await audit(deps, tx, owner, 'useRecoveryCode', account.id)
        await tell(tx, 'recoveryCodeUsed')
        return true
      },
    }),
  )
  if (!session) return wrong(deps, waiting, caller)
  return { outcome: 'in', session, recoveryCodesLeft: await deps.db.prisma.recoveryCode.count({ where: { accountId: account.id } }) }
}

/** What a browser is asked to sign: `options` are for it, `state` goes with the form that brings its answer. Undefined: the account has no passkey. */
export async function askForPasskey(
  deps: Pick<Platform, 'db' | 'keys' | 'clock'>,
  party: RelyingParty,
  { id, account }: Waiting,
): Promise<{ options: string; state: string } | undefined> {
  const passkeys = await deps.db.prisma.passkey.findMany({
    where: { accountId: account.id },
    select: { credentialId: true, transports: true },
  })
  if (passkeys.length === 0) return undefined
  const { json, challenge } = await requestOptions(deps, party, passkeys)
  return { options: json, state: sealState(deps, 'challenge', { of: id, challenge }) }
}

/** Logs in by a passkey. What it has signed is good once, for this log-in. */
export async function secondByPasskey(
  deps: Deps,
  party: RelyingParty,
  waiting: Waiting,
  { state, answer }: { state: string; answer: string },
  caller: Caller,
): Promise<Second> {
  const seconds = await takeTry(deps, waiting, 'passkey', caller)
  if (seconds > 0) return { outcome: 'wait', seconds }
  const { id: accountId } = waiting.account
  const asked = openState(deps, 'challenge', state)
  const credentialId = credentialIn(answer)
  if (asked?.of !== waiting.id || credentialId === undefined) return wrong(deps, waiting, caller)
  const passkey = await deps.db.prisma.passkey.findUnique({ where: { credentialId, accountId } })
  const signCount = passkey ? await signedBy(party, passkey, asked.challenge, answer) : undefined
  if (!passkey || signCount === undefined) return wrong(deps, waiting, caller)
  if (signCount === 'stale') {
    deps.log.warn(
      { event: 'passkey_copied', request_id: caller.requestId, account: accountId, passkey: passkey.id },
      'a passkey counts no more signatures than before: there may be a copy of it',
    )
    return wrong(deps, waiting, caller)
  }
  if ((await noteFirst(deps, ['passkey', asked.challenge], accountId)) !== undefined) return wrong(deps, waiting, caller)
  const session = await enter(deps, waiting, caller, {
    kind: 'passkey',
    take: async (tx) => {
      const { count } = await tx.passkey.updateMany({
        where: { id: passkey.id, accountId, signCount: passkey.signCount },
        data: { signCount, lastUsedAt: new Date(deps.clock.now()) },
      })
      return count === 1
    },
  })
  return session ? { outcome: 'in', session } : wrong(deps, waiting, caller)
}
