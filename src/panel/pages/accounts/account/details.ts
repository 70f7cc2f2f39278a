import { refusalIn } from '../../../../domain/errors.js'
import { addressOf } from '../../../../domain/sip.js'
import { dictionaryField } from '../../../../services/accounts/fields.js'
import { deleteEntry, setEntry } from '../../../../services/dictionary/dictionary.js'
import { listTypes } from '../../../../services/types/accountTypes.js'
import { createAction, deleteAction, updateAction } from '../../../../services/types/actions.js'
import { addType, removeType } from '../../../../services/types/typesOfAccount.js'
import type { Form } from '../../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields } from '../../../frame/forms.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { accountInPath, done, idInForm, MOST_ROWS, remove } from './common.js'
import type { Details } from './views.js'

const TAB = '/details'

/** What is kept of an account, its types, and what apps can have it do; one action, if the address names it, to be changed. */
export async function accountDetailsPage(visit: MemberVisit): Promise<void> {
  const account = await accountInPath(visit)
  const { actions } = await visit.deps.accounts.belongings(account.id)
  const chosen = actions.find(({ id }) => String(id) === visit.ctx.query.action)
  await page(visit, account, emptyForm(chosen ? { action: String(chosen.id), action_key: chosen.key, code: chosen.code } : {}))
}

async function page(visit: MemberVisit, account: Details, form: FormState, status?: number): Promise<void> {
  const { t, deps } = visit
  const { dictionary, types, actions } = await deps.accounts.belongings(account.id)
  const has = new Set(types.map(({ id }) => id))
  const all = await listTypes(deps, account.spaceId)
  show(visit, 'accounts/accountDetails', {
    title: t.admin.account.tabTitle(t.admin.account.tabs[TAB], addressOf(account)),
    status,
    model: {
      account,
      form,
      dictionary: Object.entries(dictionary).slice(0, MOST_ROWS),
      entries: Object.keys(dictionary).length,
      ownTypes: types,
      anyTypes: all.length > 0,
      otherTypes: all.filter(({ id }) => !has.has(id)),
      actions,
    },
  })
}

/** Does what a form of this page asks for. What is refused is said beside the field of `blame`, and nothing is lost. */
async function save(
  visit: MemberVisit,
  account: Details,
  values: Record<string, string>,
  blame: Record<string, string>,
  work: () => Promise<unknown>,
  text: string,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    refusalIn(error)
    return page(visit, account, { values, errors: blame }, 422)
  }
  done(visit, account.id, TAB, text)
}

/** Keeps a text of the account under a key. */
export async function setEntryForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, rules, caller } = visit
  const words = t.admin.account.details
  const account = await accountInPath(visit)
  const [key, value] = [form('key').trim(), form('value')]
  const values = { key, value }
  if (!rules('DictionaryEntry/properties/value', value)) return page(visit, account, { values, errors: { value: words.badEntry } }, 422)
  const work = () => setEntry(deps, account.id, Object.keys(dictionaryField({ [key]: value }))[0]!, value, caller)
  await save(visit, account, values, { key: words.badEntry }, work, words.entrySet(key))
}

export async function removeEntryForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  await remove(visit, id, TAB, () => deleteEntry(deps, id, form('key'), caller), t.admin.account.details.entryRemoved)
}

/** Gives an account a type of its domain. */
export async function addTypeForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const words = t.admin.account.details
  const account = await accountInPath(visit)
  const type = (await listTypes(deps, account.spaceId)).find(({ id }) => String(id) === form('type'))
  const errors = { type: words.badType }
  if (!type) return page(visit, account, { values: {}, errors }, 422)
  await save(visit, account, {}, errors, () => addType(deps, account.id, type.id, caller), words.typeAdded(type.key))
}

export async function removeTypeForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  const type = idInForm(form, 'type')
  await remove(visit, id, TAB, () => removeType(deps, id, type, caller), t.admin.account.details.typeRemoved)
}

/** Makes an action, or writes one that is there. */
export async function saveActionForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, rules, caller } = visit
  const words = t.admin.account.details
  const account = await accountInPath(visit)
  const values = keptFields(form, 'action', 'action_key', 'code')
  const [key, code] = [form('action_key').trim(), form('code').trim()]
  const wrong = fieldErrors({
    action_key: !rules('NewAccountAction/properties/key', key) && words.badKey,
    code: !rules('NewAccountAction/properties/code', code) && words.badCode,
  })
  if (wrong) return page(visit, account, { values, errors: wrong }, 422)
  const id = form('action') === '' ? undefined : idInForm(form, 'action')
  const work = () =>
    id === undefined
      ? createAction(deps, account.id, { key, code }, caller)
      : updateAction(deps, account.id, id, { key, code }, () => undefined, caller)
  await save(
    visit,
    account,
    values,
    { action_key: id === undefined ? words.badKey : t.admin.account.parts.gone },
    work,
    words.actionSaved(key),
  )
}

export async function removeActionForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  const action = idInForm(form, 'action')
  await remove(visit, id, TAB, () => deleteAction(deps, id, action, caller), t.admin.account.details.actionRemoved)
}
