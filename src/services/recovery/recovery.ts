import { setTimeout as delay } from 'node:timers/promises'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError, refusalIn } from '../../domain/errors.js'
import { type AccountRecord, takeAccount } from '../accounts/record.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { isCodeJustSent, issueCode, tryCode, tryLink } from '../me/codes.js'
import { type Sent, wasJustSent } from '../messages/justSent.js'
import { type Asked, accountsOf } from './find.js'
import { type Grant, grantByCode } from './newPassword.js'

type RecoveryDeps = With<'limits' | 'outbound' | 'metrics'>

/** No answer comes earlier, so that its time does not tell whether there was something to do. Milliseconds. */
const ANSWER_MS = 250

/**
 * Sends a code to the address of an account, by which its owner sets a new password. Nobody is told whether there is such an account, nor whether it has had too
 * many messages today: the answer is the same, after the same time. An address of several accounts gets their names.
 */
export async function startRecovery(deps: RecoveryDeps, asked: Asked, caller: Caller): Promise<void> {
  deps.metrics.recovery('asked')
  await Promise.all([delay(ANSWER_MS), send(deps, asked, caller).catch(refusalIn)])
  await deps.outbound.messenger.deliver()
}

async function send(deps: RecoveryDeps, asked: Asked, caller: Caller): Promise<void> {
  const accounts = await accountsOf(deps, asked)
  const [account, ...others] = accounts
  if (!account) return
  if (others.length > 0 && 'email' in asked) return sendNames(deps, asked.email, accounts, caller)
  const target = 'email' in asked ? account.email! : asked.phone
  const code = { accountId: account.id, channel: 'recovery', target, form: 'longPin' } as const
  if (await isCodeJustSent(deps, code)) return
  const sent = await withinSending(deps, 'email' in asked ? { email: target } : { phone: target }, caller, () =>
    deps.db.prisma.$transaction(async (tx) => {
      // of two requests at once the second finds what the first has sent
      await takeAccount(tx, account.id)
      if (await isCodeJustSent(deps, code, tx)) return false
      await sendCode(deps, tx, account, { by: 'email' in asked ? 'email' : 'sms', target, form: code.form }, caller)
      return true
    }),
  )
  if (sent) deps.metrics.recovery('sent')
}

/**
 * Makes the code, and has it sent, in the transaction that has decided so. An earlier one is void then.
 * @param to.form `pin` for apps up to 5.3, which have four boxes; `longPin` for pages
 */
export async function sendCode(
  deps: With<'outbound'>,
  tx: Transaction,
  { id, username, domain }: Pick<AccountRecord, 'id' | 'username' | 'domain'>,
  { by, target, form }: { by: 'email' | 'sms'; target: string; form: 'pin' | 'longPin' },
  caller: Caller,
): Promise<void> {
  const asked = { accountId: id, channel: 'recovery', target, form, link: by === 'email' } as const
  const { code, secret, expiresAt } = await issueCode(deps, tx, asked, caller.ip)
  const link = secret === undefined ? {} : { link: `${deps.config.publicUrl}/recovery/link?account=${id}&code=${secret}` }
  await deps.outbound.messenger.enqueue(tx, {
    accountId: id,
    channel: by,
    kind: 'recovery',
    to: target,
    language: caller.language,
    requestId: caller.requestId,
    expiresAt,
    data: { username, domain, code, ...link },
  })
}

/** How many names a mail has: nobody has more, and a mail has an end. */
const NAMES = 20

async function sendNames(deps: RecoveryDeps, email: string, accounts: AccountRecord[], caller: Caller): Promise<void> {
  const { id, domain } = accounts[0]!
  const to = accounts[0]!.email!
  const same: Sent = { accountId: id, kinds: ['recoveryNames'], to }
  if (await wasJustSent(deps, same)) return
  const names = accounts.slice(0, NAMES).map(({ username }) => username)
  await withinSending(deps, { email }, caller, () =>
    deps.db.prisma.$transaction(async (tx) => {
      await takeAccount(tx, id)
      if (await wasJustSent(deps, same, tx)) return
      await deps.outbound.messenger.enqueue(tx, {
        accountId: id,
        channel: 'email',
        kind: 'recoveryNames',
        to,
        language: caller.language,
        requestId: caller.requestId,
        expiresAt: new Date(deps.clock.now() + deps.config.codeTtl * 1000),
        data: { username: names[0]!, domain, names: names.join(', ') },
      })
    }),
  )
}

/**
 * What a right code gives: leave to set a new password. Whether a code is wrong, void or expired, or was never sent, nobody is told: they are answered alike, after
 * the same time. A code bears three tries; the same code again within minutes is good again, as long as the password is the same.
 */
export async function confirmRecovery(deps: RecoveryDeps, asked: Asked, code: string, caller: Caller): Promise<Grant | undefined> {
  const [grant] = await Promise.all([
    granted(deps, asked, code, caller).catch((error) => {
      refusalIn(error)
      return undefined
    }),
    delay(ANSWER_MS),
  ])
  return grant
}

async function granted(deps: RecoveryDeps, asked: Asked, code: string, caller: Caller): Promise<Grant | undefined> {
  const [account] = await accountsOf(deps, asked)
  if (!account) return undefined
  const target = 'email' in asked ? account.email : asked.phone
  const proven = await tryCode(deps, account.id, 'recovery', code, { ip: caller.ip }, { wrong, expired: wrong })
  if (proven?.target !== target) return undefined
  return grantByCode(deps, proven)
}

/** The same by the link in the mail. */
export async function confirmRecoveryLink(deps: RecoveryDeps, accountId: number, secret: string): Promise<Grant | undefined> {
  const proven = await tryLink(deps, accountId, 'recovery', secret)
  const account = proven && (await deps.db.prisma.account.findUnique({ where: { id: accountId }, select: { email: true } }))
  if (!proven || account?.email !== proven.target) return undefined
  return grantByCode(deps, proven)
}

const wrong = (): AppError => new AppError(422, 'wrong_code', 'The code is wrong.')
