import type { Transaction } from '../../../db/client.js'
import type { ItemRow, LeftOut, Outcome } from '../bulk.js'

/** Another process has done an item meanwhile: what was done here must not be kept. */
export class Taken extends Error {}

/** Does some items, and notes in the same transaction what became of them. @throws Error when nothing of it was done */
export type DoSome = (items: readonly ItemRow[]) => Promise<void>

/** What became of an item. */
export type Ended =
  | { outcome: 'done'; stamp?: Date | null }
  | { outcome: 'left_out'; reason: LeftOut; sealed?: null }
  | { outcome: 'refused'; reason: string; sealed?: null }

/** Notes what became of an item, once. @throws Taken */
export async function writeOutcome(
  { bulkItem }: Pick<Transaction, 'bulkItem'>,
  { workId, number }: ItemRow,
  ended: Ended & { outcome: Outcome },
): Promise<void> {
  const { count } = await bulkItem.updateMany({ where: { workId, number, outcome: 'waiting' }, data: ended })
  if (count === 0) throw new Taken('done by another process')
}
