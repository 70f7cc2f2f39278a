import { parseEmail } from '../../domain/email.js'
import { notFound } from '../../domain/errors.js'
import { parseAor } from '../../domain/sip.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { type Belongings, noBelongings } from './belongings.sql.js'
import { type Changeable, changeable } from './change/changeable.js'
import { noSuchAccount } from './fields.js'
import { meets } from './list/states.sql.js'
import { countsByState } from './list/totals.sql.js'
import { type AccountRecord, wholeAccount } from './record.js'

/** The account of a SIP address, with or without its scheme. @throws AppError 404 */
export async function findBySip(deps: With<'accounts'>, sip: string): Promise<AccountRecord> {
  const aor = parseAor(sip)
  const account = aor && (await deps.accounts.byAor(aor))
  if (!account) throw notFound('There is no account with this SIP address.')
  return account
}

/** Whether there is an account of this id, and it is an administrator. */
export const isAdministrator = async ({ db }: Pick<Platform, 'db'>, id: number): Promise<boolean> =>
  (await db.prisma.account.findUnique({ where: { id }, select: { admin: true } }))?.admin ?? false

/** Whether there is an administrator at all. Past Prisma's client, whose first query takes a tenth of a second, as every start waits for this. */
export const isAdministrated = async ({ db }: Pick<Platform, 'db'>): Promise<boolean> =>
  [...(await countsByState(db)).keys()].some((state) => meets(state, { admin: true }))

/** The oldest account of an e-mail address. @throws AppError 404 */
export async function findByEmail({ db }: Pick<Platform, 'db'>, email: string): Promise<AccountRecord> {
  const read = parseEmail(email)
  const address = 'address' in read ? read.address : email.toLowerCase()
  // PostgreSQL knows no text with a NUL
  const account = address.includes('\0')
    ? null
    : await db.prisma.account.findFirst({
        where: { email: address },
        orderBy: { id: 'asc' },
        include: wholeAccount,
      })
  if (!account) throw notFound('There is no account with this e-mail address.')
  return account
}

/** An account with what belongs to it. @throws AppError 404 */
export async function findById(deps: With<'accounts'>, id: number): Promise<{ account: AccountRecord; belongings: Belongings }> {
  const account = await deps.accounts.byId(id)
  if (!account) throw noSuchAccount()
  return { account, belongings: await belongingsOf(deps, account) }
}

/** What belongs to an account; of those that have nothing, which are most, without asking. */
export const belongingsOf = async (
  { accounts }: Pick<With<'accounts'>, 'accounts'>,
  { id, hasBelongings }: AccountRecord,
): Promise<Belongings> => (hasBelongings === false ? noBelongings() : accounts.belongings(id))

/** An account with all that an administrator may write. @throws AppError 404 */
export async function getChangeable({ db }: Pick<Platform, 'db'>, id: number): Promise<Changeable> {
  const account = await changeable(db.prisma, id)
  if (!account) throw noSuchAccount()
  return account
}

/** Whether there still is an account. */
export const accountExists = async ({ db }: Pick<Platform, 'db'>, id: number): Promise<boolean> =>
  (await db.prisma.account.count({ where: { id } })) > 0
