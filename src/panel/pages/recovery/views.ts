import type { FormState } from '../../frame/forms.js'

export interface RecoveryViews {
  'recovery/email': { form: FormState }
  'recovery/phone': { form: FormState; token: string }
  /** `to`: what was entered; `again`: where another one is asked for */
  'recovery/code': { form: FormState; state: string; to: string; again: string; byPhone: boolean }
  'recovery/link': { account: string; code: string }
  'recovery/password': { form: FormState; state: string; account: string }
  'recovery/gone': { expired: boolean }
}
