import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'
import { addresses, type Field, partsOf } from './search.sql.js'

type Late = { id: number; domain: string } & Record<Field, string | null>

/** Of the accounts that the index of SQLite does not know yet (migration `search_late`), those that a search finds by what the index would know. */
export async function foundLate(db: Database, search: AccountSearch): Promise<number[]> {
  const parts = partsOf(search).map(({ fields, text }) => ({ fields, text: text.toLowerCase() }))
  const places = addresses(search).map(({ part }) => part)
  const rows = await db.query<Late>(
    Prisma.sql`select id, username, domain, email, phone, display_name from derived_account_search_late join accounts using (id)`,
  )
  const isFound = ({ domain, ...row }: Late): boolean => {
    const address = `${row.username}@${domain}`.toLowerCase()
    const texts: Record<Field, string> = {
      username: `${row.username}@`.toLowerCase(), // as the index has it
      email: (row.email ?? '').toLowerCase(),
      phone: row.phone ?? '',
      display_name: (row.display_name ?? '').toLowerCase(),
    }
    return (
      places.some((part) => address.includes(part)) || parts.some(({ fields, text }) => fields.some((field) => texts[field].includes(text)))
    )
  }
  return rows.filter(isFound).map(({ id }) => id)
}
