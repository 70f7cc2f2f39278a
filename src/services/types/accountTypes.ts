import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { isUniqueViolation } from '../../db/errors.js'
import { invalidField, notFound } from '../../domain/errors.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { Expectation } from '../expectation.js'
import type { Platform } from '../platform.js'
import { takeSpace } from '../spaces/spaces.sql.js'

// The types that accounts of a space can have.

export type TypeRecord = Prisma.AccountTypeGetPayload<object>

const MOST_TYPES = 1_000

/** In the order of their ids. */
export const listTypes = ({ db }: Pick<Platform, 'db'>, spaceId: number): Promise<TypeRecord[]> =>
  db.prisma.accountType.findMany({ where: { spaceId }, orderBy: { id: 'asc' } })

/** @throws AppError 404 */
export async function getType({ db }: Pick<Platform, 'db'>, id: number): Promise<TypeRecord> {
  const type = await db.prisma.accountType.findUnique({ where: { id } })
  if (!type) throw noSuchType()
  return type
}

/** @throws AppError 422 when the space has the key, or as many types as it may */
export const createType = (deps: Platform, spaceId: number, key: string, caller: Caller): Promise<TypeRecord> =>
  changing(deps, caller, async (tx) => {
    await takeSpace(tx, spaceId)
    if ((await tx.accountType.count({ where: { spaceId } })) >= MOST_TYPES)
      throw invalidField('key', 'A space has 1,000 types at most. Delete one first.')
    return tx.accountType.create({ data: { spaceId, key } })
  })

/** Gives a type another key. @throws AppError 404, 412 precondition_failed, 422 when its space has the key */
export const renameType = (deps: Platform, id: number, key: string, expect: Expectation<TypeRecord>, caller: Caller): Promise<TypeRecord> =>
  changing(deps, caller, async (tx) => {
    await tx.accountType.updateMany({ where: { id }, data: { id } }) // takes its row
    const before = await tx.accountType.findUnique({ where: { id } })
    if (!before) throw noSuchType()
    expect(before)
    return tx.accountType.update({ where: { id }, data: { key } })
  })

/** Deletes a type: accounts lose it. @throws AppError 404 */
export const deleteType = (deps: Platform, id: number, caller: Caller): Promise<void> =>
  changing(deps, caller, async (tx) => {
    const { count } = await tx.accountType.deleteMany({ where: { id } })
    if (count === 0) throw noSuchType()
  })

async function changing<T>(deps: Platform, caller: Caller, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await deps.db.prisma.$transaction(async (tx) => {
      const result = await work(tx)
      await auditNobody(deps, tx, caller, 'changeAccountTypes')
      return result
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw invalidField('key', 'The space has a type with this key already.')
    throw error
  }
}

const noSuchType = () => notFound('There is no type with this id.')
