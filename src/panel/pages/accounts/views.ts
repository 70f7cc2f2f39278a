import type { AccountRecord } from '../../../services/accounts/record.js'
import type { BulkChange } from '../../../services/bulk/bulk.js'
import type { FormState } from '../../frame/forms.js'
import type { Narrowing } from './filter.js'

/** Addresses of pages of a list; false where there is none. */
type Link = string | false

export interface AccountsViews {
  'accounts/accounts': {
    accounts: AccountRecord[]
    form: FormState
    narrowed: Narrowing[]
    /** the list that nothing narrows */
    everything: string
    /** whether the form says something in the part that is folded away */
    more: boolean
    /** whether all of the page are ticked, and the page with all or none of them so */
    ticked: boolean
    tick: string
    sizes: readonly string[]
    orders: readonly ('newest' | 'oldest' | 'name' | 'last_login')[]
    /** when those that an administrator deactivated were so, by id */
    deactivated: ReadonlyMap<number, Date>
    /** when their owners logged in last, by id, in a list that is in this order */
    lastLogins: ReadonlyMap<number, Date> | undefined
    domains: string[]
    /** to a page by its number: `kept` is the rest of the address */
    jump: { page: number; last: number | undefined; kept: [string, string][] }
    found: string
    /** that nothing is found */
    none: string
    /** undefined: more than are counted */
    total: string | undefined
    /** what can be done to several of them */
    changes: readonly BulkChange[]
    pageOf: string
    first: Link
    previous: Link
    next: Link
    last: Link
  }
  'accounts/accountNew': { form: FormState; domains: string[]; shortest: { username: number; password: number } }
}
