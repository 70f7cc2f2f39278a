import type { Caller } from '../../../caller.js'
import { AppError } from '../../../domain/errors.js'
import { addressOf } from '../../../domain/sip.js'
import { deleteAccount, getAccount } from '../../../services/accounts/accounts.js'
import { grantAdmin, revokeAdmin } from '../../../services/accounts/change/administrators.js'
import { activateAccount, blockAccount, deactivateAccount, isActivated, unblockAccount } from '../../../services/accounts/change/state.js'
import { renewConfirmationKey } from '../../../services/accounts/confirmationKey.js'
import { listApiKeys } from '../../../services/credentials/apiKeys.js'
import { listSessions, logOutEverywhere } from '../../../services/credentials/sessions.js'
import type { Deps } from '../../../services/deps.js'
import { sendPasswordReset } from '../../../services/recovery/resetLink.js'
import { spaceOf } from '../../../services/spaces/space.js'
import type { Texts } from '../../../texts/languages.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import { takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'
import { revokeKey } from '../credentials/apiKeys.js'

type Details = Awaited<ReturnType<typeof getAccount>>

/** Everything that is known of an account, and what an administrator can do about it. */
export async function accountPage(visit: MemberVisit): Promise<void> {
  const { t, deps, session } = visit
  const account = await getAccount(deps, idInPath(visit))
  const keys = await listApiKeys(deps, account.id)
  const password = takeShownOnce(visit)
  show(visit, 'accounts/account', {
    title: addressOf(account),
    ...(password && { script: 'copy.js' }),
    model: {
      account,
      password,
      keys,
      sessions: (await listSessions(deps, account.id)).length,
      own: account.id === session.account.id,
      activated: isActivated(account),
      realm: spaceOf(deps, account.domain).realm,
      algorithms: account.passwords.map(({ algorithm }) => (algorithm === 'CLRTXT' ? t.home.clearText : algorithm)).join(', '),
      keyExpired: account.confirmationKeyExpires !== null && account.confirmationKeyExpires.getTime() <= deps.clock.now(),
    },
  })
}

/** A button on an account's page. */
interface Change {
  work: (deps: Deps, id: number, caller: Caller) => Promise<unknown>
  done: (t: Texts, account: string) => string
  /** an administrator cannot lock themselves out: this takes another one */
  notOwn?: boolean
}

export const activateAccountForm = change({ work: activateAccount, done: (t, account) => t.admin.one.activated(account) })
export const renewConfirmationKeyForm = change({ work: renewConfirmationKey, done: (t, account) => t.admin.one.keyRenewed(account) })
export const deactivateAccountForm = change({
  work: deactivateAccount,
  done: (t, account) => t.admin.one.deactivated(account),
  notOwn: true,
})
export const blockAccountForm = change({ work: blockAccount, done: (t, account) => t.admin.one.blockDone(account), notOwn: true })
export const unblockAccountForm = change({ work: unblockAccount, done: (t, account) => t.admin.one.unblocked(account) })
export const grantAdminForm = change({
  work: grantAdmin,
  done: (t, account) => t.admin.one.madeAdmin(account),
})
export const revokeAdminForm = change({
  work: revokeAdmin,
  done: (t, account) => t.admin.one.tookAdmin(account),
  notOwn: true,
})
export const logOutAccountForm = change({ work: logOutEverywhere, done: (t, account) => t.admin.one.loggedOut(account), notOwn: true })
export const sendResetForm = change({ work: sendPasswordReset, done: (t, account) => t.admin.one.resetSent(account) })

function change({ work, done, notOwn = false }: Change): (visit: MemberVisit) => Promise<void> {
  return async (visit) => {
    const account = await getAccount(visit.deps, idInPath(visit))
    if (notOwn && isOwn(visit, account)) return
    if (await refused(visit, account, () => work(visit.deps, account.id, visit.caller))) return
    setFlash(visit, { kind: 'success', text: done(visit.t, addressOf(account)) })
    goTo(visit, `/accounts/${account.id}`)
  }
}

/** Does the change, unless it would take the last administrator or a number from its owner, or the account has changed meanwhile. @returns true when it has answered */
async function refused(visit: MemberVisit, account: Details, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'last_administrator') return notice(visit, account, visit.t.admin.one.last)
    if (error.code === 'phone_in_use') return notice(visit, account, visit.t.problems.phone_in_use)
    if (error.code === 'nothing_pending') return notice(visit, account, visit.t.admin.one.keyNotWaiting)
    throw error
  }
}

function notice(visit: MemberVisit, account: Details, text: string): true {
  setFlash(visit, { kind: 'notice', text })
  goTo(visit, `/accounts/${account.id}`)
  return true
}

/** Refuses what administrators may not do to themselves here. @returns true when it has answered */
function isOwn(visit: MemberVisit, account: Details): boolean {
  return account.id === visit.session.account.id && notice(visit, account, visit.t.admin.one.own)
}

/** A key of any account. */
export const revokeAccountKeyForm = (visit: MemberVisit): Promise<void> => {
  const id = idInPath(visit)
  return revokeKey(visit, id, idInPath(visit, 'key'), `/accounts/${id}`)
}

export async function deleteAccountPage(visit: MemberVisit): Promise<void> {
  const account = await getAccount(visit.deps, idInPath(visit))
  if (!isOwn(visit, account)) confirmDelete(visit, account, emptyForm())
}

const confirmDelete = (visit: MemberVisit, account: Details, form: FormState, status?: number): void =>
  show(visit, 'accounts/accountDelete', { title: visit.t.admin.remove.title(addressOf(account)), status, model: { account, form } })

export async function deleteAccountForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps } = visit
  const account = await getAccount(deps, idInPath(visit))
  if (isOwn(visit, account)) return
  if (form('username').trim() !== account.username)
    return confirmDelete(visit, account, { values: {}, errors: { username: t.admin.remove.wrong } }, 422)
  if (await refused(visit, account, () => deleteAccount(deps, account.id, visit.caller))) return
  setFlash(visit, { kind: 'success', text: t.flash.deleted(addressOf(account)) })
  goTo(visit, '/accounts')
}
