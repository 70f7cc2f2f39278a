import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError } from '../../domain/errors.js'
import { audit } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'
import { lockAdministrators } from './administrators.sql.js'
import { noSuchAccount } from './fields.js'
import { type AccountRecord, wholeAccount } from './record.js'

/** Grants the administrator's role. @throws AppError 404 */
export const grantAdmin = (deps: Platform, id: number, caller: Caller): Promise<AccountRecord> =>
  deps.db.prisma.$transaction((tx) => writeRole(deps, tx, id, true, caller))

/** Revokes the role. @throws AppError 404, 403 last_administrator unless `evenLast` */
export const revokeAdmin = (deps: Platform, id: number, caller: Caller, { evenLast = false } = {}): Promise<AccountRecord> =>
  deps.db.prisma.$transaction(async (tx) => {
    if (!evenLast) await requireAnotherAdministrator(deps, tx, id)
    return writeRole(deps, tx, id, false, caller)
  })

async function writeRole(
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  id: number,
  admin: boolean,
  caller: Caller,
): Promise<AccountRecord> {
  const { count } = await tx.account.updateMany({ where: { id }, data: { admin } })
  if (count === 0) throw noSuchAccount()
  await audit(deps, tx, caller, admin ? 'grantAdmin' : 'revokeAdmin', id)
  return tx.account.findUniqueOrThrow({ where: { id }, include: wholeAccount })
}

/**
 * To be called before the account loses the role, its activation or itself, in the same transaction: of two administrators who revoke each
 * other's role at once, the second finds that the first has done so.
 * @throws AppError 403 last_administrator when no other account could log in as administrator afterwards
 */
export async function requireAnotherAdministrator(deps: Pick<Platform, 'db'>, tx: Transaction, id: number): Promise<void> {
  const account = await tx.account.findUnique({ where: { id }, select: { admin: true, activated: true } })
  if (!account?.admin || !account.activated) return
  const all = await lockAdministrators(deps.db, tx)
  if (all.every((one) => one === id)) throw lastAdministrator()
}

/** Whether any account can log in as administrator. */
export const hasAdministrator = async (deps: Pick<Platform, 'db'>): Promise<boolean> =>
  (await deps.db.prisma.account.findFirst({ where: { admin: true, activated: true }, select: { id: true } })) !== null

const lastAdministrator = (): AppError => new AppError(403, 'last_administrator', 'This is the last administrator. Make another one first.')
