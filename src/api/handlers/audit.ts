import { listAuditEntries } from '../../services/audit/list.js'
import type { With } from '../../services/deps.js'
import { reading } from '../../services/reading.js'
import { presentAuditEntry } from '../present/audit.js'
import type { Handlers } from '../types.js'

export const auditHandlers = (deps: With<'accounts'>): Handlers<'audit'> => ({
  listAuditEntries: async ({ query }) => {
    const { entries, perPage, nextCursor } = await reading(deps, (from) => listAuditEntries(from, query))
    return { data: entries.map(presentAuditEntry), next_cursor: nextCursor, per_page: perPage }
  },
})
