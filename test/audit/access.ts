import type { Access } from '../support/access.js'

/** Who may call the operations of the audit log. */
export const auditAccess: Access<'audit'> = {
  listAuditEntries: { access: 'admin', status: 200 },
}
