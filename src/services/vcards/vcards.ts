import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError, invalidField, notFound } from '../../domain/errors.js'
import { noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { Expectation } from '../expectation.js'
import type { Platform } from '../platform.js'
import { readCard, uidsMeantBy } from './card.js'
import { keptVcards } from './vcards.sql.js'

/** vCards that an account may keep, and bytes of all together: anybody who has an account writes them. */
const MOST_VCARDS = 1_000
const MOST_BYTES = 4_194_304

type Deps = Pick<Platform, 'db' | 'config' | 'clock'>

/** A vCard that an account keeps. */
export type VcardRecord = Prisma.VcardGetPayload<object>

/** All vCards of the account that asks, the oldest first. */
export const listOwnVcards = ({ db }: Deps, accountId: number): Promise<VcardRecord[]> =>
  db.prisma.vcard.findMany({ where: { accountId }, orderBy: { id: 'asc' } })

/** All vCards of an account, the oldest first. @throws AppError 404 for an account that does not exist */
export async function listVcards(deps: Deps, accountId: number): Promise<VcardRecord[]> {
  const vcards = await listOwnVcards(deps, accountId)
  if (vcards.length === 0 && (await deps.db.prisma.account.count({ where: { id: accountId } })) === 0) throw noSuchAccount()
  return vcards
}

/** @param name the UID, or the UUID in it. @throws AppError 404 */
export const getVcard = ({ db }: Deps, accountId: number, name: string): Promise<VcardRecord> => meant(db.prisma, accountId, name)

/** Keeps one more vCard. @throws AppError 403 vcard_limit_reached, 404, 409 vcard_exists, 422 for what is no vCard */
export async function createVcard(deps: Deps, accountId: number, vcard: string, caller: Caller): Promise<VcardRecord> {
  const { uid, text } = readCard(vcard)
  const now = new Date(deps.clock.now())
  return changing(deps, accountId, caller, async (tx) => {
    if (await tx.vcard.findUnique({ where: { accountId_uid: { accountId, uid } }, select: { id: true } })) throw exists()
    await requireRoom(tx, accountId, 1, Buffer.byteLength(text))
    return tx.vcard.create({ data: { accountId, uid, vcard: text, createdAt: now, updatedAt: now } })
  })
}

/**
 * Puts another vCard with the same UID in the place of one.
 * @throws AppError 403 vcard_limit_reached, 404, 412 precondition_failed, 422 for what is no vCard or has another UID
 */
export async function updateVcard(
  deps: Deps,
  accountId: number,
  name: string,
  vcard: string,
  expect: Expectation<VcardRecord>,
  caller: Caller,
): Promise<VcardRecord> {
  const { uid, text } = readCard(vcard)
  return changing(deps, accountId, caller, async (tx) => {
    const before = await meant(tx, accountId, name)
    expect(before)
    if (uid !== before.uid) throw otherUid()
    await requireRoom(tx, accountId, 0, Buffer.byteLength(text) - Buffer.byteLength(before.vcard))
    return tx.vcard.update({ where: { id: before.id }, data: { vcard: text, updatedAt: new Date(deps.clock.now()) } })
  })
}

/** @throws AppError 404 */
export async function deleteVcard(deps: Deps, accountId: number, name: string, caller: Caller): Promise<void> {
  await changing(deps, accountId, caller, async (tx) => {
    const { id } = await meant(tx, accountId, name)
    return tx.vcard.delete({ where: { id } })
  })
}

/** Changes the vCards of an account, one change after the other. What another one than its owner does is noted. @throws AppError 404; what `work` throws */
function changing<T>(deps: Deps, accountId: number, caller: Caller, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const own = caller.actor.id === accountId
  return deps.db.prisma.$transaction(async (tx) => {
    if (!(await takeAccount(tx, accountId)) && !own) throw noSuchAccount()
    const done = await work(tx)
    if (!own) await audit(deps, tx, caller, 'changeVcards', accountId)
    return done
  })
}

/** The vCard that a path means: the one of exactly this UID, if there are two. @throws AppError 404 */
async function meant({ vcard }: Pick<Transaction, 'vcard'>, accountId: number, name: string): Promise<VcardRecord> {
  const found = await vcard.findMany({ where: { accountId, uid: { in: uidsMeantBy(name) } } })
  const one = found.find(({ uid }) => uid === name) ?? found[0]
  if (!one) throw notFound('There is no such vCard.')
  return one
}

/** @throws AppError 403 vcard_limit_reached */
async function requireRoom(tx: Transaction, accountId: number, more: number, bytes: number): Promise<void> {
  const kept = await keptVcards(tx, accountId)
  if (kept.count + more <= MOST_VCARDS && (bytes <= 0 || kept.bytes + bytes <= MOST_BYTES)) return
  throw new AppError(403, 'vcard_limit_reached', 'This account keeps as many vCards as it may. Delete some first.')
}

const exists = () => new AppError(409, 'vcard_exists', 'There is a vCard with this UID. Replace that one, or give this one another UID.')
const otherUid = () => invalidField('vcard', 'The UID must stay the same. Keep this one as a vCard of its own.')
