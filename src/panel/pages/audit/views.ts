import type { AuditRecord } from '../../../services/audit/list.js'
import type { FormState } from '../../frame/forms.js'

/** An entry, with what it says beside its action in the words of people. */
export interface ActivityRow extends AuditRecord {
  said: string | null
}

/** A part of the audit log. */
export interface ActivityView {
  entries: ActivityRow[]
  /** of the accounts in them, by id, of those that are there still */
  names: Map<number, string>
  form: FormState
  /** addresses of other parts of the list; false where there is none */
  newest: string | false
  older: string | false
}

export interface AuditViews {
  'audit/activity': ActivityView & {
    filtered: boolean
    /** whether the form says something in the part that is folded away */
    more: boolean
  }
}
