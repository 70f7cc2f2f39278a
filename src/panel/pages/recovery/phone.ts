import { parsePhone, withoutPunctuation } from '../../../domain/phone.js'
import { startPhoneRecovery } from '../../../services/recovery/byPhone.js'
import { findRecoveryToken } from '../../../services/tokens/recoveryTokens.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, keptFields } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { codePage } from './begin.js'
import { gone } from './gone.js'
import { sealState } from './state.js'

/** Where an app sends people with the token that a push has brought it. Opening it uses nothing up; for some minutes after its use another number can be entered. */
export async function recoveryPhonePage(visit: Visit): Promise<void> {
  const token = String(visit.ctx.params.token)
  const state = await findRecoveryToken(visit.deps, token)
  if (state !== 'good' && state !== 'used') return gone(visit, state === 'expired' ? 410 : 404)
  const { phone } = visit.ctx.query
  page(visit, token, emptyForm({ phone: typeof phone === 'string' ? phone.slice(0, 32) : '' }))
}

function page(visit: Visit, token: string, form: FormState, status?: number): void {
  show(visit, 'recovery/phone', { title: visit.t.recovery.title, status, model: { form, token } })
}

/** Asks for a code by SMS. */
export async function recoveryPhoneForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const token = form('account_recovery_token')
  const phone = parsePhone(withoutPunctuation(form('phone')))
  const wrong = (text: string, status: number): void =>
    page(visit, token, { values: keptFields(form, 'phone'), errors: { phone: text } }, status)
  if (!phone) return wrong(t.phone.bad, 422)
  const outcome = await startPhoneRecovery(deps, { token, phone }, caller)
  if (outcome === 'tooMany') return wrong(t.recovery.tooManyNumbers, 429)
  if (outcome !== 'asked') return gone(visit, outcome === 'expired' ? 410 : 404)
  const state = { asked: { phone }, again: `/recovery/phone/${encodeURIComponent(token)}` }
  codePage(visit, state, sealState(deps, { step: 'code', ...state }), emptyForm())
}
