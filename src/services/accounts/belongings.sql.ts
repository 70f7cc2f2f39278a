import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import { batchPerTurn } from '../../db/raw/batchPerTurn.js'

/** What is kept of an account in tables of its own, and shown with it. */
export interface Belongings {
  /** text by key, in the order of the keys */
  dictionary: Record<string, string>
  types: { id: number; key: string }[]
  actions: { id: number; key: string; code: string }[]
}

export const noBelongings = (): Belongings => ({ dictionary: {}, types: [], actions: [] })

interface Row {
  kind: 'action' | 'entry' | 'type'
  account_id: number
  id: number
  key: string
  value: string
}

/** Reads what belongs to accounts: one statement for all that are asked for in one turn of the event loop. */
export function accountBelongings({ query }: Pick<Database, 'query'>): (accountId: number) => Promise<Belongings> {
  return batchPerTurn(async (ids: number[]): Promise<Belongings[]> => {
    const wanted = Prisma.join([...new Set(ids)])
    const rows = await query<Row>(Prisma.sql`
      select 'entry' as kind, account_id, 0 as id, key, value from account_dictionary_entries where account_id in (${wanted})
      union all select 'type', t.account_id, y.id, y.key, '' from account_account_type t join account_types y on y.id = t.account_type_id
        where t.account_id in (${wanted})
      union all select 'action', account_id, id, key, code from account_actions where account_id in (${wanted})`)
    // most accounts have none: SQLite would set up three sorters for them
    rows.sort((a, b) => a.id - b.id || (a.key < b.key ? -1 : 1))
    const found = new Map<number, Belongings>()
    for (const row of rows) add(found, row)
    return ids.map((id) => found.get(id) ?? noBelongings())
  })
}

function add(found: Map<number, Belongings>, { kind, account_id, id, key, value }: Row): void {
  const of = found.get(account_id) ?? noBelongings()
  found.set(account_id, of)
  // a key may be `__proto__`
  if (kind === 'entry') Object.defineProperty(of.dictionary, key, { value, enumerable: true, writable: true, configurable: true })
  else if (kind === 'type') of.types.push({ id, key })
  else of.actions.push({ id, key, code: value })
}
