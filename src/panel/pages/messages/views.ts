import type { MessageRecord } from '../../../services/messages/list.js'
import type { SendAgain } from '../../../services/messages/sendAgain.js'
import type { FormState } from '../../frame/forms.js'

/** A message, for people. */
export interface MessageRow {
  message: MessageRecord
  state: 'waiting' | 'sent' | 'failed'
  kind: string
  /** why it was not sent, as far as it is known */
  reason: string | undefined
  /** masked */
  to: string
  /** `user@domain` of whom it is for; undefined: the account is gone */
  account: string | undefined
  again: SendAgain
}

export interface MessagesViews {
  /** `newest`, `older`: addresses of other parts of the list; false where there is none. `filter`: what the address of the page says */
  'messages/messages': {
    messages: MessageRow[]
    form: FormState
    filter: string
    /** whether the form says something in the part that is folded away */
    more: boolean
    filtered: boolean
    newest: string | false
    older: string | false
  }
}
