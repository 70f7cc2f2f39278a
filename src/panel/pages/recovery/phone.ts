import { parsePhone } from '../../../domain/phone.js'
import { findRecoveryToken, useUpRecoveryToken } from '../../../services/tokens/recoveryTokens.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, keptFields } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { begin } from './begin.js'
import { gone } from './gone.js'

/** Where an app sends people with the token that a push has brought it. Opening it uses nothing up. */
export async function recoveryPhonePage(visit: Visit): Promise<void> {
  const token = String(visit.ctx.params.token)
  const state = await findRecoveryToken(visit.deps, token)
  if (state !== 'good') return gone(visit, state === 'expired' ? 410 : 404)
  const { phone } = visit.ctx.query
  page(visit, token, emptyForm({ phone: typeof phone === 'string' ? phone.slice(0, 32) : '' }))
}

function page(visit: Visit, token: string, form: FormState, status?: number): void {
  show(visit, 'recovery/phone', { title: visit.t.recovery.title, status, model: { form, token } })
}

/** Asks for a code by SMS: the token, which comes from a device with the app, is good for one. */
export async function recoveryPhoneForm(visit: Visit, form: Form): Promise<void> {
  const token = form('account_recovery_token')
  const phone = parsePhone(form('phone').replace(/[\s().-]/g, ''))
  if (!phone) return page(visit, token, { values: keptFields(form, 'phone'), errors: { phone: visit.t.phone.bad } }, 422)
  const good = await useUpRecoveryToken(visit.deps, token)
  const state = good ? 'good' : await findRecoveryToken(visit.deps, token)
  if (state !== 'good' && state !== 'used') return gone(visit, state === 'expired' ? 410 : 404)
  await begin(visit, { phone }, good)
}
