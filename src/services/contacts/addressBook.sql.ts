import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Aor } from '../../domain/sip.js'
import type { Platform } from '../platform.js'

/** What an account is told of one that is among its contacts. */
export interface ContactRecord extends Aor {
  id: number
  /** as its owner has it: a blocked account was activated */
  activated: boolean
  displayName: string | null
  dtmfProtocol: string | null
  types: { id: number; key: string }[]
  /** none without `dtmfProtocol` */
  actions: { id: number; key: string; code: string }[]
}

/** Whose address book it is. */
export interface BookOwner {
  id: number
  spaceId: number
}

interface Row {
  id: number
  username: string
  domain: string
  activated: boolean | number
  display_name: string | null
  dtmf_protocol: string | null
}

/** A type of a contact, or an action, which has a code. */
interface PartRow {
  account_id: number
  id: number
  key: string
  code: string | null
}

/**
 * The address book of an account in the order of ids, each contact once: its own, and the members of its lists. Two statements, however many there
 * are, as every app asks for it at each start.
 * @param only the contact of this address alone
 */
export async function readAddressBook({ db }: Pick<Platform, 'db'>, owner: BookOwner, only?: Aor): Promise<ContactRecord[]> {
  const inBook = Prisma.sql`a.space_id = ${owner.spaceId} and a.id in (
    select contact_id from contacts where account_id = ${owner.id}
    union select m.contact_id from account_contacts_list l join contacts_list_contact m on m.contacts_list_id = l.contacts_list_id
    where l.account_id = ${owner.id}) ${only ? Prisma.sql`and a.username = ${only.username} and a.domain = ${only.domain}` : Prisma.empty}`
  const rows = await db.query<Row>(Prisma.sql`select a.id, a.username, a.domain, a.display_name, a.dtmf_protocol,
    case when a.blocked then a.activated_before_block else a.activated end as activated from accounts a where ${inBook} order by a.id`)
  if (rows.length === 0) return []
  const parts = await db.query<PartRow>(Prisma.sql`select o.account_id, t.id, t.key, null as code
    from account_account_type o join account_types t on t.id = o.account_type_id join accounts a on a.id = o.account_id where ${inBook}
    union all select c.account_id, c.id, c.key, c.code
    from account_actions c join accounts a on a.id = c.account_id where a.dtmf_protocol is not null and ${inBook} order by 1, 2`)
  const book = new Map(rows.map((row): [number, ContactRecord] => [row.id, contactOf(row)]))
  for (const { account_id, id, key, code } of parts) {
    const contact = book.get(account_id)
    if (code === null) contact?.types.push({ id, key })
    else contact?.actions.push({ id, key, code })
  }
  return [...book.values()]
}

const contactOf = (row: Row): ContactRecord => ({
  id: row.id,
  username: row.username,
  domain: row.domain,
  activated: Boolean(row.activated),
  displayName: row.display_name,
  dtmfProtocol: row.dtmf_protocol,
  types: [],
  actions: [],
})
