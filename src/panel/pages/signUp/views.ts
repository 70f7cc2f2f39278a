import type { FormState } from '../../frame/forms.js'

export interface SignUpViews {
  'signUp/choose': object
  /** `choice`: there is another way, too */
  'signUp/register': { form: FormState; way: 'email' | 'phone'; choice: boolean; domains: string[] }
  'signUp/activate': { form: FormState }
}
