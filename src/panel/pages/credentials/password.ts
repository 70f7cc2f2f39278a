import type { Algorithm } from '../../../auth/digest.js'
import { changePassword } from '../../../services/credentials/passwords.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'

const ALGORITHMS: readonly string[] = ['SHA-256', 'MD5'] satisfies Algorithm[]

export const passwordPage = (visit: MemberVisit): void => page(visit, emptyForm({ algorithm: 'SHA-256' }))

function page(visit: MemberVisit, form: FormState, status?: number): void {
  const hasPassword = visit.session.account.passwords.length > 0
  show(visit, 'credentials/password', { title: visit.t.password.title, status, model: { form, hasPassword } })
}

export async function passwordForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, rules, session } = visit
  const values = keptFields(form, 'algorithm')
  const wrong = fieldErrors({
    old: session.account.passwords.length > 0 && form('old') === '' && t.password.oldMissing,
    new: !rules('NewSecret', form('new')) && t.password.bad,
    again: form('again') !== form('new') && t.password.different,
    algorithm: !ALGORITHMS.includes(form('algorithm')) && t.password.badAlgorithm,
  })
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const body = { algorithm: form('algorithm') as Algorithm, password: form('new'), old_password: form('old') }
  const done = await submit(
    visit,
    () => changePassword(deps, session.account, body, visit.caller, session.idHash),
    { old_password: 'old', password: 'new' },
    (state, status) => page(visit, { values, ...state }, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: t.flash.passwordChanged })
  goTo(visit, '/')
}
