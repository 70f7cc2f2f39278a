import type { components } from '../../../../generated/openapi.js'
import type { Caller } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import { invalidField } from '../../../domain/errors.js'
import { addressOf } from '../../../domain/sip.js'
import { audit } from '../../audit/audit.sql.js'
import type { AuditedMember } from '../../audit/stamp.js'
import { passwordRow, replacePassword } from '../../credentials/passwords.js'
import type { With } from '../../deps.js'
import type { Expectation } from '../../expectation.js'
import { notify, type Tell } from '../../messages/notices.js'
import { spaceOf } from '../../spaces/space.js'
import { spaceRelation } from '../../spaces/spaces.sql.js'
import {
  dictionaryField,
  displayNameField,
  domainField,
  emailField,
  givenUsernameField,
  noSuchAccount,
  phoneField,
  refusingTaken,
} from '../fields.js'
import { claimNumbers } from '../numbers.sql.js'
import { takeAccount } from '../record.js'
import { bury } from '../tombstones.sql.js'
import { requireAnotherAdministrator, writeRole } from './administrators.js'
import { type Changeable, changeable } from './changeable.js'
import { activate, block, deactivate, isActivated, unblock } from './state.js'

type Body = components['schemas']['ChangedAccount']
type UpdateDeps = With<'limits' | 'outbound'>
type Wanted = ReturnType<typeof wantedOf>

/** What is asked for, read. */
interface Change {
  body: Body
  wanted: Wanted
  expect: Expectation<Changeable>
}

/**
 * Writes an account on an administrator's word: what is left out of `email`, `phone`, `display_name` and `dtmf_protocol` becomes null, the rest stays. What somebody else changes at the same time
 * comes before or after, never between.
 * @throws AppError 404, 403 last_administrator, 412 precondition_failed, 422 validation_failed, username_taken, phone_in_use
 */
export async function updateAccount(
  deps: UpdateDeps,
  id: number,
  body: Body,
  expect: Expectation<Changeable>,
  caller: Caller,
): Promise<Changeable> {
  const change = { body, wanted: wantedOf(deps, body), expect }
  const account = await notify(deps, id, caller, (tell) =>
    refusingTaken(() => deps.db.prisma.$transaction((tx) => write(deps, tx, id, change, caller, tell))),
  )
  deps.outbound.removals.deliver()
  deps.outbound.b2bua.deliver()
  return account
}

async function write(
  deps: UpdateDeps,
  tx: Transaction,
  id: number,
  { body, wanted, expect }: Change,
  caller: Caller,
  tell: Tell,
): Promise<Changeable> {
  const refuseForeign = await claimNumbers(deps.db, tx, { username: body.username, phone: wanted.phone })
  if (body.admin === false || body.activated === false || body.blocked === true) await requireAnotherAdministrator(deps, tx, id)
  await takeAccount(tx, id)
  const before = await changeable(tx, id)
  if (!before) throw noSuchAccount()
  expect(before)
  const username = body.username === before.username ? before.username : givenUsernameField(body.username)
  const owner = { username, domain: wanted.domain ?? before.domain }
  const fields = { ...wanted, ...withoutWaiting(before, wanted, body) }
  await refuseForeign({ ...owner, phone: fields.phone, id })
  refuseUnfitHash(deps, before, owner, body)
  await writeFields(deps, tx, before, { ...fields, ...owner }, caller, tell)
  await writePassword(deps, tx, before, owner, body, caller, tell)
  await writeState(deps, tx, before, body, caller, tell)
  return (await changeable(tx, id))!
}

const wantedOf = (deps: UpdateDeps, body: Body) => ({
  domain: body.domain === undefined ? undefined : domainField(deps, body.domain),
  email: body.email === undefined ? null : emailField(body.email),
  phone: body.phone === undefined ? null : phoneField(body.phone),
  displayName: displayNameField(body.display_name),
  dtmfProtocol: body.dtmf_protocol ?? null,
  dictionary: body.dictionary === undefined ? undefined : dictionaryField(body.dictionary),
})

/**
 * The addresses to be written. Of an account that waits for its code, the one that waits is shown as its own: who sends it back as it was shown vouches for nothing, unless they
 * activate the account as well.
 */
function withoutWaiting(before: Changeable, wanted: Wanted, { activated }: Body): Pick<Wanted, 'email' | 'phone'> {
  const addressFor = (channel: 'email' | 'phone'): string | null => {
    const waits = activated !== true && !isActivated(before) && before[channel] === null
    return waits && before.codes.some((code) => code.channel === channel && code.target === wanted[channel]) ? null : wanted[channel]
  }
  return { email: addressFor('email'), phone: addressFor('phone') }
}

/** A hash is of one name and realm: with others nobody could log in. @throws AppError 422 `errors.password` */
function refuseUnfitHash(deps: UpdateDeps, before: Changeable, owner: { username: string; domain: string }, { password }: Body): void {
  if (password !== undefined || before.passwords.every(({ algorithm }) => algorithm === 'CLRTXT')) return
  if (before.username === owner.username && spaceOf(deps, before.domain).realm === spaceOf(deps, owner.domain).realm) return
  throw invalidField('password', 'Give the password as well, because the stored hash fits the old name and domain alone.')
}

/** What `updateAccount` names of what was changed; addresses have entries of their own. */
const MEMBERS: Readonly<Record<string, AuditedMember>> = {
  username: 'username',
  domain: 'domain',
  displayName: 'display_name',
  dtmfProtocol: 'dtmf_protocol',
}

async function writeFields(
  deps: UpdateDeps,
  tx: Transaction,
  before: Changeable,
  { dictionary, ...wanted }: Omit<Wanted, 'domain'> & { username: string; domain: string },
  caller: Caller,
  tell: Tell,
): Promise<void> {
  const { id } = before
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((name) => wanted[name] !== before[name])
  const moved = changed.includes('domain')
  // who is told of the former space alone learns that it has left
  if (moved) await audit(deps, tx, caller, 'updateAccount', id, ['domain'])
  if (moved) await leaveSpace(tx, id)
  if (moved) await refuseTakenExternal(tx, id, wanted.domain)
  if (changed.length > 0) {
    const { domain, ...data } = wanted
    await tx.account.update({ where: { id }, data: { ...data, ...(moved && { domain, ...spaceRelation(domain) }) }, select: { id: true } })
  }
  if (moved || changed.includes('username')) await leaveName(deps, tx, before)
  const listed = dictionary !== undefined && (await writeDictionary(tx, before, dictionary))
  if (changed.includes('email')) await changeAddress(deps, tx, id, 'email', caller, () => tell(tx, 'emailChanged'))
  if (changed.includes('phone')) await changeAddress(deps, tx, id, 'phone', caller, () => tell(tx, 'phoneChanged'))
  const members = [...changed.flatMap((name) => MEMBERS[name] ?? []), ...(listed ? (['dictionary'] as const) : [])]
  if (members.length > 0) await audit(deps, tx, caller, 'updateAccount', id, members)
}

/** What joins an account with others of its space: they stay there. */
async function leaveSpace(tx: Transaction, id: number): Promise<void> {
  await tx.contact.deleteMany({ where: { OR: [{ accountId: id }, { contactId: id }] } })
  await tx.contactsListMember.deleteMany({ where: { contactId: id } })
  await tx.contactsListOfAccount.deleteMany({ where: { accountId: id } })
  await tx.typeOfAccount.deleteMany({ where: { accountId: id } })
}

/** Its external account moves with it, and is that of one account of a space alone. @throws AppError 422 `errors.domain` */
async function refuseTakenExternal(tx: Transaction, accountId: number, domain: string): Promise<void> {
  const own = await tx.externalAccount.findUnique({ where: { accountId }, select: { username: true, domain: true } })
  const taken = own && (await tx.externalAccount.count({ where: { ...own, account: { domain } } }))
  if (taken) throw invalidField('domain', 'Another account of that domain has the external account of this one.')
}

/** Who called the former name must reach nobody else for a while, and its phones nobody. */
async function leaveName(deps: UpdateDeps, tx: Transaction, before: Changeable): Promise<void> {
  await bury(deps, tx, [before])
  await deps.outbound.b2bua.enqueue(tx, before.id)
  await deps.outbound.removals.enqueueRemovals(tx, [before], 'closed')
}

/** @returns whether anything changed */
async function writeDictionary(tx: Transaction, before: Changeable, entries: Record<string, string>): Promise<boolean> {
  const data = Object.entries(entries).map(([key, value]) => ({ accountId: before.id, key, value }))
  const same = data.length === before.dictionary.length && before.dictionary.every(({ key, value }) => entries[key] === value)
  if (same) return false
  await tx.dictionaryEntry.deleteMany({ where: { accountId: before.id } })
  if (data.length > 0) await tx.dictionaryEntry.createMany({ data })
  return true
}

/** What a new e-mail address or number brings with it: what was sent to the former one opens nothing any more. */
export async function changeAddress(
  deps: UpdateDeps,
  tx: Transaction,
  accountId: number,
  channel: 'email' | 'phone',
  caller: Caller,
  tell: () => Promise<void>,
): Promise<void> {
  await tx.code.deleteMany({ where: { accountId, channel: { in: [channel, 'recovery'] } } })
  await tx.oneTimeLink.deleteMany({ where: { accountId } })
  await audit(deps, tx, caller, channel === 'email' ? 'changeEmail' : 'changePhone', accountId)
  await tell()
}

/**
 * Writes a password, if one is given, for the name that the account has from now on.
 * @returns whether anything changed: the account may have had this one already, by this algorithm alone
 */
export async function writePassword(
  deps: UpdateDeps,
  tx: Transaction,
  before: Pick<Changeable, 'id' | 'username' | 'domain' | 'passwords'>,
  owner: { username: string; domain: string },
  { password, algorithm = deps.config.defaultAlgorithm }: Pick<Body, 'password' | 'algorithm'>,
  caller: Caller,
  tell: Tell,
): Promise<boolean> {
  if (password === undefined) return false
  const row = passwordRow(deps, owner, algorithm, password)
  const [only, ...others] = before.passwords
  if (addressOf(before) === addressOf(owner) && others.length === 0 && only?.algorithm === algorithm && only.password === row.password)
    return false
  await replacePassword(deps, tx, { id: before.id, ...owner }, row, caller)
  await tell(tx, 'passwordSet')
  return true
}

async function writeState(deps: UpdateDeps, tx: Transaction, before: Changeable, body: Body, caller: Caller, tell: Tell): Promise<void> {
  const { id } = before
  const { admin, activated, blocked } = body
  // it is let in last, and shut out first
  if (blocked === true && !before.blocked) await block(deps, tx, id, caller)
  if (activated === false && isActivated(before)) await deactivate(deps, tx, id, caller)
  if (admin !== undefined && admin !== before.admin) await writeRole(deps, tx, id, admin, caller, tell)
  if (activated === true && !isActivated(before)) await activate(deps, tx, id, caller)
  if (blocked === false && before.blocked) await unblock(deps, tx, id, caller)
}
