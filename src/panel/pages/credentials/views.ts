import type { listApiKeys } from '../../../services/credentials/apiKeys.js'
import type { FormState } from '../../frame/forms.js'
import type { Secret } from '../../frame/shownOnce.js'

type Key = Awaited<ReturnType<typeof listApiKeys>>[number]

export interface CredentialsViews {
  'credentials/login': {
    form: FormState
    /** the account that its right password has shown to wait for its code */
    activate: { account: string } | undefined
  }
  'credentials/password': { form: FormState; hasPassword: boolean }
  /** `api`: the base of the API's addresses */
  'credentials/keys': { keys: Key[]; made: Secret | undefined; api: string }
  'credentials/keyRevoke': { key: Key }
}
