import type { FormState } from '../../frame/forms.js'

export interface SignUpViews {
  'signUp/register': { form: FormState; domains: string[] }
  'signUp/activate': { form: FormState }
}
