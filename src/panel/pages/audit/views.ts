import type { AuditRecord } from '../../../services/audit/list.js'
import type { FormState } from '../../frame/forms.js'

/** A part of the audit log. */
export interface ActivityView {
  entries: AuditRecord[]
  /** of the accounts in them, by id, of those that are there still */
  names: Map<number, string>
  form: FormState
  /** addresses of other parts of the list; false where there is none */
  newest: string | false
  older: string | false
}

export interface AuditViews {
  'audit/activity': ActivityView & { filtered: boolean }
}
