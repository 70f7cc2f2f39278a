import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'
import { addresses, type Field, partsOf } from './search.sql.js'

type Late = { id: number; domain: string } & Record<Field, string | null>

/** The accounts that the index of SQLite does not know yet: it takes them in by and by (migration `search_late`). */
export const LATE = Prisma.sql`select id from derived_account_search_late`

/** Of some accounts, that the index of SQLite does not know yet say, those that a search finds by what the index would know. @param these a list or query of their ids */
export async function foundLate(db: Pick<Database, 'query'>, search: AccountSearch, these: Prisma.Sql): Promise<number[]> {
  const parts = partsOf(search).map(({ fields, text }) => ({ fields, text: folded(text) }))
  const places = addresses(search).map(({ part }) => part)
  if (parts.length === 0 && places.length === 0) return []
  const rows = await db.query<Late>(
    Prisma.sql`select id, username, domain, email, phone, display_name from accounts where id in (${these})`,
  )
  const isFound = ({ domain, ...row }: Late): boolean => {
    const address = folded(`${row.username}@${domain}`)
    const texts: Record<Field, string> = {
      username: folded(`${row.username}@`), // as the index has it
      email: folded(row.email ?? ''),
      phone: row.phone ?? '',
      display_name: folded(row.display_name ?? ''),
    }
    return (
      places.some((part) => address.includes(part)) || parts.some(({ fields, text }) => fields.some((field) => texts[field].includes(text)))
    )
  }
  return rows.filter(isFound).map(({ id }) => id)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/** In one case, as FTS5 has it: character by character, so that `Σ`, `σ` and `ς` are one, wherever in a word. */
function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return Array.from(text, (one) => {
    const upper = one.toUpperCase()
    return one === 'ı' || [...upper].length > 1 ? one.toLowerCase() : upper.toLowerCase()
  }).join('')
}
