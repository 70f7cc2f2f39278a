import type { Asked } from '../../../services/recovery/find.js'
import { startRecovery } from '../../../services/recovery/recovery.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { sealState } from './state.js'

/** Sends the code by mail, if there is an account, and asks for it. */
export async function begin(visit: Visit, asked: Extract<Asked, { email: string }>): Promise<void> {
  await startRecovery(visit.deps, asked, visit.caller)
  const state = { asked, again: '/recovery/email' }
  codePage(visit, state, sealState(visit.deps, { step: 'code', ...state }), emptyForm())
}

/** @param again where another code is asked for */
export function codePage(
  visit: Visit,
  { asked, again }: { asked: Asked; again: string },
  state: string,
  form: FormState,
  status?: number,
): void {
  const byPhone = 'phone' in asked
  const to = byPhone ? asked.phone : asked.email
  show(visit, 'recovery/code', { title: visit.t.recovery.codeTitle, status, model: { form, state, to, again, byPhone } })
}
