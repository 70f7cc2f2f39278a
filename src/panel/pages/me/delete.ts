import { addressOf } from '../../../domain/sip.js'
import { deleteOwnAccount } from '../../../services/accounts/deletion.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, submit } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { leave } from '../credentials/login.js'

export const deletePage = (visit: MemberVisit): void => page(visit, emptyForm())

const page = (visit: MemberVisit, form: FormState, status?: number): void =>
  show(visit, 'me/delete', { title: visit.t.delete.title, status, model: { form } })

export async function deleteForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session } = visit
  const { id, username, domain } = session.account
  if (form('username').trim() !== username) return page(visit, { values: {}, errors: { username: t.delete.wrong } }, 422)
  const again = (state: Omit<FormState, 'values'>, status: number) => page(visit, { values: {}, ...state }, status)
  if (await submit(visit, () => deleteOwnAccount(deps, id, visit.caller), {}, again))
    leave(visit, t.flash.deleted(addressOf({ username, domain })))
}
