import type { AccountQuery } from '../../../services/accounts/list/list.js'
import { servedSpaces } from '../../../services/spaces/space.js'
import type { Texts } from '../../../texts/languages.js'
import type { MemberVisit } from '../../frame/visit.js'
import { dayOf } from '../../frame/words/days.js'

/** Characters of a search that are looked for: no name, address or number is longer. */
const LONGEST_SEARCH = 254
/** Accounts on a page; the first is that of a list that says nothing. */
const SIZES = ['20', '50', '100'] as const
const ORDERS = ['newest', 'oldest', 'name', 'last_login'] as const
const DAY_MS = 86_400_000

/** The states that an account can be in, and `inactive`: waiting or deactivated. */
const STATES: Readonly<Record<string, Pick<AccountQuery, 'activated' | 'blocked' | 'deactivated'>>> = {
  active: { activated: true, blocked: false },
  waiting: { activated: false, blocked: false, deactivated: false },
  deactivated: { activated: false, blocked: false, deactivated: true },
  blocked: { blocked: true },
  inactive: { activated: false, blocked: false },
}

/** What narrows the list: '' does not. */
const NARROWING = ['search', 'state', 'role', 'domain', 'email', 'phone', 'since', 'until'] as const

/** What the list is narrowed to and how it is laid out, as its address says; '' where that says nothing. */
export type Filter = Record<(typeof NARROWING)[number] | 'sort' | 'size', string>

/** A part of the filter: how it is called, and the list without it. */
export interface Narrowing {
  text: string
  without: string
}

/** The filter in the address of the page. What no form of ours says is left out. */
export const readFilter = ({ ctx, deps }: MemberVisit): Filter => filterOf((name) => ctx.query[name], deps)

/** The same of a form that carries it along. */
export function filterOf(field: (name: string) => unknown, deps: MemberVisit['deps']): Filter {
  const given = (name: string, allowed: readonly string[]): string => allowed.find((value) => value === field(name)) ?? ''
  const domains = servedSpaces(deps).map((space) => space.domain)
  const [search, since, until] = [field('search'), field('since'), field('until')]
  return {
    // NUL is in no name, and PostgreSQL takes no text with it
    search: typeof search === 'string' ? search.replaceAll('\0', '').trim().slice(0, LONGEST_SEARCH) : '',
    state: given('state', Object.keys(STATES)),
    role: given('role', ['admin', 'other']),
    domain: given('domain', domains),
    email: given('email', ['yes', 'no']),
    phone: given('phone', ['yes', 'no']),
    since: dayOf(since) ? String(since) : '',
    until: dayOf(until) ? String(until) : '',
    sort: given('sort', ORDERS.slice(1)),
    size: given('size', SIZES.slice(1)),
  }
}

/** The same as the service takes it: days are those of UTC, as the list shows them, and the last one counts. */
export function asQuery(filter: Filter): AccountQuery & { per_page: number } {
  const { search, domain, state, role, email, phone } = filter
  const [since, until] = [dayOf(filter.since), dayOf(filter.until)]
  return {
    ...(search && { search, namedFirst: true }),
    ...(domain && { domain }),
    ...STATES[state],
    ...(role && { admin: role === 'admin' }),
    ...(email && { hasEmail: email === 'yes' }),
    ...(phone && { hasPhone: phone === 'yes' }),
    ...(since && { createdSince: since }),
    ...(until && { createdBefore: new Date(until.getTime() + DAY_MS) }),
    sort: ORDERS.find((order) => order === filter.sort) ?? ORDERS[0],
    per_page: Number(filter.size || SIZES[0]),
  }
}

/** Accounts that the list counts: who finds more narrows the search down. Of a time, as many as can be worked on at once. */
export const countedTo = ({ search }: Filter): number => (search ? 1_000 : 50_000)

/** The address of a page of the list, to be kept and shared. */
export function addressOfPage(filter: Filter, page = 1): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
  if (page > 1) query.set('page', String(page))
  return query.size === 0 ? '/accounts' : `/accounts?${query}`
}

/** The same page with all its accounts ticked. */
export const addressTicked = (filter: Filter, page: number): string => {
  const address = addressOfPage(filter, page)
  return `${address}${address.includes('?') ? '&' : '?'}tick=page`
}

/** All that the list is narrowed to, each in words and with the way to be rid of it. */
export function narrowings(filter: Filter, words: Texts['admin']['accounts'], day: (date: Date) => string): Narrowing[] {
  const { active, waiting, closed, inactive, blocked, admins, others, yes, no } = words
  const values: Record<string, string> = { active, waiting, deactivated: closed, inactive, blocked, admin: admins, other: others, yes, no }
  const said = (name: (typeof NARROWING)[number]): string => {
    if (name === 'search' || name === 'domain') return filter[name]
    return name === 'since' || name === 'until' ? day(dayOf(filter[name])!) : values[filter[name]]!
  }
  return NARROWING.filter((name) => filter[name] !== '').map((name) => ({
    text: words.narrowed(words[name], said(name)),
    without: addressOfPage({ ...filter, [name]: '' }),
  }))
}

/** The list without anything that narrows it, laid out as it is. */
export const addressOfAll = (filter: Filter): string =>
  addressOfPage({ ...filter, ...Object.fromEntries(NARROWING.map((name) => [name, ''])) })

/** The page of the list that an address or a form says; the first for what is no number. */
export const pageNumber = (given: unknown): number => (typeof given === 'string' && /^[1-9]\d{0,7}$/.test(given) ? Number(given) : 1)

/** What the forms of the page offer. */
export const CHOICES = { sizes: SIZES, orders: ORDERS } as const
