import { AppError, refusalIn } from '../../../domain/errors.js'
import { parseId } from '../../../domain/ids.js'
import { confirmByLink } from '../../../services/me/confirmation.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** Where the link of an e-mail change leads, in any browser. Opening it (mail scanners do) changes nothing: it asks for a click. */
export function emailLinkPage(visit: Visit): void {
  const { query } = visit.ctx
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 64) : '')
  show(visit, 'me/emailLink', { title: visit.t.link.title, model: { account: text(query.account), code: text(query.code) } })
}

export async function emailLinkForm(visit: Visit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  try {
    const { email } = await confirmByLink(deps, accountId(form('account')), form('code'), caller)
    setFlash(visit, { kind: 'success', text: t.flash.emailChanged(email ?? '') })
    goTo(visit, '/')
  } catch (error) {
    refusalIn(error)
    // always the same: anybody can try, and nobody learns whether a change waits for that account
    show(visit, 'me/emailLinkFailed', { title: t.link.failedTitle, status: 404, model: {} })
  }
}

/** @throws AppError 404 when it cannot be the number of an account */
function accountId(text: string): number {
  const id = parseId(text)
  if (id === undefined) throw new AppError(404, 'nothing_pending', 'This link names no account.')
  return id
}
