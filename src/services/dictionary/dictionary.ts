import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { invalidField, notFound } from '../../domain/errors.js'
import { MOST_ENTRIES, noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'

// What administrators keep of an account, text by key: it is shown with the account, so there must not be too much of it.

/** All entries, by their keys. @throws AppError 404 */
export async function getDictionary({ db }: Pick<Platform, 'db'>, accountId: number): Promise<Record<string, string>> {
  const account = await db.prisma.account.findUnique({
    where: { id: accountId },
    select: { dictionary: { orderBy: { key: 'asc' }, select: { key: true, value: true } } },
  })
  if (!account) throw noSuchAccount()
  return Object.fromEntries(account.dictionary.map(({ key, value }) => [key, value]))
}

/** @throws AppError 404 */
export async function getEntry({ db }: Pick<Platform, 'db'>, accountId: number, key: string): Promise<string> {
  const entry = await db.prisma.dictionaryEntry.findUnique({ where: { accountId_key: { accountId, key } } })
  if (!entry) throw noSuchEntry()
  return entry.value
}

/** Keeps a text, in the place of one that has its key. @throws AppError 404, 422 when the account has as many as it may */
export async function setEntry(deps: Platform, accountId: number, key: string, value: string, caller: Caller): Promise<void> {
  const where = { accountId_key: { accountId, key } }
  await deps.db.prisma.$transaction(async (tx) => {
    if (!(await takeAccount(tx, accountId))) throw noSuchAccount()
    const before = await tx.dictionaryEntry.findUnique({ where })
    if (before?.value === value) return
    if (before) await tx.dictionaryEntry.update({ where, data: { value } })
    else await add(tx, accountId, key, value)
    await audit(deps, tx, caller, 'updateAccount', accountId, ['dictionary'])
  })
}

async function add(tx: Transaction, accountId: number, key: string, value: string): Promise<void> {
  if ((await tx.dictionaryEntry.count({ where: { accountId } })) >= MOST_ENTRIES)
    throw invalidField('value', 'An account has 1,000 entries at most. Remove one first.')
  await tx.dictionaryEntry.create({ data: { accountId, key, value } })
}

/** @throws AppError 404 */
export async function deleteEntry(deps: Platform, accountId: number, key: string, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    await takeAccount(tx, accountId)
    const { count } = await tx.dictionaryEntry.deleteMany({ where: { accountId, key } })
    if (count === 0) throw noSuchEntry()
    await audit(deps, tx, caller, 'updateAccount', accountId, ['dictionary'])
  })
}

/** Removes all entries; there need be none. @throws AppError 404 */
export async function deleteDictionary(deps: Platform, accountId: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    if (!(await takeAccount(tx, accountId))) throw noSuchAccount()
    const { count } = await tx.dictionaryEntry.deleteMany({ where: { accountId } })
    if (count > 0) await audit(deps, tx, caller, 'updateAccount', accountId, ['dictionary'])
  })
}

const noSuchEntry = () => notFound('This account has no such entry.')
