import type { RegisteredDevice } from '../../../../registrar/registrar.js'
import type { Belongings } from '../../../../services/accounts/belongings.sql.js'
import type { AccountRecord } from '../../../../services/accounts/record.js'
import type { ContactsListRecord } from '../../../../services/contacts/lists.js'
import type { KeyFacts } from '../../../../services/credentials/keyFacts.js'
import type { LoginRecord } from '../../../../services/logins/logins.js'
import type { FactorFacts } from '../../../../services/secondFactor/factors.js'
import type { TypeRecord } from '../../../../services/types/accountTypes.js'
import type { FormState } from '../../../frame/forms.js'
import type { Secret } from '../../../frame/shownOnce.js'
import type { ActivityView } from '../../audit/views.js'
import type { LoginRow } from '../../credentials/loginRow.js'
import type { SessionRow } from '../../credentials/views.js'
import type { Conflict } from '../../merge.js'
import type { MessageRow } from '../../messages/views.js'

/** An account as its pages show it. */
export type Details = AccountRecord & { deactivatedAt: Date | null }

/** What keeps an account from work, or its owner from help. */
export interface Missing {
  texts: string[]
  /** where a code can be sent, and by which channel */
  codes: { channel: 'email' | 'phone'; to: string }[]
  /** who has to wait to log in to it, and how long */
  delays: string[]
  /** whether one of the delays can be ended */
  liftable: boolean
  /** the last message to it was not sent: which it was, and why */
  failed: { kind: string; reason: string | undefined; error: string | null } | undefined
}

/** A vCard, for people. */
export interface VcardView {
  uid: string
  name: string
  updatedAt: Date
}

/** How an account logs in. */
interface LogIn {
  realm: string
  algorithms: string
}

/** The views of one account's pages. */
export interface AccountViews {
  'accounts/account': LogIn & {
    account: Details
    /** a password that was made for the account, shown this once */
    password: Secret | undefined
    missing: Missing
    own: boolean
    /** of its owner, as the history has it */
    lastLogin: Date | undefined
    /** a mail can invite its owner */
    invitable: boolean
    /** what it is, or will be once it is unblocked */
    activated: boolean
    keyExpired: boolean
  }
  'accounts/accountPassword': LogIn & {
    account: Details
    form: FormState
    password: Secret | undefined
    own: boolean
    /** its log-ins to the panel */
    sessions: SessionRow[]
    factors: FactorFacts
    /** how many API keys stay when the password changes */
    keys: number
    /** whether it has one that ends with the password */
    personalKey: boolean
    shortest: number
  }
  'accounts/accountKeys': { account: Details; keys: KeyFacts[] }
  /** `reasons`: why its owner cannot log in; `liftable`: whether a delay can be lifted; `days`: that are kept, 0 for none */
  'accounts/accountLogins': {
    account: Details
    reasons: string[]
    /** the last one that worked */
    good: LoginRecord | undefined
    logins: LoginRow[]
    liftable: boolean
    days: number
  }
  'accounts/accountMessages': { account: Details; messages: MessageRow[]; form: FormState; newest: string | false; older: string | false }
  /** `notice`: why devices cannot be told */
  'accounts/accountDevices': { account: Details; devices: RegisteredDevice[]; notice: string | undefined }
  /** `newest`, `older`: addresses of other parts of the list; false where there is none */
  'accounts/accountActivity': ActivityView & { account: Details }
  'accounts/accountEdit': {
    account: Details
    form: FormState
    /** what the account was when the form was filled in, as the API tags it and field by field */
    etag: string
    was: string
    /** what somebody else has changed since */
    conflict: Conflict | undefined
    own: boolean
    domains: string[]
  }
  'accounts/accountContacts': {
    account: Details
    form: FormState
    /** the first ones of `total` */
    contacts: AccountRecord[]
    total: number
    lists: ContactsListRecord[]
    /** lists of its domain that it does not have */
    others: ContactsListRecord[]
  }
  'accounts/accountVcards': {
    account: Details
    /** the first ones of `total` */
    vcards: VcardView[]
    total: number
    /** the one whose text is in the form; undefined for a new one */
    chosen: VcardView | undefined
    form: FormState
    /** whether it is too long for a form */
    long: boolean
    longest: number
  }
  'accounts/accountDetails': Pick<Belongings, 'actions'> & {
    account: Details
    form: FormState
    /** the first ones of `entries` */
    dictionary: [key: string, text: string][]
    entries: number
    ownTypes: Belongings['types']
    /** whether its domain has types at all */
    anyTypes: boolean
    otherTypes: TypeRecord[]
  }
  /** `there`: whether it has one */
  'accounts/accountExternal': { account: Details; form: FormState; there: boolean }
  'accounts/accountDelete': { account: Details; form: FormState }
}
