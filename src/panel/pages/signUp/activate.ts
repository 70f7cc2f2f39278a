import { addressOf } from '../../../domain/sip.js'
import { loginName } from '../../../services/credentials/login.js'
import { activateByCode } from '../../../services/signUp/activation.js'
import { askForCodeAgain } from '../../../services/signUp/sendAgain.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** The link in a mail fills the form in; a click sends it. */
export function activatePage(visit: Visit): void {
  const { account, code, way } = visit.ctx.query
  const text = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '')
  page(visit, emptyForm({ account: text(account, 320), code: text(code, 13), way: text(way, 5) }))
}

function page(visit: Visit, form: FormState, status?: number): void {
  const way = WAYS.find((one) => one === form.values.way)
  show(visit, 'signUp/activate', { title: visit.t.activate.title, status, model: { form, way } })
}

/** How a code was sent: the page of a sign-up knows it, and speaks of nothing else. */
const WAYS = ['email', 'phone'] as const

/** An account that does not exist is answered as a wrong code is. */
export async function activateForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, rules } = visit
  const values = keptFields(form, 'account', 'way')
  const code = form('code').trim()
  const wrong = fieldErrors({
    account: form('account').trim() === '' && t.activate.badAccount,
    code: !rules('ActivationCode', { code }) && t.activate.badCode,
  })
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const done = await submit(
    visit,
    () => activateByCode(deps, loginName(deps, form('account')), code, visit.caller),
    {},
    ({ problem, errors }, status) =>
      page(visit, { values, errors: { ...errors, ...(problem && { code: status === 404 ? t.activate.wrong : problem }) } }, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: t.flash.activated(addressOf(done.value)) })
  goTo(visit, '/login')
}

/** Has the code sent anew. The answer is the same whether there is such an account or not. */
export async function activateAgainForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const name = form('account').trim()
  const values = keptFields(form, 'account', 'way')
  if (name === '') return page(visit, { values, errors: { account: t.activate.badAccount } }, 422)
  await askForCodeAgain(deps, loginName(deps, name), caller)
  setFlash(visit, { kind: 'notice', text: t.activate.sentAgain })
  goTo(visit, `/activate?${new URLSearchParams({ account: values.account ?? '', ...(values.way && { way: values.way }) })}`)
}
