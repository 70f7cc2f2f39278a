import type { Caller } from '../../../caller.js'
import { AppError } from '../../../domain/errors.js'
import { addressOf } from '../../../domain/sip.js'
import { grantAdmin, revokeAdmin } from '../../../services/accounts/change/administrators.js'
import { activateAccount, blockAccount, deactivateAccount, isActivated, unblockAccount } from '../../../services/accounts/change/state.js'
import { renewConfirmationKey } from '../../../services/accounts/confirmationKey.js'
import { deleteAccount } from '../../../services/accounts/deletion.js'
import { logOutEverywhere } from '../../../services/credentials/sessions.js'
import type { Deps } from '../../../services/deps.js'
import { lastLoginsOf } from '../../../services/logins/lastLogins.js'
import { isInvitable } from '../../../services/recovery/invitable.js'
import { sendInvitation, sendPasswordReset } from '../../../services/recovery/resetLink.js'
import { spaceOf } from '../../../services/spaces/space.js'
import type { Texts } from '../../../texts/languages.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, problemText } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import { takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'
import { accountInPath, done, isOwn, notDone, refusesOwn, type Tab } from './account/common.js'
import { missingOf } from './account/missing.js'
import type { Details } from './account/views.js'

/** What an account is, what it lacks, and what an administrator can do about it. */
export async function accountPage(visit: MemberVisit): Promise<void> {
  const { t, deps } = visit
  const account = await accountInPath(visit)
  const password = takeShownOnce(visit)
  show(visit, 'accounts/account', {
    title: addressOf(account),
    ...(password && { script: 'copy.js' }),
    model: {
      account,
      password,
      missing: await missingOf(visit, account),
      lastLogin: (await lastLoginsOf(deps, [account])).get(account.id),
      own: isOwn(visit, account),
      invitable: account.email !== null && (account.activated || isInvitable(account)),
      activated: isActivated(account),
      realm: spaceOf(deps, account.domain).realm,
      algorithms: account.passwords.map(({ algorithm }) => (algorithm === 'CLRTXT' ? t.home.clearText : algorithm)).join(', '),
      keyExpired: account.confirmationKeyExpires !== null && account.confirmationKeyExpires.getTime() <= deps.clock.now(),
    },
  })
}

/** A button on an account's pages. */
interface Change {
  work: (deps: Deps, id: number, caller: Caller) => Promise<unknown>
  done: (t: Texts, account: string) => string
  /** an administrator cannot lock themselves out: this takes another one */
  notOwn?: boolean
  /** where the button stands: the overview unless told */
  tab?: Tab
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
export const logOutAccountForm = change({
  work: logOutEverywhere,
  done: (t, account) => t.admin.one.loggedOut(account),
  notOwn: true,
  tab: '/password',
})
export const sendResetForm = change({ work: sendPasswordReset, done: (t, account) => t.admin.one.resetSent(account), tab: '/password' })

export const inviteForm = change({ work: sendInvitation, done: (t, account) => t.admin.one.invited(account) })

function change({ work, done: text, notOwn = false, tab = '' }: Change): (visit: MemberVisit) => Promise<void> {
  return async (visit) => {
    const account = await accountInPath(visit)
    if (notOwn && refusesOwn(visit, account, tab)) return
    if (await refused(visit, account, tab, () => work(visit.deps, account.id, visit.caller))) return
    done(visit, account.id, tab, text(visit.t, addressOf(account)))
  }
}

/** Does the change, unless it would take the last administrator or a number from its owner, the account has changed meanwhile, or nothing can be sent. @returns true when it has answered */
async function refused(visit: MemberVisit, account: Details, tab: Tab, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { one, account: words } = visit.t.admin
    const texts: Record<string, string> = {
      last_administrator: one.last,
      phone_in_use: visit.t.problems.phone_in_use,
      nothing_pending: one.keyNotWaiting,
      rate_limited: problemText(visit, error),
      ...{ no_email: words.password.noReset, account_blocked: words.password.noReset, account_not_activated: words.password.noReset },
    }
    const text = texts[error.code]
    if (text === undefined) throw error
    return notDone(visit, account.id, tab, text)
  }
}

export async function deleteAccountPage(visit: MemberVisit): Promise<void> {
  const account = await accountInPath(visit)
  if (!refusesOwn(visit, account, '')) confirmDelete(visit, account, emptyForm())
}

const confirmDelete = (visit: MemberVisit, account: Details, form: FormState, status?: number): void =>
  show(visit, 'accounts/accountDelete', { title: visit.t.admin.remove.title(addressOf(account)), status, model: { account, form } })

export async function deleteAccountForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps } = visit
  const account = await accountInPath(visit)
  if (refusesOwn(visit, account, '')) return
  if (form('username').trim() !== account.username)
    return confirmDelete(visit, account, { values: {}, errors: { username: t.admin.remove.wrong } }, 422)
  if (await refused(visit, account, '', () => deleteAccount(deps, account.id, visit.caller))) return
  setFlash(visit, { kind: 'success', text: t.flash.deleted(addressOf(account)) })
  goTo(visit, '/accounts')
}
