import type { AccountRecord } from '../../../services/accounts/record.js'
import type { Texts } from '../../../texts/languages.js'
import type { FormState } from '../../frame/forms.js'

export interface MeViews {
  'me/welcome': Record<never, never>
  'me/home': {
    account: AccountRecord
    realm: string
    algorithms: string
    /** whether the log-in takes one */
    secondFactor: boolean
    /** the addresses that wait for their code */
    pendingEmail: string | undefined
    pendingPhone: string | undefined
  }
  'me/address': { form: FormState; channel: 'email' | 'phone'; words: Texts['email'] | Texts['phone']; now: string | null }
  'me/addressCode': { form: FormState; channel: 'email' | 'phone'; words: Texts['email'] | Texts['phone']; waiting: string | undefined }
  'me/emailLink': { account: string; code: string }
  'me/emailLinkFailed': Record<never, never>
  'me/delete': { form: FormState }
}
