import type { FormState } from '../../frame/forms.js'

export interface RecoveryViews {
  'recovery/email': { form: FormState }
  'recovery/phone': { form: FormState; token: string }
  /** `to`: what was entered; `again`: where another one is asked for */
  'recovery/code': { form: FormState; state: string; to: string; again: string; byPhone: boolean }
  'recovery/link': { account: string; code: string }
  /** `invited`: it is the first password of whoever was invited */
  'recovery/password': { form: FormState; state: string; account: string; invited: boolean }
  'recovery/gone': { expired: boolean; invited: boolean }
}
