import type { Algorithm } from '../../../auth/digest.js'
import { listApiKeys } from '../../../services/credentials/apiKeys.js'
import { changePassword } from '../../../services/credentials/passwords.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, passwordProblem, submit } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'

const ALGORITHMS: readonly string[] = ['SHA-256', 'MD5'] satisfies Algorithm[]

export const passwordPage = (visit: MemberVisit): Promise<void> =>
  page(visit, emptyForm({ algorithm: visit.deps.config.defaultAlgorithm, revoke: 'on' }))

async function page(visit: MemberVisit, form: FormState, status?: number): Promise<void> {
  const { id, passwords } = visit.session.account
  const hasPassword = passwords.length > 0
  const keys = (await listApiKeys(visit.deps, id)).length
  show(visit, 'credentials/password', { title: visit.t.password.title, status, model: { form, hasPassword, keys } })
}

export async function passwordForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session } = visit
  const values = keptFields(form, 'algorithm', 'revoke')
  const wrong = fieldErrors({
    old: session.account.passwords.length > 0 && form('old') === '' && t.password.oldMissing,
    new: passwordProblem(visit, session.account, form('new')),
    again: form('again') !== form('new') && t.password.different,
    algorithm: !ALGORITHMS.includes(form('algorithm')) && t.password.badAlgorithm,
  })
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const body = {
    algorithm: form('algorithm') as Algorithm,
    password: form('new'),
    old_password: form('old'),
    revoke_keys: form('revoke') === 'on',
  }
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  await submit(
    visit,
    () => changePassword(deps, session.account, body, visit.caller, session.idHash),
    { old_password: 'old', password: 'new' },
    (state, status) => {
      refused = { state, status }
    },
  )
  if (refused) return page(visit, { values, ...refused.state }, refused.status)
  setFlash(visit, { kind: 'success', text: t.flash.passwordChanged })
  goTo(visit, '/')
}
