import type { components } from '../../../generated/openapi.js'
import type { Algorithm } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { hashToken } from '../../domain/codes.js'
import { AppError, type ErrorCode, invalidField } from '../../domain/errors.js'
import { numberOfName } from '../../domain/phone.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { newAccount, sendActivationCode } from '../accounts/accounts.js'
import { emailField, phoneInUse, refusingTaken, smsField, usernameTaken } from '../accounts/fields.js'
import { refuseForeignNumbers } from '../accounts/numbers.sql.js'
import { type AccountRecord, type NewAccountRow, wholeAccount } from '../accounts/record.js'
import { auditSignUp } from '../accounts/tombstones.sql.js'
import { auditStamp } from '../audit/stamp.js'
import { matchingPassword } from '../credentials/passwords.js'
import { refuseWeak } from '../credentials/weakPasswords.js'
import { countWrongPassword } from '../credentials/wrongPasswords.js'
import type { With } from '../deps.js'
import { withinSending } from '../limits/sending.js'
import { REPEAT_MS } from '../repeats.js'
import { spaceRelation } from '../spaces/spaces.sql.js'
import { noteAccount, redeemToken, TOKEN_REFUSED, usedBy, withTokenTry } from './creationTokens.js'

type Schemas = components['schemas']
export type SignUpDeps = With<'accounts' | 'credentials' | 'limits' | 'outbound' | 'metrics'>

/** A sign-up with a token. Fields that are not given are undefined. */
export interface SignUp {
  token: string
  username: string
  password: string
  algorithm: Algorithm | undefined
  domain: string | undefined
  email?: string | undefined
  phone?: string | undefined
  /** whether it is active at once */
  activated: boolean
  /** whether it may look after itself before it is activated */
  tokenMade: boolean
}

/**
 * Makes an account for a device that a push token proves. With an e-mail address or phone number it waits for the code sent there.
 * @throws AppError 422 invalid_token, username_taken, phone_in_use, validation_failed; 429 rate_limited
 */
export async function createAccountWithToken(
  deps: SignUpDeps,
  body: Schemas['NewAccountWithToken'],
  caller: Caller,
): Promise<AccountRecord> {
  const phone = body.phone == null ? undefined : smsField(deps, body.phone)
  const email = body.email == null ? undefined : emailField(body.email)
  const asked = {
    ...body,
    algorithm: body.algorithm,
    domain: body.domain ?? undefined,
    email,
    phone,
    activated: !email && !phone,
    tokenMade: false,
  }
  try {
    return await signUpOnce(deps, asked, caller)
  } catch (error) {
    throw isInvalidToken(error) ? invalidField('token', TOKEN_REFUSED, 'invalid_token') : error
  }
}

/**
 * Makes an account with an account creation token. Unless SIGNUP_ACTIVATION is `none` it waits until its owner has proven an address.
 * @throws AppError 422 invalid_token (without `errors`), username_taken, phone_in_use, validation_failed
 */
export function createAccountWithCreationToken(
  deps: SignUpDeps,
  { account_creation_token: token, ...body }: Schemas['NewAccountWithCreationToken'],
  caller: Caller,
): Promise<AccountRecord> {
  const { username, password, algorithm, domain } = body
  const activated = deps.config.signupActivation === 'none'
  if (activated && numberOfName(username) !== undefined)
    throw invalidField('username', 'A phone number cannot be a user name here. Choose another one.')
  return signUpOnce(deps, { token, username, password, algorithm, domain, activated, tokenMade: true }, caller)
}

const isInvalidToken = (error: unknown): boolean => error instanceof AppError && error.code === 'invalid_token'

/** Apps send a sign-up again when its answer was lost: the same one gets the account that it has made. */
export async function signUpOnce(deps: SignUpDeps, asked: SignUp, caller: Caller): Promise<AccountRecord> {
  try {
    return await make(deps, asked, caller)
  } catch (error) {
    const made = isInvalidToken(error) ? await madeBefore(deps, asked, caller) : undefined
    if (!made) throw error
    return made
  }
}

/**
 * Token, account and messages are one transaction: what is refused leaves the token good. That a name is taken may be told any number of times, as long as it tells of no
 * phone number: neither is the name one, nor was the number looked at (`withTokenTry`).
 */
async function make(
  deps: SignUpDeps,
  { token, email, phone, activated, tokenMade, ...asked }: SignUp,
  caller: Caller,
): Promise<AccountRecord> {
  const { password, ...owner } = newAccount(deps, asked, caller)
  refuseWeak(owner, asked.password)
  let nameTells = numberOfName(owner.username) !== undefined
  if (!email && !phone && !nameTells) {
    const row = newRow(deps, { ...owner, passwords: [password], activated, tokenMade }, caller)
    const made = await withTokenTry(
      deps,
      token,
      () => false,
      () => deps.accounts.signUp({ tokenHash: hashToken(token), row }),
    )
    if (made) deps.metrics.token('creation', 'used')
    if (made) return made
  }
  const refuseTakenAddress = async (tx: Transaction): Promise<void> => {
    if (!phone) return
    if (!nameTells) await refuseTakenName(tx, owner)
    // from here on a taken name, as one of a deleted account, tells that the number is free
    nameTells = true
    if (await tx.account.findUnique({ where: { phone }, select: { id: true } })) throw phoneInUse()
  }
  const insert = () =>
    deps.db.prisma.$transaction(async (tx) => {
      await redeemToken(deps, tx, token)
      await refuseTakenAddress(tx)
      await refuseForeignNumbers(deps.db, tx, { ...owner, phone: phone ?? null })
      const made = await tx.account.create({ data: { ...owner, ...spaceRelation(owner.domain), selfMade: true, tokenMade, activated } })
      const { id } = made
      const row = { accountId: id, ...password }
      await tx.password.createMany({ data: row })
      await noteAccount(tx, token, id)
      await auditSignUp(deps, tx, caller, id)
      if (email) await sendActivationCode(deps, tx, { id, ...owner }, 'email', email, caller)
      if (phone) await sendActivationCode(deps, tx, { id, ...owner }, 'phone', phone, caller)
      const codes = email || phone ? await tx.code.findMany({ where: { accountId: id }, select: wholeAccount.codes.select }) : []
      return { ...made, passwords: [row], codes }
    })
  const tells = (code: ErrorCode): boolean => code === 'phone_in_use' || (code === 'username_taken' && nameTells)
  const account = await withTokenTry(deps, token, tells, () => refusingTaken(() => withinSending(deps, { email, phone }, caller, insert)))
  deps.metrics.token('creation', 'used')
  if (email || phone) await deps.outbound.messenger.deliver()
  return account
}

const newRow = (
  deps: SignUpDeps,
  owner: Pick<NewAccountRow, 'username' | 'domain' | 'ipAddress' | 'userAgent' | 'createdAt' | 'passwords' | 'activated'> & {
    tokenMade: boolean
  },
  caller: Caller,
): NewAccountRow => ({
  ...owner,
  ...{ email: null, phone: null, admin: false, confirmationKey: null, confirmationKeyExpires: null },
  selfMade: true,
  stamp: auditStamp(deps, caller),
})

async function refuseTakenName(tx: Transaction, { username, domain }: Aor): Promise<void> {
  if (await tx.account.findUnique({ where: { username_domain: { username, domain } }, select: { id: true } })) throw usernameTaken()
}

/**
 * The account that the token has made, for whoever knows its name and password as well: for some minutes, and one that apps of today wait with
 * for as long as it waits.
 */
async function madeBefore(deps: SignUpDeps, asked: SignUp, caller: Caller): Promise<AccountRecord | undefined> {
  const used = await usedBy(deps, asked.token)
  const account = used && (await deps.db.prisma.account.findUnique({ where: { id: used.accountId }, include: wholeAccount }))
  if (!account || account.deactivatedAt) return undefined
  const { username, domain } = newAccount(deps, asked, caller)
  if (addressOf(account) !== addressOf({ username, domain })) return undefined
  const lately = used.usedAt.getTime() + REPEAT_MS > deps.clock.now()
  const waits = asked.tokenMade && !account.activated
  if (!lately && !waits) return undefined
  await deps.credentials.attempts.check(addressOf(account), caller.ip)
  if (matchingPassword(deps, account, asked.password)) return account
  await countWrongPassword(deps, account, account, caller)
  return undefined
}
