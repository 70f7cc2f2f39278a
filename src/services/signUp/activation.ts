import { secretsEqual } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import { AppError } from '../../domain/errors.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { refusingTaken } from '../accounts/fields.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { countWrongCodes } from '../limits/requests.js'
import { type Channel, codeExpired, consumeCode, maxTries, tooManyTries, tryCode } from '../me/codes.js'
import type { Platform } from '../platform.js'

/**
 * Activates an account by its confirmation key (13 characters or a PIN) or by a code sent to its e-mail or phone. Which one is meant
 * shows in the code's length, whichever endpoint it comes to: liblinphone 5.0 to 5.2.54 posts PINs to activate/email.
 * @throws AppError 404 wrong_code (an unknown account looks the same), 403 code_expired, 429 too_many_tries, 422 phone_in_use
 */
export async function activateByCode(
  deps: With<'accounts' | 'limits'>,
  aor: Aor | undefined,
  code: string,
  caller: Caller,
): Promise<AccountRecord> {
  if (!aor) throw wrongCode()
  const account = await deps.accounts.byAor(aor)
  const who = account ? `id:${account.id}` : addressOf(aor)
  return countWrongCodes(deps, who, () => activate(deps, account, code, caller))
}

async function activate(deps: With<'limits'>, account: AccountRecord | undefined, code: string, caller: Caller): Promise<AccountRecord> {
  if (!account || account.activated) throw wrongCode()
  if (account.confirmationKey?.length === code.length) {
    await tryConfirmationKey(deps, account, code)
    return activateWith(deps, account, caller)
  }
  const channel: Channel = code.length === 4 ? 'phone' : 'email'
  const proven = await tryCode(deps, account.id, channel, code, 'anyone', wrongCode)
  if (!proven) throw wrongCode()
  return activateWith(deps, account, caller, proven)
}

const wrongCode = (): AppError => new AppError(404, 'wrong_code', 'The code is wrong, or nothing here waits for one.')

/** As tryCode does for codes: a try is taken first, then the key is compared. */
async function tryConfirmationKey(deps: Pick<Platform, 'db' | 'clock'>, account: AccountRecord, code: string): Promise<void> {
  const key = account.confirmationKey!
  const taken = await deps.db.prisma.account.updateMany({
    where: { id: account.id, confirmationKey: key, confirmationKeyTries: { lt: maxTries(key.length) } },
    data: { confirmationKeyTries: { increment: 1 } },
  })
  const expires = account.confirmationKeyExpires?.getTime() ?? deps.clock.now() + 86_400_000
  if (taken.count === 0) {
    const left = await deps.db.prisma.account.findUnique({ where: { id: account.id }, select: { confirmationKey: true } })
    throw left?.confirmationKey === key ? tooManyTries((expires - deps.clock.now()) / 1000) : wrongCode()
  }
  if (!secretsEqual(key, code)) throw wrongCode()
  if (expires <= deps.clock.now()) throw codeExpired()
}

/** One of several activations at once wins; the key, and the code that was proven, are gone afterwards. */
async function activateWith(
  deps: Platform,
  account: AccountRecord,
  caller: Caller,
  proven?: { accountId: number; channel: string; target: string; codeHash: string },
) {
  return refusingTaken(() =>
    deps.db.prisma.$transaction(async (tx) => {
      if (proven && !(await consumeCode(tx, proven))) throw wrongCode()
      const address = proven && (proven.channel === 'phone' ? { phone: proven.target } : { email: proven.target })
      const { count } = await tx.account.updateMany({
        where: { id: account.id, activated: false, deactivatedAt: null, confirmationKey: account.confirmationKey },
        data: { ...activatedData, ...address },
      })
      if (count === 0) throw wrongCode()
      await audit(deps, tx, caller, 'activateAccount', account.id)
      return tx.account.findUniqueOrThrow({ where: { id: account.id }, include: wholeAccount })
    }),
  )
}

/** What an account gets when it becomes active: its confirmation key goes. */
export const activatedData = {
  activated: true,
  confirmationKey: null,
  confirmationKeyExpires: null,
  confirmationKeyTries: 0,
  deactivatedAt: null,
} as const
