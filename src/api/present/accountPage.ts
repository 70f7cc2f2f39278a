import type { components } from '../../../generated/openapi.js'
import type { AccountListPage } from '../../services/accounts/list/list.js'
import type { Deps } from '../../services/deps.js'
import type { Platform } from '../../services/platform.js'
import { presentAccount } from './accounts.js'

type Schemas = components['schemas']

/** A page by number, with the links of the paginator that deployed clients know. `query` is what the links keep beside the page. */
export async function presentPage(
  deps: Pick<Platform, 'config'> & Pick<Deps, 'accounts'>,
  { accounts, page, perPage, total }: AccountListPage,
  query: Record<string, unknown>,
): Promise<Schemas['AccountPage']> {
  const path = `${deps.config.publicUrl}/api/accounts`
  const last = Math.max(1, Math.ceil(total / perPage))
  const url = (number: number): string => {
    const kept = Object.entries(query).filter(([name, value]) => name !== 'page' && value !== undefined)
    return `${path}?${new URLSearchParams([...kept.map(([name, value]): [string, string] => [name, String(value)]), ['page', String(number)]])}`
  }
  const urlIf = (exists: boolean, number: number): string | null => (exists ? url(number) : null)
  const previous = urlIf(page > 1, page - 1)
  const next = urlIf(page < last, page + 1)
  const link = (label: string, target: string | null, active = false) => ({ url: target, label, active })
  const from = accounts.length === 0 ? null : (page - 1) * perPage + 1
  return {
    current_page: page,
    data: await Promise.all(accounts.map((account) => presentAccount(deps, account))),
    first_page_url: url(1),
    from,
    last_page: last,
    last_page_url: url(last),
    links: [
      link('Previous', previous),
      ...pageNumbers(page, last).map((n) => (n === null ? link('...', null) : link(String(n), url(n), n === page))),
      link('Next', next),
    ],
    next_page_url: next,
    path,
    per_page: perPage,
    prev_page_url: previous,
    to: from === null ? null : from + accounts.length - 1,
    total,
  }
}

/** The first two, the last two, and three on each side of the current one; null stands for those left out. */
function pageNumbers(page: number, last: number): (number | null)[] {
  const shown = new Set([1, 2, last - 1, last])
  for (let n = page - 3; n <= page + 3; n++) shown.add(n)
  const sorted = [...shown].filter((n) => n >= 1 && n <= last).sort((a, b) => a - b)
  return sorted.flatMap((n, i) => (i > 0 && n > sorted[i - 1]! + 1 ? [null, n] : [n]))
}
