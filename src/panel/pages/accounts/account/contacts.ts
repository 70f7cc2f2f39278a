import { refusalIn } from '../../../../domain/errors.js'
import { addressOf } from '../../../../domain/sip.js'
import { findBySip } from '../../../../services/accounts/find.js'
import { listContacts } from '../../../../services/contacts/contacts.js'
import { contactsOfAccount, listsOfAccount } from '../../../../services/contacts/links.js'
import { contactsListsOf, listContactsLists } from '../../../../services/contacts/lists.js'
import type { Form } from '../../../frame/formGuard.js'
import { emptyForm, type FormState, keptFields } from '../../../frame/forms.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { accountInPath, done, idInForm, MOST_ROWS, remove } from './common.js'
import type { Details } from './views.js'

/** The contacts of an account, and the lists that it has. */
export const accountContactsPage = async (visit: MemberVisit): Promise<void> => page(visit, await accountInPath(visit), emptyForm())

async function page(visit: MemberVisit, account: Details, form: FormState, status?: number): Promise<void> {
  const { t, deps } = visit
  const contacts = await listContacts(deps, account.id)
  const lists = await contactsListsOf(deps, account.id)
  const has = new Set(lists.map(({ id }) => id))
  show(visit, 'accounts/accountContacts', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/contacts'], addressOf(account)),
    status,
    model: {
      account,
      form,
      contacts: contacts.slice(0, MOST_ROWS),
      total: contacts.length,
      lists,
      others: (await listContactsLists(deps, account, undefined)).filter(({ id }) => !has.has(id)),
    },
  })
}

/** Adds a contact by its address. */
export async function addContactForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const words = t.admin.account.contacts
  const account = await accountInPath(visit)
  const entered = form('contact').trim()
  try {
    const contact = await findBySip(deps, entered.includes('@') ? entered : `${entered}@${account.domain}`)
    await contactsOfAccount.add(deps, account.id, contact.id, caller)
    done(visit, account.id, '/contacts', words.added(addressOf(contact)))
  } catch (error) {
    const contact = refusalIn(error).code === 'contact_limit_reached' ? words.full : words.unknown
    await page(visit, account, { values: keptFields(form, 'contact'), errors: { contact } }, 422)
  }
}

export async function removeContactForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  const contact = idInForm(form, 'contact')
  await remove(visit, id, '/contacts', () => contactsOfAccount.remove(deps, id, contact, caller), t.admin.account.contacts.removed)
}

/** Gives an account a contacts list. */
export async function addContactsListForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const words = t.admin.account.contacts
  const account = await accountInPath(visit)
  const list = (await listContactsLists(deps, account, undefined)).find(({ id }) => String(id) === form('list'))
  const again = (): Promise<void> => page(visit, account, { values: {}, errors: { list: words.badList } }, 422)
  if (!list) return again()
  try {
    await listsOfAccount.add(deps, account.id, list.id, caller)
  } catch (error) {
    refusalIn(error)
    return again()
  }
  done(visit, account.id, '/contacts', words.given(list.title))
}

export async function removeContactsListForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  const list = idInForm(form, 'list')
  await remove(visit, id, '/contacts', () => listsOfAccount.remove(deps, id, list, caller), t.admin.account.contacts.taken)
}
