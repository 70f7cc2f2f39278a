import { AppError } from '../../../domain/errors.js'
import type { BulkWork, ItemRow, Outcome } from '../../../services/bulk/bulk.js'
import { takePasswords, waitingPasswords } from '../../../services/bulk/csv.js'
import { draftUndo, needsTarget, possibleTargets, setTarget, undoable } from '../../../services/bulk/drafts.js'
import { firstRows, passwordsToMake } from '../../../services/bulk/preview.js'
import { beginWork, cancelWork, dropDraft, getWork, ITEMS, itemsOfWork, reasonsOf } from '../../../services/bulk/works.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { csvHeaders } from './select.js'
import { accountsText, progressOf } from './works.js'

/** How often the page of a work that runs is loaded anew. Seconds. */
const REFRESH = 3
const OUTCOMES = ['waiting', 'done', 'left_out', 'refused'] as const satisfies readonly Outcome[]

const workInPath = (visit: MemberVisit): Promise<BulkWork> => getWork(visit.deps, idInPath(visit), visit.session.account.id)
const address = (work: { id: number }): string => `/bulk/${work.id}`

/** What a work will do, what it is doing, or what it has done. */
export async function workPage(visit: MemberVisit): Promise<void> {
  const work = await workInPath(visit)
  if (needsTarget(work)) return targetPage(visit, work, emptyForm())
  if (work.state === 'draft') return draftPage(visit, work, emptyForm())
  const { t, deps, language, ctx } = visit
  const words = t.admin.bulk
  const number = new Intl.NumberFormat(language)
  const { counts } = work
  const ended = counts.done + counts.left_out + counts.refused
  const total = ended + counts.waiting
  const outcome =
    OUTCOMES.find((one) => one === ctx.query.show) ?? (ctx.query.show === 'all' || counts.refused === 0 ? undefined : 'refused')
  const last = Math.max(1, Math.ceil((outcome ? counts[outcome] : total) / ITEMS))
  const page = Math.min(last, /^[1-9]\d{0,3}$/.test(String(ctx.query.page)) ? Number(ctx.query.page) : 1)
  const link = (what: string, to = 1) => `${address(work)}?show=${what}${to > 1 ? `&page=${to}` : ''}`
  const [undo, passwords] = [work.state === 'running' ? 0 : await undoable(deps, work), await passwordsFor(visit, work)]
  // without a script: a header that all browsers know
  if (work.state === 'running') ctx.set('Refresh', String(REFRESH))
  show(visit, 'bulk/work', {
    title: words.titles[work.action],
    model: {
      work,
      total,
      ended,
      progress: progressOf(visit, work),
      reasons: await reasonTexts(visit, work),
      items: (await itemsOfWork(deps, work.id, outcome, page)).map((item) => ({ ...item, text: itemText(visit, item) })),
      shown: [
        { text: `${words.all} (${number.format(total)})`, href: link('all'), current: outcome === undefined },
        ...OUTCOMES.filter((one) => counts[one] > 0).map((one) => ({
          text: `${words.outcomes[one]} (${number.format(counts[one])})`,
          href: link(one),
          current: one === outcome,
        })),
      ],
      pages:
        last === 1
          ? undefined
          : {
              pageOf: words.pageOf(number.format(page), number.format(last)),
              previous: page > 1 && link(outcome ?? 'all', page - 1),
              next: page < last && link(outcome ?? 'all', page + 1),
            },
      undo: undo > 0 ? words.undoText(accountsText(visit, undo)) : undefined,
      passwords: passwords > 0 ? words.passwordsText(accountsText(visit, passwords)) : undefined,
    },
  })
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
  return outcome === 'left_out' || outcome === 'refused' ? `${text}: ${reasonText(visit, reason)}` : text
}

async function reasonTexts(visit: MemberVisit, work: BulkWork): Promise<string[]> {
  const number = new Intl.NumberFormat(visit.language)
  return (await reasonsOf(visit.deps, work.id)).map(({ reason, count }) =>
    visit.t.admin.bulk.reason(reasonText(visit, reason), number.format(count)),
  )
}

async function draftPage(visit: MemberVisit, work: BulkWork, form: FormState, status?: number): Promise<void> {
  const { t, deps, language } = visit
  const words = t.admin.bulk
  const made = work.action === 'import' ? await passwordsToMake(deps, work) : 0
  const number = new Intl.NumberFormat(language)
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

/** Has a draft done. Who deletes accounts types how many. */
export async function beginForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const work = await workInPath(visit)
  if (work.state !== 'draft') return goTo(visit, address(work))
  if (work.action === 'delete' && form('count').replace(/\D/g, '') !== String(work.counts.waiting))
    return draftPage(visit, work, { values: {}, errors: { count: t.admin.bulk.wrongCount } }, 422)
  try {
    await beginWork(deps, work, caller)
  } catch (error) {
    if (!(error instanceof AppError && error.status === 429)) throw error
    return draftPage(visit, work, { values: {}, errors: {}, problem: t.admin.bulk.tooManyRunning }, 429)
  }
  setFlash(visit, { kind: 'success', text: t.admin.bulk.begun })
  goTo(visit, address(work))
}

export async function dropForm(visit: MemberVisit): Promise<void> {
  const { t, deps, session } = visit
  await dropDraft(deps, await workInPath(visit), session.account.id)
  setFlash(visit, { kind: 'success', text: t.admin.bulk.dropped })
  goTo(visit, '/bulk')
}

/** Ends a work that runs. */
export async function cancelForm(visit: MemberVisit): Promise<void> {
  const work = await workInPath(visit)
  if (await cancelWork(visit.deps, work)) setFlash(visit, { kind: 'success', text: visit.t.admin.bulk.cancelled })
  goTo(visit, address(work))
}

/** Makes the draft that takes a work back. */
export async function undoForm(visit: MemberVisit): Promise<void> {
  const id = await draftUndo(visit.deps, await workInPath(visit), visit.caller)
  goTo(visit, address({ id }))
}

/** The passwords that an import has made, once. */
export async function passwordsForm(visit: MemberVisit): Promise<void> {
  const { ctx, deps, caller } = visit
  const work = await workInPath(visit)
  const text = await takePasswords(deps, work.id, caller)
  csvHeaders(visit, `passwords-${work.id}`)
  ctx.body = text
}

async function targetPage(visit: MemberVisit, work: BulkWork, form: FormState, status?: number): Promise<void> {
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

/** Says which type or list a draft is for. */
export async function targetForm(visit: MemberVisit, form: Form): Promise<void> {
  const work = await workInPath(visit)
  if (!needsTarget(work)) return goTo(visit, address(work))
  try {
    await setTarget(visit.deps, work, /^[1-9]\d{0,8}$/.test(form('target')) ? Number(form('target')) : 0)
  } catch (error) {
    if (!(error instanceof AppError && error.status === 404)) throw error
    return targetPage(visit, work, { values: {}, errors: { target: visit.t.admin.bulk.targetBad } }, 422)
  }
  goTo(visit, address(work))
}
