import { type AccountQuery, listAccounts } from '../../../services/accounts/list.js'
import { servedSpaces } from '../../../services/spaces/space.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'

/** Accounts on a page. */
const PER_PAGE = 20
/** Characters of a search that are looked for: no name, address or number is longer. */
const LONGEST_SEARCH = 254

/** What the list is narrowed to, as the form above it says: '' does not narrow. */
type Filter = {
  search: string
  domain: string
  state: string
  role: string
}

/** All accounts, or those that a search finds, in the order in which they were made. */
export async function accountsPage(visit: MemberVisit): Promise<void> {
  const { t, deps, language } = visit
  const filter = readFilter(visit)
  const page = pageNumber(visit.ctx.query.page)
  const { accounts, total } = await listAccounts(deps, { ...asQuery(filter), page, per_page: PER_PAGE })
  const last = Math.max(1, Math.ceil(total / PER_PAGE))
  if (page > last) return goTo(visit, address(filter, last))
  const number = new Intl.NumberFormat(language)
  show(visit, 'accounts/accounts', {
    title: t.admin.accounts.title,
    model: {
      accounts,
      form: { values: filter, errors: {} },
      filtered: Object.values(filter).some((value) => value !== ''),
      domains: servedSpaces(deps).map((space) => space.domain),
      found: t.admin.accounts.found(total, number.format(total)),
      pageOf: t.admin.accounts.pageOf(number.format(page), number.format(last)),
      first: page > 1 && address(filter, 1),
      previous: page > 1 && address(filter, page - 1),
      next: page < last && address(filter, page + 1),
      last: page < last && address(filter, last),
    },
  })
}

function readFilter({ ctx, deps }: MemberVisit): Filter {
  const given = (name: string, allowed: readonly string[]): string => allowed.find((value) => value === ctx.query[name]) ?? ''
  const { search } = ctx.query
  return {
    // NUL is in no name, and PostgreSQL takes no text with it
    search: typeof search === 'string' ? search.replaceAll('\0', '').trim().slice(0, LONGEST_SEARCH) : '',
    domain: given(
      'domain',
      servedSpaces(deps).map((space) => space.domain),
    ),
    state: given('state', ['active', 'inactive', 'blocked']),
    role: given('role', ['admin', 'other']),
  }
}

const asQuery = ({ search, domain, state, role }: Filter): AccountQuery => ({
  ...(search && { search }),
  ...(domain && { domain }),
  ...(state && (state === 'blocked' ? { blocked: true } : { activated: state === 'active', blocked: false })),
  ...(role && { admin: role === 'admin' }),
})

const pageNumber = (given: unknown): number => (typeof given === 'string' && /^[1-9]\d{0,7}$/.test(given) ? Number(given) : 1)

function address(filter: Filter, page: number): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  if (page > 1) query.set('page', String(page))
  return query.size === 0 ? '/accounts' : `/accounts?${query}`
}
