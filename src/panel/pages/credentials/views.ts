import type { KeyFacts } from '../../../services/credentials/keyFacts.js'
import type { SessionFacts } from '../../../services/credentials/sessions.js'
import type { FormState } from '../../frame/forms.js'
import type { Secret } from '../../frame/shownOnce.js'
import type { LoginRow } from './loginRow.js'

/** A session as its owner sees it. */
export interface SessionRow extends Omit<SessionFacts, 'userAgent' | 'factor' | 'byDevice'> {
  /** "Firefox, Windows" */
  browser: string
  /** "Password and passkey" */
  by: string
  /** the one that looks */
  here: boolean
}

export interface CredentialsViews {
  'credentials/login': {
    form: FormState
    /** the account that its right password has shown to wait for its code */
    activate: { account: string } | undefined
  }
  /** `keys`: how many API keys the account has */
  'credentials/password': { form: FormState; hasPassword: boolean; keys: number }
  /** `api`: the base of the API's addresses */
  'credentials/keys': { form: FormState; keys: KeyFacts[]; made: (Secret & { name: string }) | undefined; api: string }
  /** `list`: the page of the keys; `owner`: whose key it is, unless it is one's own */
  'credentials/keyRevoke': { key: KeyFacts; list: string; owner: string | undefined }
  /** `days`: that log-ins are kept, 0 for none */
  'credentials/sessions': { sessions: SessionRow[]; logins: LoginRow[]; days: number }
}
