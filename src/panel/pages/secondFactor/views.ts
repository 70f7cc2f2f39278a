import type { FactorFacts } from '../../../services/secondFactor/factors.js'
import type { FormState } from '../../frame/forms.js'

export interface SecondFactorViews {
  'secondFactor/overview': {
    form: FormState
    factors: FactorFacts
    /** recovery codes that were just made, one a line, shown this once */
    codes: string | undefined
    /** nothing else opens before there is one */
    must: boolean
    /** whether an account like this one must have one */
    required: boolean
    on: boolean
    /** where the pages are, if browsers make no passkeys there */
    noPasskeysAt: string | undefined
    /** whether there are as many passkeys as there may be */
    full: boolean
    few: boolean
  }
  /** `options`: for the browser; `state`: goes back with its answer */
  'secondFactor/newPasskey': { form: FormState; name: string; options: string; state: string }
  'secondFactor/newApp': { form: FormState; secret: string; qrCode: string; state: string }
  'secondFactor/login': {
    form: FormState
    account: { username: string }
    /** another device vouches: no password was entered */
    byDevice: boolean
    hasApp: boolean
    /** undefined: the account has none, or browsers know none here */
    passkey: { options: string; state: string } | undefined
  }
}
