import type { Command } from 'commander'
import { presentContact, presentContactsList } from '../../api/present/contacts.js'
import { addressOf } from '../../domain/sip.js'
import { readAddressBook } from '../../services/contacts/addressBook.sql.js'
import { contactsListsOf } from '../../services/contacts/lists.js'
import { printList } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, withDeps } from '../frame/withDeps.js'

export function contactsCommand(program: Command, terminal: Terminal): void {
  program
    .command('contacts <sip>')
    .description('list the address book of an account: its contacts, and the members of its contacts lists')
    .option('--lists', 'its contacts lists in place of them')
    .action((sip: string, { lists }: { lists?: boolean }) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        if (lists) {
          const rows = (await contactsListsOf(deps, account.id)).map(presentContactsList)
          printList(terminal, rows, `${addressOf(account)} has no contacts list.`, listColumns)
        } else {
          const rows = (await readAddressBook(deps, account)).map(presentContact)
          printList(terminal, rows, `${addressOf(account)} has no contact.`, contactColumns)
        }
      }),
    )
}

const contactColumns = ({ id, sip_uri, display_name, activated, types }: ReturnType<typeof presentContact>) => ({
  id,
  sip_uri,
  display_name,
  activated,
  types: types.length === 0 ? null : types.map(({ key }) => key).join(', '),
})

const listColumns = ({ id, title, contacts_count, description }: ReturnType<typeof presentContactsList>) => ({
  id,
  title,
  contacts_count,
  description,
})
