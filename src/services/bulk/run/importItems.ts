import type { Caller } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import { invalidField } from '../../../domain/errors.js'
import { newAccountRow } from '../../accounts/accounts.js'
import { insertWithin } from '../../accounts/insert.js'
import type { AccountRecord, NewAccountRow } from '../../accounts/record.js'
import type { With } from '../../deps.js'
import { insertExternals } from '../../transfer/rows.sql.js'
import type { ItemRow, WorkRow } from '../bulk.js'
import { writeMade } from '../items.sql.js'
import { openRow, type SealedRow } from '../sealed.js'
import { type DoSome, Taken, writeOutcome } from './outcome.js'

type ImportDeps = With<'limits' | 'outbound'>
type Made = { item: ItemRow; account: AccountRecord; sealed: SealedRow }

/** Makes accounts of a file, by the rules of `createAccount`: each is read anew, as the configuration may have changed since the file was checked. */
export function importItems(deps: ImportDeps, work: WorkRow, caller: Caller): DoSome {
  return async (items) => {
    const good = items.map((item): { item: ItemRow; row: NewAccountRow; sealed: SealedRow } => {
      const sealed = openRow(deps, item.sealed)
      if (!sealed) throw invalidField('expired', 'The row is not kept any more.')
      return { item, sealed, row: newAccountRow(deps, sealed.account, caller) }
    })
    await deps.db.prisma.$transaction(async (tx) => {
      const written = await insertWithin(
        deps.db,
        tx,
        good.map(({ row }) => row),
      )
      const made: Made[] = []
      for (const [i, { item, sealed }] of good.entries()) {
        const account = written[i]!
        if (typeof account !== 'string') made.push({ item, account, sealed })
        else await writeOutcome(tx, item, refused(account))
      }
      await insertOthers(deps, tx, made)
      const notes = made.map(({ item, account, sealed }) => ({ number: item.number, accountId: account.id, keep: sealed.made }))
      if (notes.length > 0 && (await writeMade(tx, work.id, notes)) < notes.length) throw new Taken('done by another process')
    })
  }
}

/** A name that was taken since the check is as one that was taken before. */
const refused = (conflict: 'username_taken' | 'phone_in_use') =>
  conflict === 'username_taken'
    ? ({ outcome: 'left_out', reason: 'exists', sealed: null } as const)
    : ({ outcome: 'refused', reason: conflict, sealed: null } as const)

/** The accounts at other servers. @throws AppError 422 when another account of the space has one of them */
async function insertOthers(deps: ImportDeps, tx: Transaction, made: readonly Made[]): Promise<void> {
  const owned = made.flatMap(({ account, sealed: { external } }) => (external ? [{ owner: account, external }] : []))
  if (owned.length === 0) return
  const inserted = await insertExternals(tx, owned, new Date(deps.clock.now()))
  if (inserted.size < owned.length) throw invalidField('external_username', 'Another account of this space has this external account.')
  for (const { owner } of owned) await deps.outbound.b2bua.enqueue(tx, owner.id)
}
