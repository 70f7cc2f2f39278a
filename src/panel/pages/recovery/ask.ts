import { parseId } from '../../../domain/ids.js'
import { confirmRecovery, confirmRecoveryLink } from '../../../services/recovery/recovery.js'
import { captchaProblem, newCaptcha } from '../../frame/captcha.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { begin, codePage } from './begin.js'
import { choosePassword } from './choose.js'
import { gone } from './gone.js'
import { recoveryPhoneForm } from './phone.js'
import { openState } from './state.js'

/** Where apps send who has forgotten the password (their address is compiled in). */
export const recoveryEmailPage = (visit: Visit): Promise<void> => emailPage(visit, emptyForm())

/** Where a form of before was sent: reloaded, it begins anew. */
export const recoveryPage = (visit: Visit): void => goTo(visit, '/recovery/email')

async function emailPage(visit: Visit, form: FormState, status?: number): Promise<void> {
  show(visit, 'recovery/email', { title: visit.t.recovery.title, status, captcha: await newCaptcha(visit), model: { form } })
}

/** Asks for a code by mail, or by SMS from an app. The next page is the same whether there is such an account or not. */
export async function recoveryForm(visit: Visit, form: Form): Promise<void> {
  if (form('account_recovery_token') !== '') return recoveryPhoneForm(visit, form)
  const { t, rules } = visit
  const values = keptFields(form, 'email', 'username')
  const [email, username] = [form('email').trim(), form('username').trim()]
  const wrong = fieldErrors({ email: !rules('EmailAddress', email) && t.email.bad })
  if (wrong) return emailPage(visit, { values, errors: wrong }, 422)
  const problem = await captchaProblem(visit, form)
  if (problem) return emailPage(visit, { values, errors: { captcha: problem.text } }, problem.status)
  await begin(visit, { email, username })
}

/** A right code leads on to the new password. */
export async function recoveryCodeForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const sealed = form('state')
  const state = openState(deps, 'code', sealed)
  if (!state) throw new PageError(403, 'foreignForm')
  const code = form('code').replace(/\s/g, '')
  const wrong = (text: string): void => codePage(visit, state, sealed, { values: {}, errors: { code: text } }, 422)
  if (!/^\d{6}$/.test(code)) return wrong(t.recovery.badCode)
  const grant = await confirmRecovery(deps, state.asked, code, caller)
  if (!grant) return wrong(t.recovery.wrongCode)
  await choosePassword(visit, grant, emptyForm())
}

/** Where the link in the mail leads. Opening it (mail scanners do) changes nothing: it asks for a click. */
export function recoveryLinkPage(visit: Visit): void {
  const { query } = visit.ctx
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 64) : '')
  show(visit, 'recovery/link', { title: visit.t.recovery.title, model: { account: text(query.account), code: text(query.code) } })
}

export async function recoveryLinkForm(visit: Visit, form: Form): Promise<void> {
  const id = parseId(form('account'))
  const grant = id === undefined ? undefined : await confirmRecoveryLink(visit.deps, id, form('code'))
  if (!grant) return gone(visit, 404)
  await choosePassword(visit, grant, emptyForm())
}
