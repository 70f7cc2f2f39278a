import type { components } from '../../../generated/openapi.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { auditStamp } from '../audit/stamp.js'
import { passwordRow } from '../credentials/passwords.js'
import type { With } from '../deps.js'
import { issueCode } from '../me/codes.js'
import type { Platform } from '../platform.js'
import { newLink, storedLinkOf } from '../provisioning/newLink.js'
import { doneRow, type RepeatKey, repeatable } from '../repeats.js'
import { newConfirmationKey } from './confirmationKey.js'
import { dateField, dictionaryField, displayNameField, domainField, emailField, noSuchAccount, phoneField } from './fields.js'
import { type AccountRecord, type NewAccountRow, wholeAccount } from './record.js'

type Schemas = components['schemas']

/**
 * Makes an account on an administrator's word, with a link that sets up an app for them to hand over. The same administrator may send the same again for some minutes, and gets the same account: the answer may have been lost.
 * @throws AppError 422 username_taken, phone_in_use, validation_failed
 */
export async function createAccount(deps: With<'accounts'>, body: Schemas['NewAccount'], caller: Caller): Promise<AccountRecord> {
  const row = newAccountRow(deps, body, caller)
  if (caller.actor.kind !== 'admin') return deps.accounts.insert(row)
  const key: RepeatKey = ['createAccount', String(caller.actor.id), JSON.stringify(body)]
  const again = async (id: number) => {
    const account = await getAccount(deps, id)
    // who may make no administrators sees no link of one: the role may have come meanwhile
    return { ...account, provisioning: account.admin === row.admin ? await storedLinkOf(deps, id) : null }
  }
  return repeatable(deps, { key, refusals: ['username_taken', 'phone_in_use'], again }, () =>
    deps.accounts.insert({ ...row, link: newLink(deps).row, done: doneRow(deps, key) }),
  )
}

/**
 * An account that an administrator makes, as it is to be inserted. One that is not activated gets a confirmation key: 13 characters, or a PIN
 * when it can only be told by phone.
 * @throws AppError 422 validation_failed
 */
export function newAccountRow(deps: Pick<Platform, 'config' | 'clock'>, body: Schemas['NewAccount'], caller: Caller): NewAccountRow {
  const activated = body.activated ?? false
  const expires =
    activated || body.confirmation_key_expires == null ? null : dateField('confirmation_key_expires', body.confirmation_key_expires)
  const phone = body.phone == null ? null : phoneField(body.phone)
  const email = body.email == null ? null : emailField(body.email)
  const { password, ...owner } = newAccount(deps, body, caller)
  return {
    ...owner,
    displayName: displayNameField(body.display_name),
    dtmfProtocol: body.dtmf_protocol ?? null,
    dictionary: dictionaryField(body.dictionary ?? {}),
    passwords: [password],
    activated,
    admin: body.admin ?? false,
    email,
    phone,
    confirmationKey: activated ? null : newConfirmationKey(deps, { email, phone }),
    confirmationKeyExpires: expires,
    stamp: auditStamp(deps, caller),
  }
}

/** What every new account has, from its fields and from who asks for it. @throws AppError 422 for a domain that is not served */
export function newAccount(
  deps: Pick<Platform, 'config' | 'clock'>,
  body: Pick<Schemas['NewAccount'], 'username' | 'password' | 'algorithm' | 'domain'>,
  caller: Caller,
) {
  const owner = { username: body.username, domain: domainField(deps, body.domain ?? undefined) }
  return {
    ...owner,
    ipAddress: caller.ip,
    userAgent: caller.userAgent ?? null,
    createdAt: new Date(deps.clock.now()),
    password: passwordRow(deps, owner, body.algorithm ?? deps.config.defaultAlgorithm, body.password),
  }
}

/** Has a code sent that activates the account, by mail with a link to the page that takes it; one that was sent before is void then. @param origin that of the former code, if it is to be entered there */
export async function sendActivationCode(
  deps: With<'outbound'>,
  tx: Transaction,
  account: { id: number; username: string; domain: string },
  channel: 'email' | 'phone',
  to: string,
  caller: Caller,
  origin?: string | null,
): Promise<void> {
  const form = channel === 'email' ? 'code' : 'pin'
  const { code, expiresAt } = await issueCode(deps, tx, { accountId: account.id, channel, target: to, form, origin }, caller.ip)
  await deps.outbound.messenger.enqueue(tx, {
    accountId: account.id,
    channel: channel === 'email' ? 'email' : 'sms',
    kind: 'activation',
    to,
    language: caller.language,
    requestId: caller.requestId,
    expiresAt,
    data: {
      username: account.username,
      domain: account.domain,
      code,
      ...(channel === 'email' && { link: activationLink(deps, account, code) }),
    },
  })
}

/** Opening it changes nothing (mail scanners do): its page asks for a click. */
const activationLink = ({ config }: Pick<Platform, 'config'>, account: Aor, code: string): string =>
  `${config.publicUrl}/activate?${new URLSearchParams({ account: addressOf(account), code })}`

/** With when an administrator deactivated it, if so. @throws AppError 404 */
export async function getAccount(deps: Pick<Platform, 'db'>, id: number): Promise<AccountRecord & { deactivatedAt: Date | null }> {
  const account = await deps.db.prisma.account.findUnique({ where: { id }, include: wholeAccount })
  if (!account) throw noSuchAccount()
  return account
}
