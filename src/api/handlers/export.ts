import type { With } from '../../services/deps.js'
import { exportAccount, exportOwnAccount } from '../../services/export/export.js'
import { exportFile, ownLog, presentExport, presentOwnExport } from '../present/export.js'
import type { Handlers } from '../types.js'

export const exportHandlers = (deps: With<'outbound'>): Handlers<'export'> => ({
  exportMe: async ({ principal, query, caller }) =>
    exportFile(presentOwnExport(deps, await exportOwnAccount(deps, principal.account.id, caller, query.cursor))),
  exportAccount: async ({ params, query, caller, principal: { scope = 'admin' } }) => {
    const exported = await exportAccount(deps, params.id, caller, query.cursor)
    const body = presentExport(deps, exported)
    // the audit log is not for other keys: they get what the owner reads of it
    return exportFile(scope === 'admin' ? body : { ...body, audit_log: ownLog(body.audit_log, params.id) })
  },
})
