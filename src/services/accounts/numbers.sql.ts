import type { Database, Transaction } from '../../db/client.js'
import { namesOfNumber, numberOfName } from '../../domain/phone.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import { phoneInUse, usernameTaken } from './fields.js'

// Who calls a number must reach its owner: in one domain a user name is no phone number of another account, however it is written, and the other way round. Nor is it
// another spelling of a name that is one: `+33612345678`, `0033612345678` and `33612345678` are one account.
// No index can say so. Writers of either look for the other in the transaction that writes: SQLite has one at a time, PostgreSQL has them take a lock first.

/** An account that has, or is to get, a name and perhaps a number. */
export interface Claim extends Aor {
  /** E.164 */
  phone: string | null
  /** of an account that there is: its own name and number are no conflict */
  id?: number
}

/** The name of the lock among those of PostgreSQL (pg_advisory_xact_lock): any number that nothing else uses. */
const LOCK = 7_218_164

/** Of names that strangers made and nobody has activated, none keeps a number from its owner. */
const HELD = { OR: [{ activated: true }, { deactivatedAt: { not: null } }, { selfMade: false }] }

export const claimsNumber = ({ username, phone }: Claim): boolean => phone !== null || numberOfName(username) !== undefined

/**
 * Lets no claim of another transaction come between the look and the write. Two phone numbers need not wait for each other; a name waits for all. To be called before
 * the transaction has written accounts.
 */
async function lockNumbers({ provider }: Pick<Database, 'provider'>, tx: Transaction, claims: readonly Claim[]): Promise<void> {
  if (provider !== 'postgresql') return
  if (claims.length === 1 && numberOfName(claims[0]!.username) === undefined)
    await tx.$executeRaw`select pg_advisory_xact_lock_shared(${LOCK})`
  else await tx.$executeRaw`select pg_advisory_xact_lock(${LOCK})`
}

/** Which of the claims meet the name or number of another account, and on which side. Those that claim no number cost nothing. */
export async function foreignNumbers<T extends Claim>(
  db: Pick<Database, 'provider'>,
  tx: Transaction,
  all: readonly T[],
): Promise<Map<T, 'username_taken' | 'phone_in_use'>> {
  const claims = all.filter(claimsNumber)
  if (claims.length > 0) await lockNumbers(db, tx, claims)
  return conflictsOf(tx, claims)
}

/** The same without the lock, for a look ahead. */
export async function conflictsOf<T extends Claim>(
  tx: Pick<Transaction, 'account'>,
  all: readonly T[],
): Promise<Map<T, 'username_taken' | 'phone_in_use'>> {
  const claims = all.filter(claimsNumber)
  const found = new Map<T, 'username_taken' | 'phone_in_use'>()
  if (claims.length === 0) return found
  const phones = claims.flatMap(({ username }) => numberOfName(username) ?? [])
  const names = [...phones, ...claims.flatMap(({ phone }) => phone ?? [])].flatMap(namesOfNumber)
  const select = { id: true, username: true, domain: true, phone: true } as const
  const [owners, named] = [
    phones.length === 0 ? [] : await tx.account.findMany({ where: { phone: { in: phones } }, select }),
    names.length === 0 ? [] : await tx.account.findMany({ where: { username: { in: names }, ...HELD }, select }),
  ]
  const ownerOf = new Map(owners.map((account) => [`${account.phone}@${account.domain}`, account]))
  const withName = new Map(named.map((account) => [addressOf(account), account]))
  const isNamed = (number: string, { id, username, domain }: Claim): boolean =>
    namesOfNumber(number).some((name) => {
      const account = name === username ? undefined : withName.get(addressOf({ username: name, domain }))
      return account !== undefined && account.id !== id
    })
  for (const claim of claims) {
    const { username, domain, phone } = claim
    const number = numberOfName(username)
    const owner = ownerOf.get(`${number}@${domain}`)
    if ((owner && owner.username !== username && owner.id !== claim.id) || (number !== undefined && isNamed(number, claim)))
      found.set(claim, 'username_taken')
    else if (phone !== null && isNamed(phone, claim)) found.set(claim, 'phone_in_use')
  }
  return found
}

/** The lock alone, for who takes rows before it is clear what is claimed. Whoever takes several takes numbers first, then the account, then what belongs to it. */
export async function takeNumbers(
  db: Pick<Database, 'provider'>,
  tx: Transaction,
  wanted: { username: string; phone: string | null },
): Promise<void> {
  const early = { ...wanted, domain: '' }
  if (claimsNumber(early)) await lockNumbers(db, tx, [early])
}

/**
 * For an account that there is: locks first, as the domain may only be known once the row is taken.
 * @returns what refuses a claim. @throws AppError 422 username_taken, phone_in_use, which has to end the transaction
 */
export async function claimNumbers(
  db: Pick<Database, 'provider'>,
  tx: Transaction,
  wanted: { username: string; phone: string | null },
): Promise<(claim: Claim) => Promise<void>> {
  await takeNumbers(db, tx, wanted)
  return async (claim) => refuse((await conflictsOf(tx, [claim])).get(claim))
}

/** @throws AppError 422 username_taken, phone_in_use, which has to end the transaction */
export async function refuseForeignNumbers(db: Pick<Database, 'provider'>, tx: Transaction, claim: Claim): Promise<void> {
  refuse((await foreignNumbers(db, tx, [claim])).get(claim))
}

function refuse(conflict: 'username_taken' | 'phone_in_use' | undefined): void {
  if (conflict) throw conflict === 'username_taken' ? usernameTaken() : phoneInUse()
}

/**
 * For an account that becomes active: its name may be a number that another account has proven, or is named after in another spelling, meanwhile.
 * @throws AppError 422 phone_in_use, which has to end the transaction
 */
export async function refuseForeignName(db: Pick<Database, 'provider'>, tx: Transaction, { username, domain }: Aor): Promise<void> {
  const claim = { username, domain, phone: null }
  if ((await foreignNumbers(db, tx, [claim])).has(claim)) throw phoneInUse()
}

/**
 * For an account that gets a number: what its own name stands for does not matter any more.
 * @throws AppError 422 phone_in_use, which has to end the transaction
 */
export async function refuseForeignPhone(db: Pick<Database, 'provider'>, tx: Transaction, account: Aor, phone: string): Promise<void> {
  await lockNumbers(db, tx, [{ username: '', domain: account.domain, phone }])
  if (await isForeignPhone(tx, account, phone)) throw phoneInUse()
}

/** Whether another account of the domain is named after the number. */
export async function isForeignPhone(tx: Pick<Transaction, 'account'>, { username, domain }: Aor, phone: string): Promise<boolean> {
  const names = namesOfNumber(phone).filter((name) => name !== username)
  return (await tx.account.findFirst({ where: { domain, username: { in: names }, ...HELD }, select: { id: true } })) !== null
}
