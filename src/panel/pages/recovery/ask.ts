import { parseId } from '../../../domain/ids.js'
import type { Asked } from '../../../services/recovery/find.js'
import { confirmRecovery, confirmRecoveryLink, startRecovery } from '../../../services/recovery/recovery.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { choosePassword } from './choose.js'
import { gone } from './gone.js'
import { openState, sealState } from './state.js'

/** Where apps send who has forgotten the password (their address is compiled in). */
export const recoveryEmailPage = (visit: Visit): void => emailPage(visit, emptyForm())

/** Where a form of before was sent: reloaded, it begins anew. */
export const recoveryPage = (visit: Visit): void => goTo(visit, '/recovery/email')

function emailPage(visit: Visit, form: FormState, status?: number): void {
  show(visit, 'recovery/email', { title: visit.t.recovery.title, status, model: { form } })
}

/** Asks for a code by mail. The next page is the same whether there is such an account or not. */
export async function recoveryForm(visit: Visit, form: Form): Promise<void> {
  const { t, rules } = visit
  const values = keptFields(form, 'email', 'username')
  const [email, username] = [form('email').trim(), form('username').trim()]
  const wrong = fieldErrors({ email: !rules('EmailAddress', email) && t.email.bad })
  if (wrong) return emailPage(visit, { values, errors: wrong }, 422)
  const asked: Asked = { email, username }
  await startRecovery(visit.deps, asked, visit.caller)
  codePage(visit, asked, sealState(visit.deps, { step: 'code', asked }), emptyForm())
}

function codePage(visit: Visit, asked: Asked, state: string, form: FormState, status?: number): void {
  const to = 'email' in asked ? asked.email : asked.phone
  const again = 'email' in asked ? '/recovery/email' : undefined
  show(visit, 'recovery/code', { title: visit.t.recovery.codeTitle, status, model: { form, state, to, again } })
}

/** A right code leads on to the new password. */
export async function recoveryCodeForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const sealed = form('state')
  const state = openState(deps, 'code', sealed)
  if (!state) throw new PageError(403, 'foreignForm')
  const code = form('code').replace(/\s/g, '')
  const wrong = (text: string): void => codePage(visit, state.asked, sealed, { values: {}, errors: { code: text } }, 422)
  if (!/^\d{4}$/.test(code)) return wrong(t.recovery.badCode)
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
