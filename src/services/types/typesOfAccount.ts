import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { isForeignKeyViolation } from '../../db/errors.js'
import { AppError, notFound } from '../../domain/errors.js'
import { noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'

// Which types of its space an account has.

/** @throws AppError 404, 403 type_already_there */
export async function addType(deps: Platform, accountId: number, typeId: number, caller: Caller): Promise<void> {
  try {
    await deps.db.prisma.$transaction(async (tx) => {
      const spaceId = await spaceOfBoth(tx, accountId, typeId)
      if (!(await addTypeWithin(deps, tx, accountId, typeId, spaceId, caller)))
        throw new AppError(403, 'type_already_there', 'This account has this type already.')
    })
  } catch (error) {
    if (isForeignKeyViolation(error)) throw noSuchType() // it was deleted meanwhile
    throw error
  }
}

/** The same for an account that the transaction has taken, and a type of its space. @returns whether the account did not have it yet */
export async function addTypeWithin(
  deps: Platform,
  tx: Transaction,
  accountId: number,
  typeId: number,
  spaceId: number,
  caller: Caller,
): Promise<boolean> {
  if (await tx.typeOfAccount.findUnique({ where: { accountId_typeId: { accountId, typeId } } })) return false
  await tx.typeOfAccount.create({ data: { accountId, typeId, spaceId } })
  await audit(deps, tx, caller, 'updateAccount', accountId, ['types'])
  return true
}

/** @throws AppError 404, 403 type_not_there */
export async function removeType(deps: Platform, accountId: number, typeId: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    await spaceOfBoth(tx, accountId, typeId)
    const { count } = await tx.typeOfAccount.deleteMany({ where: { accountId, typeId } })
    if (count === 0) throw new AppError(403, 'type_not_there', 'This account does not have this type.')
    await audit(deps, tx, caller, 'updateAccount', accountId, ['types'])
  })
}

/** Takes the account, and returns the space that it shares with the type. @throws AppError 404 */
async function spaceOfBoth(tx: Transaction, accountId: number, typeId: number): Promise<number> {
  const account = await takeAccount(tx, accountId)
  if (!account) throw noSuchAccount()
  const { spaceId } = account
  if (!(await tx.accountType.findUnique({ where: { id_spaceId: { id: typeId, spaceId } }, select: { id: true } }))) throw noSuchType()
  return spaceId
}

const noSuchType = () => notFound('The space of this account has no type with this id.')
