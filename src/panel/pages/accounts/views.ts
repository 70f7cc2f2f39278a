import type { AccountRecord } from '../../../services/accounts/record.js'
import type { FormState } from '../../frame/forms.js'

/** Addresses of pages of a list; false where there is none. */
type Link = string | false

export interface AccountsViews {
  'accounts/accounts': {
    accounts: AccountRecord[]
    form: FormState
    filtered: boolean
    domains: string[]
    found: string
    pageOf: string
    first: Link
    previous: Link
    next: Link
    last: Link
  }
  'accounts/accountNew': { form: FormState; domains: string[]; shortest: { username: number; password: number } }
}
