import type { Database, Transaction } from './client.js'

const NOT_KEPT = Symbol('not kept')

/**
 * Runs a transaction that decides at its end whether it is kept: for a dry run, and for all or nothing.
 * @param timeout of the whole transaction, milliseconds; Prisma's own limit otherwise
 * @returns the value of `work`, kept or not
 */
export async function tentatively<T>(
  { prisma }: Database,
  work: (tx: Transaction) => Promise<{ keep: boolean; value: T }>,
  timeout?: number,
): Promise<T> {
  let outcome: { keep: boolean; value: T } | undefined
  try {
    await prisma.$transaction(
      async (tx) => {
        outcome = await work(tx)
        if (!outcome.keep) throw NOT_KEPT
      },
      timeout === undefined ? {} : { timeout },
    )
  } catch (error) {
    if (error !== NOT_KEPT) throw error
  }
  return outcome!.value
}
