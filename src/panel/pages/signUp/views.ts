import type { FormState } from '../../frame/forms.js'

export interface SignUpViews {
  'signUp/choose': object
  /** `choice`: there is another way, too */
  'signUp/register': { form: FormState; way: 'email' | 'phone'; choice: boolean; domains: string[] }
  /** `way`: where the code went, if that is known */
  'signUp/activate': { form: FormState; way: 'email' | 'phone' | undefined }
}
