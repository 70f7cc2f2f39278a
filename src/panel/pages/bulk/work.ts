import type { BulkWork, ItemRow, Outcome } from '../../../services/bulk/bulk.js'
import { waitingPasswords } from '../../../services/bulk/csv.js'
import { needsTarget, possibleTargets } from '../../../services/bulk/drafts.js'
import { invitable, undoable } from '../../../services/bulk/followUps.js'
import { firstRows, passwordsToMake } from '../../../services/bulk/preview.js'
import { getWork, ITEMS, itemsOfWork, reasonsOf } from '../../../services/bulk/works.js'
import { idInPath } from '../../frame/adminParams.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { numberFormat } from '../../frame/words/formats.js'
import { accountsText, progressOf } from './works.js'

/** How often the page of a work that runs is loaded anew. Seconds. */
const REFRESH = 3
const OUTCOMES = ['waiting', 'done', 'left_out', 'refused'] as const satisfies readonly Outcome[]

export const workInPath = (visit: MemberVisit): Promise<BulkWork> => getWork(visit.deps, idInPath(visit), visit.session.account.id)
export const address = (work: { id: number }): string => `/bulk/${work.id}`

/** What a work will do, what it is doing, or what it has done. */
export async function workPage(visit: MemberVisit): Promise<void> {
  const work = await workInPath(visit)
  if (needsTarget(work)) return targetPage(visit, work, emptyForm())
  if (work.state === 'draft') return draftPage(visit, work, emptyForm())
  // without a script: a header that all browsers know
  if (work.state === 'running') visit.ctx.set('Refresh', String(REFRESH))
  await resultPage(visit, work)
}

async function resultPage(visit: MemberVisit, work: BulkWork): Promise<void> {
  const { t, deps, ctx } = visit
  const { counts } = work
  const ended = counts.done + counts.left_out + counts.refused
  const total = ended + counts.waiting
  const asked = OUTCOMES.find((one) => one === ctx.query.show)
  const outcome = asked ?? (ctx.query.show !== 'all' && counts.refused > 0 ? 'refused' : undefined)
  const list = pageOf(visit, work, outcome, outcome ? counts[outcome] : total)
  const undo = work.state === 'running' ? 0 : await undoable(deps, work)
  const [invite, passwords] = [await invitable(deps, work), await passwordsFor(visit, work)]
  show(visit, 'bulk/work', {
    title: t.admin.bulk.titles[work.action],
    model: {
      work,
      total,
      ended,
      progress: progressOf(visit, work),
      reasons: await reasonTexts(visit, work),
      items: (await itemsOfWork(deps, work.id, outcome, list.page)).map((item) => ({ ...item, text: itemText(visit, item) })),
      shown: choicesOf(visit, work, outcome, total),
      pages: list.pages,
      undo: undo > 0 ? t.admin.bulk.undoText(accountsText(visit, undo)) : undefined,
      invite: invite > 0 ? t.admin.bulk.inviteText(accountsText(visit, invite)) : undefined,
      passwords: passwords > 0 ? t.admin.bulk.passwordsText(accountsText(visit, passwords)) : undefined,
    },
  })
}

const listAddress = (work: BulkWork, outcome: Outcome | undefined, page = 1): string =>
  `${address(work)}?show=${outcome ?? 'all'}${page > 1 ? `&page=${page}` : ''}`

function pageOf({ t, language, ctx }: MemberVisit, work: BulkWork, outcome: Outcome | undefined, count: number) {
  const number = numberFormat(language)
  const last = Math.max(1, Math.ceil(count / ITEMS))
  const page = Math.min(last, /^[1-9]\d{0,3}$/.test(String(ctx.query.page)) ? Number(ctx.query.page) : 1)
  const pages = {
    pageOf: t.admin.bulk.pageOf(number.format(page), number.format(last)),
    previous: page > 1 && listAddress(work, outcome, page - 1),
    next: page < last && listAddress(work, outcome, page + 1),
  }
  return { page, pages: last === 1 ? undefined : pages }
}

function choicesOf({ t, language }: MemberVisit, work: BulkWork, shown: Outcome | undefined, total: number) {
  const number = numberFormat(language)
  const choice = (outcome: Outcome | undefined, name: string, count: number) => ({
    text: `${name} (${number.format(count)})`,
    href: listAddress(work, outcome),
    current: outcome === shown,
  })
  const some = OUTCOMES.filter((one) => work.counts[one] > 0).map((one) => choice(one, t.admin.bulk.outcomes[one], work.counts[one]))
  return [choice(undefined, t.admin.bulk.all, total), ...some]
}

/** Only who had the import done gets its passwords. */
const passwordsFor = ({ deps, session }: MemberVisit, work: BulkWork): Promise<number> | number =>
  work.actorId === session.account.id ? waitingPasswords(deps, work) : 0

const reasonText = ({ t }: MemberVisit, reason: string | null): string => {
  const known: Record<string, string> = t.admin.bulk.reasons
  return known[reason ?? ''] ?? t.admin.bulk.otherReason
}

function itemText(visit: MemberVisit, { outcome, reason }: ItemRow): string {
  const text = visit.t.admin.bulk.outcomes[outcome as Outcome]
  return outcome === 'left_out' || outcome === 'refused' ? visit.t.admin.bulk.reason(text, reasonText(visit, reason)) : text
}

async function reasonTexts(visit: MemberVisit, work: BulkWork): Promise<string[]> {
  const number = numberFormat(visit.language)
  return (await reasonsOf(visit.deps, work.id)).map(({ reason, count }) =>
    visit.t.admin.bulk.reason(reasonText(visit, reason), number.format(count)),
  )
}

export async function draftPage(visit: MemberVisit, work: BulkWork, form: FormState, status?: number): Promise<void> {
  const { t, deps, language } = visit
  const words = t.admin.bulk
  const made = work.action === 'import' ? await passwordsToMake(deps, work) : 0
  const number = numberFormat(language)
  show(visit, 'bulk/draft', {
    title: words.titles[work.action],
    status,
    model: {
      work,
      form,
      willBe: words.willBe[work.action](number.format(work.counts.waiting)),
      rows: await firstRows(deps, work),
      reasons: await reasonTexts(visit, work),
      made: made > 0 ? words.import.made(number.format(made)) : undefined,
      count: String(work.counts.waiting),
    },
  })
}

export async function targetPage(visit: MemberVisit, work: BulkWork, form: FormState, status?: number): Promise<void> {
  const { t, deps } = visit
  const words = t.admin.bulk
  const targets = await possibleTargets(deps, work.action)
  const domains = new Set(targets.map(({ domain }) => domain))
  show(visit, 'bulk/target', {
    title: words.titles[work.action],
    status,
    model: {
      work,
      form,
      options: targets.map(({ id, name, domain }) => [String(id), domains.size > 1 ? `${name} (${domain})` : name]),
    },
  })
}
