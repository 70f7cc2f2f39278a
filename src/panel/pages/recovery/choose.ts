import { actorOf, callerWith } from '../../../caller.js'
import { addressOf } from '../../../domain/sip.js'
import { endSession, startSession } from '../../../services/credentials/sessions.js'
import { type Grant, ownerOfGrant, setNewPassword } from '../../../services/recovery/newPassword.js'
import { grantOfLink } from '../../../services/recovery/resetLink.js'
import { accountHasFactor, mustHaveFactor } from '../../../services/secondFactor/factors.js'
import { setSigned } from '../../frame/cookies.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, passwordProblem, submit } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { makeLinkForm } from '../provisioning/setUp.js'
import { askSecond } from '../secondFactor/login.js'
import { gone } from './gone.js'
import { openState, sealState } from './state.js'

/** The page that a right code or link leads to. */
export async function choosePassword(visit: Visit, grant: Grant, form: FormState, status?: number): Promise<void> {
  const words = visit.t.recovery
  const invited = grant.purpose === 'invitation'
  const owner = await ownerOfGrant(visit.deps, grant)
  if (!owner) return gone(visit, 404, invited)
  const state = sealState(visit.deps, { step: 'newPassword', grant })
  const title = invited ? words.invitedTitle : words.passwordTitle
  show(visit, 'recovery/password', { title, status, model: { form, state, account: addressOf(owner), invited } })
}

/** The link that an administrator has sent. Opening it changes nothing. */
export const resetPasswordPage = (visit: Visit): Promise<void> => linkPage(visit, 'passwordReset')

/** The link in an invitation. Opening it changes nothing. */
export const invitationPage = (visit: Visit): Promise<void> => linkPage(visit, 'invitation')

async function linkPage(visit: Visit, purpose: 'passwordReset' | 'invitation'): Promise<void> {
  const grant = await grantOfLink(visit.deps, purpose, String(visit.ctx.params.token))
  if (!grant || grant === 'expired') return gone(visit, grant ? 410 : 404, purpose === 'invitation')
  await choosePassword(visit, grant, emptyForm())
}

/** Sets the password, and logs its owner in: with the second factor, if there is one. */
export async function newPasswordForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const grant = openState(deps, 'newPassword', form('state'))?.grant
  if (!grant) throw new PageError(403, 'foreignForm')
  const invited = grant.purpose === 'invitation'
  const owner = await ownerOfGrant(deps, grant)
  if (!owner) return gone(visit, 404, invited)
  const wrong = fieldErrors({
    password: passwordProblem(visit, owner, form('password')),
    again: form('again') !== form('password') && t.password.different,
  })
  if (wrong) return choosePassword(visit, grant, { values: {}, errors: wrong }, 422)
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  const done = await submit(
    visit,
    () => setNewPassword(deps, grant, form('password'), caller),
    { password: 'password' },
    (state, status) => {
      refused = { state, status }
    },
  )
  if (refused?.status === 404) return gone(visit, 404, invited)
  if (refused) return choosePassword(visit, grant, { values: {}, ...refused.state }, refused.status)
  if (done) await logIn(visit, done.value, invited)
}

/** @param invited who is new here sees next how to set up an app */
async function logIn(visit: Visit, { account, row }: Awaited<ReturnType<typeof setNewPassword>>, invited: boolean): Promise<void> {
  const { t, deps, caller } = visit
  if (await accountHasFactor(deps, account.id)) {
    setFlash(visit, { kind: 'success', text: t.flash.passwordChanged })
    return askSecond(visit, { account, proven: row, entered: true, next: '/' })
  }
  const session = await startSession(deps, account, row, caller, { audited: true })
  if (visit.session) await endSession(deps.db, visit.session.idHash)
  if (session) setSigned(visit.ctx, deps, 'session', session.id)
  setFlash(visit, { kind: 'success', text: invited ? t.recovery.invitedDone : t.flash.passwordChanged })
  if (session && invited && mustHaveFactor(deps.config, account)) goTo(visit, '/second-factor')
  else if (session && invited) await makeLinkForm({ ...visit, session, caller: callerWith(caller, { actor: actorOf(account) }) })
  else goTo(visit, session ? '/' : '/login')
}
