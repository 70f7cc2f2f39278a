import type { Asked } from '../../../services/recovery/find.js'
import { startRecovery } from '../../../services/recovery/recovery.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { sealState } from './state.js'

/** Sends the code, if there is an account, and asks for it. @param send false for a form that was sent before */
export async function begin(visit: Visit, asked: Asked, send = true): Promise<void> {
  if (send) await startRecovery(visit.deps, asked, visit.caller)
  codePage(visit, asked, sealState(visit.deps, { step: 'code', asked }), emptyForm())
}

export function codePage(visit: Visit, asked: Asked, state: string, form: FormState, status?: number): void {
  const to = 'email' in asked ? asked.email : asked.phone
  const again = 'email' in asked ? '/recovery/email' : undefined
  show(visit, 'recovery/code', { title: visit.t.recovery.codeTitle, status, model: { form, state, to, again } })
}
