import { AppError } from '../../../domain/errors.js'
import { type AuditListPage, type AuditQuery, listAuditEntries, namesIn } from '../../../services/audit/list.js'
import type { AuditAction } from '../../../services/audit/stamp.js'
import { defaultSpace } from '../../../services/spaces/space.js'
import { show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { dayOf } from '../../frame/words/days.js'
import { activityRows } from './words.js'

/** Entries on a page. */
const PER_PAGE = 20

const DAY_MS = 86_400_000

/** The audit log, the newest entries first: all, or what was done to one account or by one, one action, some days. */
export async function activityPage(visit: MemberVisit): Promise<void> {
  const { t, ctx, deps } = visit
  const words = t.admin.activity
  const text = (name: string): string => (typeof ctx.query[name] === 'string' ? (ctx.query[name] as string).trim().slice(0, 320) : '')
  const action = Object.hasOwn(words.actions, text('action')) ? (text('action') as AuditAction) : undefined
  const [since, until] = [dayOf(text('since')), dayOf(text('until'))]
  const filter = {
    account: text('account'),
    actor: text('actor'),
    action: action ?? '',
    since: since ? text('since') : '',
    until: until ? text('until') : '',
  }
  const [account, actor] = [named(visit, filter.account), named(visit, filter.actor)]
  const query: AuditQuery = {
    per_page: PER_PAGE,
    cursor: text('cursor'),
    ...(account && { account }),
    ...(actor && { actor }),
    ...(action && { action }),
    ...(since && { since: since.toISOString() }),
    // the last day counts
    ...(until && { until: new Date(until.getTime() + DAY_MS).toISOString() }),
  }
  const { entries, nextCursor } = await listed(visit, query)
  show(visit, 'audit/activity', {
    title: words.title,
    model: {
      entries: activityRows(visit, entries),
      names: await namesIn(deps, entries),
      form: { values: filter, errors: {} },
      more: Object.entries(filter).some(([name, value]) => name !== 'account' && value !== ''),
      filtered: Object.values(filter).some((value) => value !== ''),
      newest: query.cursor !== '' && address(filter),
      older: nextCursor !== null && address({ ...filter, cursor: nextCursor }),
    },
  })
}

/** The account that a field names: its id, its address, or its name in SIP_DOMAIN. */
const named = ({ deps }: MemberVisit, name: string): string =>
  name === '' || /^\d+$|@/.test(name) ? name : `${name}@${defaultSpace(deps).domain}`

/** A text that names no account has no entries; with a foreign cursor the list begins anew. */
async function listed(visit: MemberVisit, query: AuditQuery): Promise<Pick<AuditListPage, 'entries' | 'nextCursor'>> {
  try {
    return await listAuditEntries(visit.deps, query)
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    return error.errors?.cursor && query.cursor ? listed(visit, { ...query, cursor: '' }) : { entries: [], nextCursor: null }
  }
}

function address(filter: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  return query.size === 0 ? '/activity' : `/activity?${query}`
}
