import type { AuditRecord } from '../../../services/audit/list.js'
import type { FormState } from '../../frame/forms.js'

export interface AuditViews {
  /** `newest`, `older`: addresses of other parts of the list; false where there is none */
  'audit/activity': { entries: AuditRecord[]; form: FormState; filtered: boolean; newest: string | false; older: string | false }
}
