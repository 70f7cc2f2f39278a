import { AppError } from '../../../../domain/errors.js'
import { addressOf } from '../../../../domain/sip.js'
import { type AuditQuery, listAuditEntries, namesIn } from '../../../../services/audit/list.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { activityRows } from '../../audit/words.js'
import { accountInPath } from './common.js'

/** Entries on a page. */
const PER_PAGE = 20

/** The audit log of one account, the newest entries first: what was done to it, or what it has done. */
export async function accountActivityPage(visit: MemberVisit): Promise<void> {
  const { t, ctx } = visit
  const account = await accountInPath(visit)
  const side = ctx.query.side === 'by' ? 'by' : ''
  const cursor = typeof ctx.query.cursor === 'string' ? ctx.query.cursor : ''
  const { entries, nextCursor } = await listed(visit, {
    per_page: PER_PAGE,
    cursor,
    [side === 'by' ? 'actor' : 'account']: String(account.id),
  })
  const address = (more: Record<string, string>): string => {
    const query = new URLSearchParams({ ...(side && { side }), ...more })
    return `/accounts/${account.id}/activity${query.size > 0 ? `?${query}` : ''}`
  }
  show(visit, 'accounts/accountActivity', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/activity'], addressOf(account)),
    model: {
      account,
      entries: activityRows(visit, entries),
      names: await namesIn(visit.deps, entries),
      form: { values: { side }, errors: {} },
      newest: cursor !== '' && address({}),
      older: nextCursor !== null && address({ cursor: nextCursor }),
    },
  })
}

/** With a foreign cursor the list begins anew. */
async function listed({ deps }: MemberVisit, query: AuditQuery) {
  try {
    return await listAuditEntries(deps, query)
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    return listAuditEntries(deps, { ...query, cursor: '' })
  }
}
