import { AppError } from '../../../domain/errors.js'
import { parseId } from '../../../domain/ids.js'
import { listAccounts } from '../../../services/accounts/list/list.js'
import { CHANGES } from '../../../services/bulk/bulk.js'
import { exportList } from '../../../services/bulk/csv.js'
import { type Chosen, draftChange } from '../../../services/bulk/drafts.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { PageError } from '../../frame/pageError.js'
import { goTo } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { addressOfPage, asQuery, countedTo, type Filter, filterOf, pageNumber } from '../accounts/filter.js'

/** What is to be done with accounts of the list: those that are ticked, or all that the search finds. It is shown before it is done, or is a file. */
export async function selectForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller, ctx } = visit
  const words = t.admin.bulk.select
  const filter = filterOf(form, deps)
  const chosen = await chosenOf(visit, form, filter)
  const again = (text: string): void => {
    setFlash(visit, { kind: 'notice', text })
    goTo(visit, addressOfPage(filter, pageNumber(form('page'))))
  }
  if ('ids' in chosen && chosen.ids.length === 0) return again(words.nobody)
  if (form('action') === 'export') {
    const text = await exportList(deps, chosen, caller)
    csvHeaders(visit, 'accounts')
    ctx.body = text
    return
  }
  const action = CHANGES.find((change) => change === form('action'))
  if (!action) throw new PageError(400, 'badForm')
  try {
    goTo(visit, `/bulk/${await draftChange(deps, action, chosen, caller)}`)
  } catch (error) {
    if (!(error instanceof AppError && error.errors?.accounts)) throw error
    again(error.errors.accounts[0] === 'many' ? words.tooMany : words.nobody)
  }
}

/** Those that are ticked, those of the page as it is now, or all that the search finds. */
async function chosenOf({ deps }: MemberVisit, form: Form, filter: Filter): Promise<Chosen> {
  const query = asQuery(filter)
  if (form('which') === 'all') return { query }
  if (form('which') !== 'page') return { ids: ticked(form) }
  const { accounts } = await listAccounts(deps, { ...query, page: pageNumber(form('page')), countedTo: countedTo(filter) })
  return { ids: accounts.map(({ id }) => id) }
}

/** The fields of the list are called `a` and the id of the account. */
const ticked = (form: Form): number[] =>
  Object.keys(form.fields()).flatMap((name) => (/^a\d+$/.test(name) ? (parseId(name.slice(1)) ?? []) : []))

/** The headers of a file that the browser keeps. */
export function csvHeaders({ ctx, deps }: MemberVisit, name: string): void {
  const day = new Date(deps.clock.now()).toISOString().slice(0, 10)
  ctx.set('Content-Disposition', `attachment; filename="${name}-${day}.csv"`)
  ctx.set('Content-Type', 'text/csv; charset=utf-8')
  ctx.set('Cache-Control', 'no-store')
}
