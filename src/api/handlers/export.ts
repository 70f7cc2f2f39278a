import type { With } from '../../services/deps.js'
import { exportAccount, exportOwnAccount } from '../../services/export/export.js'
import { exportFile, presentExport, presentOwnExport } from '../present/export.js'
import type { Handlers } from '../types.js'

export const exportHandlers = (deps: With<'outbound'>): Handlers<'export'> => ({
  exportMe: async ({ principal, query, caller }) =>
    exportFile(presentOwnExport(deps, await exportOwnAccount(deps, principal.account.id, caller, query.cursor))),
  exportAccount: async ({ params, query, caller }) =>
    exportFile(presentExport(deps, await exportAccount(deps, params.id, caller, query.cursor))),
})
