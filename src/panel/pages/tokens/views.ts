import type { FormState } from '../../frame/forms.js'

export interface TokensViews {
  'tokens/check': { form: FormState; action: string; askedAt: Date }
  'tokens/checkDone': {
    text: string
    /** the app does not go on by itself: there is another way */
    leadsOn: boolean
  }
}
