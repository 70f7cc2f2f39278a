import type { Caller } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import { AppError } from '../../../domain/errors.js'
import { audit } from '../../audit/audit.sql.js'
import { revokeAllKeys } from '../../credentials/apiKeys.js'
import type { With } from '../../deps.js'
import { notify, type Tell } from '../../messages/notices.js'
import type { Platform } from '../../platform.js'
import { noSuchAccount } from '../fields.js'
import { type AccountRecord, takeAccount, wholeAccount } from '../record.js'
import { takeAdministrators } from './administrators.sql.js'

/** Grants the administrator's role, and tells the account's owner by mail. @throws AppError 404 */
export const grantAdmin = (deps: With<'limits' | 'outbound'>, id: number, caller: Caller): Promise<AccountRecord> =>
  notify(deps, id, caller, (tell) => deps.db.prisma.$transaction((tx) => writeRole(deps, tx, id, true, caller, tell)))

/**
 * Revokes the role, and all API keys with it; the account's owner is told by mail.
 * @throws AppError 404, 403 last_administrator unless `evenLast`
 */
export const revokeAdmin = (
  deps: With<'limits' | 'outbound'>,
  id: number,
  caller: Caller,
  { evenLast = false } = {},
): Promise<AccountRecord> =>
  notify(deps, id, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      if (!evenLast) await requireAnotherAdministrator(deps, tx, id)
      return writeRole(deps, tx, id, false, caller, tell)
    }),
  )

/** Grants or revokes the role in a transaction; who loses it loses all API keys with it. */
export async function writeRole(
  deps: Platform,
  tx: Transaction,
  id: number,
  admin: boolean,
  caller: Caller,
  tell: Tell,
): Promise<AccountRecord> {
  // nobody is told of a role that the account had already
  const { count: changed } = await tx.account.updateMany({ where: { id, admin: !admin }, data: { admin } })
  const account = await tx.account.findUnique({ where: { id }, include: wholeAccount })
  if (!account) throw noSuchAccount()
  await audit(deps, tx, caller, admin ? 'grantAdmin' : 'revokeAdmin', id)
  if (!admin) await revokeAllKeys(deps, tx, id, caller)
  if (changed > 0) await tell(tx, admin ? 'adminGranted' : 'adminRevoked')
  return account
}

/**
 * To be called before the account loses the role, its activation or itself, in the same transaction, and before that has taken another account: of two administrators who
 * revoke each other's role at once, the second finds that the first has done so. Whoever is no administrator that can log in becomes none until the transaction ends.
 * @throws AppError 403 last_administrator when no other account could log in as administrator afterwards
 */
export async function requireAnotherAdministrator(deps: Pick<Platform, 'db'>, tx: Transaction, id: number): Promise<void> {
  const account = await tx.account.findUnique({ where: { id }, select: { admin: true } })
  // who has the role may be activated meanwhile, and so be the last one: looked at once its row is taken
  const admin = account?.admin || (await takeAccount(tx, id))?.admin
  if (!admin) return
  const [first, ...others] = await takeAdministrators(deps.db, tx, id)
  if (first === id && others.length === 0) throw lastAdministrator()
}

/** Whether any account can log in as administrator. */
export const hasAdministrator = async (deps: Pick<Platform, 'db'>): Promise<boolean> =>
  (await deps.db.prisma.account.findFirst({ where: { admin: true, activated: true }, select: { id: true } })) !== null

const lastAdministrator = (): AppError => new AppError(403, 'last_administrator', 'This is the last administrator. Make another one first.')
