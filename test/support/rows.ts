import type { Database, Transaction } from '../../src/db/client.js'
import { takeAccount } from '../../src/services/accounts/record.js'
import type { TestApp } from './app.js'

/**
 * Has the row of an account while `meanwhile` asks for something that needs it, and does `work` in the transaction that has the row once PostgreSQL says that somebody waits for it.
 * SQLite has one writer at a time: whoever writes waits.
 */
export async function whileTaken<T>(
  { deps: { db } }: TestApp,
  id: number,
  meanwhile: () => Promise<T>,
  work: (tx: Transaction) => Promise<unknown>,
): Promise<T> {
  let asked: Promise<T> | undefined
  await db.prisma.$transaction(async (tx) => {
    await takeAccount(tx, id)
    asked = meanwhile()
    asked.catch(() => undefined) // it may fail before the transaction has told that it ended; whoever called us gets it below
    if (db.provider === 'postgresql') await waitedFor(db, tx)
    await work(tx)
  })
  return asked!
}

/** Resolves when somebody waits for this transaction. Asks on another connection: within a transaction PostgreSQL always says what it said first. */
export async function waitedFor({ prisma }: Database, tx: Transaction): Promise<void> {
  const [own] = await tx.$queryRawUnsafe<[{ pid: number }]>('select pg_backend_pid() as pid')
  const waiting = () => prisma.$queryRawUnsafe<object[]>(`select pid from pg_stat_activity where ${own.pid} = any(pg_blocking_pids(pid))`)
  while ((await waiting()).length === 0);
}
