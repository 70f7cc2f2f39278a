import type { Database } from '../db/client.js'
import { accountBelongings } from './accounts/belongings.sql.js'
import { accountReads } from './accounts/reads.sql.js'
import type { AccountStore } from './accounts/store.js'
import type { Deps } from './deps.js'

type Store = Pick<AccountStore, 'byAor' | 'byId' | 'byKeyHash' | 'belongings'>

const stores = new WeakMap<Database, Store>()

function storeOf(db: Database): Store {
  const known = stores.get(db)
  if (known) return known
  const store = { ...accountReads(db), belongings: accountBelongings(db) }
  stores.set(db, store)
  return store
}

/**
 * Reads what may be a moment late: lists, searches, the audit log, exports. It comes from the replica of READ_DATABASE_URL, and from the primary without one
 * or while it is away. What must see a write that was just made, or leads to one, reads `deps` as they are.
 */
export async function reading<D extends Pick<Deps, 'accounts' | 'db'>, T>(deps: D, work: (from: D) => Promise<T>): Promise<T> {
  const here = () => work(deps)
  const { replica } = deps.db
  return replica ? replica.read((db) => work({ ...deps, db, accounts: { ...deps.accounts, ...storeOf(db) } }), here) : here()
}
