import { AppError } from '../../../domain/errors.js'
import { type AuditQuery, listAuditEntries } from '../../../services/audit/list.js'
import type { AuditAction } from '../../../services/audit/stamp.js'
import { defaultSpace } from '../../../services/spaces/space.js'
import { show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'

/** Entries on a page. */
const PER_PAGE = 20

/** The audit log, the newest entries first: all, or what was done to one account, or one action. */
export async function activityPage(visit: MemberVisit): Promise<void> {
  const { t, ctx } = visit
  const words = t.admin.activity
  const text = (name: string): string => (typeof ctx.query[name] === 'string' ? (ctx.query[name] as string).trim().slice(0, 320) : '')
  const action = Object.hasOwn(words.actions, text('action')) ? (text('action') as AuditAction) : undefined
  const filter = { account: text('account'), action: action ?? '' }
  const query: AuditQuery = { per_page: PER_PAGE, cursor: text('cursor'), ...(action && { action }) }
  const { entries, nextCursor } = await listed(visit, query, filter.account)
  show(visit, 'audit/activity', {
    title: words.title,
    model: {
      entries,
      form: { values: filter, errors: {} },
      filtered: filter.account !== '' || filter.action !== '',
      newest: query.cursor !== '' && address(filter),
      older: nextCursor !== null && address({ ...filter, cursor: nextCursor }),
    },
  })
}

/** A text that names no account has no entries; with a foreign cursor the list begins anew. */
async function listed({ deps }: MemberVisit, query: AuditQuery, name: string) {
  const account = name === '' || /^\d+$|@/.test(name) ? name : `${name}@${defaultSpace(deps).domain}`
  try {
    return await listAuditEntries(deps, { ...query, ...(account && { account }) })
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    return { entries: [], nextCursor: null }
  }
}

function address(filter: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  return query.size === 0 ? '/activity' : `/activity?${query}`
}
