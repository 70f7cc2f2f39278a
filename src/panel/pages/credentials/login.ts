import { addressOf } from '../../../domain/sip.js'
import { logIn } from '../../../services/credentials/login.js'
import { endSession } from '../../../services/credentials/sessions.js'
import { clearCookie, setSigned } from '../../frame/cookies.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit, Visit } from '../../frame/visit.js'
import { askSecond } from '../secondFactor/login.js'

/** Where to go after the log-in: a page of ours, and nowhere else. */
const OUR_PAGE = /^\/(?:[A-Za-z0-9][A-Za-z0-9_/-]*)?$/
const nextPage = (next: unknown): string => (typeof next === 'string' && OUR_PAGE.test(next) ? next : '/')

export function logInPage(visit: Visit): void {
  const next = nextPage(visit.ctx.query.next)
  if (visit.session) goTo(visit, next)
  else page(visit, emptyForm({ next }))
}

function page(visit: Visit, form: FormState, status?: number, activate?: { account: string }): void {
  show(visit, 'credentials/login', { title: visit.t.login.title, status, model: { form, activate } })
}

export async function logInForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps } = visit
  const values = { ...keptFields(form, 'username'), next: nextPage(form('next')) }
  const wrong = fieldErrors({
    username: form('username').trim() === '' && t.login.usernameMissing,
    password: form('password') === '' && t.login.passwordMissing,
  })
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const again = (state: Omit<FormState, 'values'>, status: number) => page(visit, { values, ...state }, status)
  const tried = await submit(visit, () => logIn(deps, form('username'), form('password'), visit.caller), {}, again)
  if (!tried) return
  const login = tried.value
  switch (login.outcome) {
    case 'in':
      // of whoever was logged in before, here: it must not stay good without a browser that has it
      if (visit.session) await endSession(deps.db, visit.session.idHash)
      setSigned(visit.ctx, deps, 'session', login.session.id)
      return goTo(visit, values.next)
    case 'second':
      return askSecond(visit, { account: login.account, proven: login.proven, entered: true, next: values.next })
    case 'notActivated':
      return page(visit, { values, errors: {}, problem: t.login.notActivated }, 403, {
        account: addressOf(login.account),
      })
    case 'deactivated':
      return again({ errors: {}, problem: t.login.deactivated }, 403)
    case 'refused':
      return again({ errors: {}, problem: t.login.refused }, 403)
  }
}

export async function logOut(visit: MemberVisit): Promise<void> {
  await endSession(visit.deps.db, visit.session.idHash)
  leave(visit, visit.t.flash.loggedOut)
}

/** The session is gone from the database: now from the browser, too. */
export function leave(visit: Visit, text: string): void {
  clearCookie(visit.ctx, visit.deps, 'session')
  // not "cookies": those of other services on this host are not ours to take
  visit.ctx.set('Clear-Site-Data', '"cache", "storage"')
  setFlash(visit, { kind: 'success', text })
  goTo(visit, '/')
}
