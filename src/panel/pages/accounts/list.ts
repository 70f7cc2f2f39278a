import { deactivationsOf } from '../../../services/accounts/list/deactivations.js'
import { findsBegins, listAccounts } from '../../../services/accounts/list/list.js'
import { CHANGES } from '../../../services/bulk/bulk.js'
import { lastLoginsOf } from '../../../services/logins/lastLogins.js'
import { servedSpaces } from '../../../services/spaces/space.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { numberFormat } from '../../frame/words/formats.js'
import { dayText } from '../../frame/words/times.js'
import { addressOfAll, addressOfPage, addressTicked, asQuery, CHOICES, countedTo, narrowings, pageNumber, readFilter } from './filter.js'

/** All accounts, or those that a search finds: the newest first, unless the address says otherwise. */
export async function accountsPage(visit: MemberVisit): Promise<void> {
  const { t, deps, language } = visit
  const words = t.admin.accounts
  const filter = readFilter(visit)
  const page = pageNumber(visit.ctx.query.page)
  const query = asQuery(filter)
  const { accounts, total, more } = await listAccounts(deps, { ...query, page, countedTo: countedTo(filter) })
  const ticked = visit.ctx.query.tick === 'page'
  const last = Math.max(1, Math.ceil(total / query.per_page))
  if (page > last && !more) return goTo(visit, addressOfPage(filter, last))
  const number = numberFormat(language)
  const link = (exists: boolean, to: number) => exists && addressOfPage(filter, to)
  show(visit, 'accounts/accounts', {
    title: words.title,
    model: {
      accounts,
      deactivated: await deactivationsOf(
        deps,
        accounts.filter(({ activated, blocked }) => !activated && !blocked),
      ),
      lastLogins: query.sort === 'last_login' ? await lastLoginsOf(deps, accounts) : undefined,
      form: { values: filter, errors: {} },
      narrowed: narrowings(filter, words, (date) => dayText(date, language)),
      everything: addressOfAll(filter),
      more: Object.entries(filter).some(([name, value]) => name !== 'search' && value !== ''),
      ticked,
      tick: ticked ? addressOfPage(filter, page) : addressTicked(filter, page),
      ...CHOICES,
      domains: servedSpaces(deps).map((space) => space.domain),
      found: more ? words.foundMore(number.format(countedTo(filter))) : words.found(total, number.format(total)),
      total: more ? undefined : number.format(total),
      none: findsBegins(filter.search) ? words.noneBegins : words.none,
      changes: CHANGES,
      pageOf: more ? words.page(number.format(page)) : words.pageOf(number.format(page), number.format(last)),
      jump: { page, last: more ? undefined : last, kept: Object.entries(filter).filter(([, value]) => value !== '') },
      first: link(page > 1, 1),
      previous: link(page > 1, page - 1),
      next: link(more || page < last, page + 1),
      last: link(!more && page < last, last),
    },
  })
}
