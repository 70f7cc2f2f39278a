import { AppError } from '../../../domain/errors.js'
import { takePasswords } from '../../../services/bulk/csv.js'
import { needsTarget, setTarget } from '../../../services/bulk/drafts.js'
import { draftInvitations, draftUndo } from '../../../services/bulk/followUps.js'
import { beginWork, cancelWork, dropDraft } from '../../../services/bulk/works.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { goTo } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { csvHeaders } from './select.js'
import { address, draftPage, targetPage, workInPath } from './work.js'

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

/** Makes the draft that invites those whom an import has made. */
export async function inviteMadeForm(visit: MemberVisit): Promise<void> {
  const id = await draftInvitations(visit.deps, await workInPath(visit), visit.caller)
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
