import type { Transaction } from '../../db/client.js'
import { isUnavailable, isWriteConflict } from '../../db/errors.js'
import { batchPerTurn } from '../../db/raw/batchPerTurn.js'
import { addressOf } from '../../domain/sip.js'
import { usernameTaken } from '../accounts/fields.js'
import { insertWithin, recordOf } from '../accounts/insert.js'
import type { InsertedAccount } from '../accounts/insert.sql.js'
import type { AccountRecord } from '../accounts/record.js'
import type { TokenSignUp } from '../accounts/store.js'
import type { Platform } from '../platform.js'
import { invalidToken } from './creationTokens.js'
import { countUses, giveBackAll, noteAccounts, redeemAll, signUpAtOnce } from './signUps.sql.js'

/** `alone`: nothing was done, and it has to be done by itself. */
type Answer = AccountRecord | 'invalid_token' | 'username_taken' | 'alone'

/** What cannot be done together with others: nothing of the transaction is kept. */
class Apart extends Error {}

/** Sign-ups by token; those of one turn of the event loop share a transaction, and its price. */
export function tokenSignUps(deps: Platform): (signUp: TokenSignUp) => Promise<AccountRecord | undefined> {
  const signUp = batchPerTurn((all: TokenSignUp[]) => signUpAll(deps, all))
  return async (one) => {
    const answer = await signUp(one)
    if (answer === 'invalid_token') throw invalidToken()
    if (answer === 'username_taken') throw usernameTaken()
    return answer === 'alone' ? undefined : answer
  }
}

async function signUpAll(deps: Platform, all: readonly TokenSignUp[]): Promise<Answer[]> {
  const some = withoutRepetition(all)
  const made = deps.db.provider === 'postgresql' ? await madeAtOnce(deps, some) : new Map<TokenSignUp, Answer>()
  const rest = some.filter((one) => !made.has(one))
  const answers = rest.length === 0 ? made : new Map([...made, ...(await inOneTransaction(deps, rest))])
  return all.map((one) => answers.get(one) ?? 'alone')
}

/** Those that one statement could make: of the others it does not say what is in their way. */
async function madeAtOnce(deps: Platform, some: readonly TokenSignUp[]): Promise<Map<TokenSignUp, Answer>> {
  const how = { now: new Date(deps.clock.now()), tombstones: deps.config.tombstoneDays > 0 }
  const inserted = await signUpAtOnce(deps.db, some, how).catch((error) => nothing<InsertedAccount[]>(deps, error, []))
  const byAor = new Map(inserted.map((account) => [addressOf(account), account]))
  return new Map(
    some.flatMap((one): [TokenSignUp, Answer][] => {
      const account = recordOf(one.row, byAor.get(addressOf(one.row)))
      return account ? [[one, account]] : []
    }),
  )
}

const inOneTransaction = (deps: Platform, some: readonly TokenSignUp[]): Promise<Map<TokenSignUp, Answer>> =>
  deps.db.prisma.$transaction((tx) => insertSome(deps, tx, some)).catch((error) => nothing(deps, error, new Map<TokenSignUp, Answer>()))

/** Whatever is at fault with one of them, such as two processes that wait for each other, is no fault of the others: they are done one by one. */
function nothing<T>({ log }: Platform, error: unknown, none: T): T {
  if (isUnavailable(error) && !isWriteConflict(error)) throw error
  if (!(error instanceof Apart)) log.debug({ event: 'sign_ups_apart', err: error }, 'sign-ups that came together are done one by one')
  return none
}

/** Of those that want the same name or have the same token, the first. */
function withoutRepetition(all: readonly TokenSignUp[]): TokenSignUp[] {
  const seen = new Set<string>()
  return all.filter(({ tokenHash, row }) => {
    const keys = [tokenHash, addressOf(row)]
    if (keys.some((key) => seen.has(key))) return false
    for (const key of keys) seen.add(key)
    return true
  })
}

/** Token and account are one transaction: what is refused leaves its token good. */
async function insertSome(deps: Platform, tx: Transaction, some: readonly TokenSignUp[]): Promise<Map<TokenSignUp, Answer>> {
  const now = new Date(deps.clock.now())
  const redeemed = new Map(
    (
      await redeemAll(
        tx,
        some.map(({ tokenHash }) => tokenHash),
        now,
      )
    ).map((token) => [token.token_hash, token]),
  )
  const good = some.filter(({ tokenHash }) => redeemed.has(tokenHash))
  const answers = new Map<TokenSignUp, Answer>(some.map((one) => [one, 'invalid_token']))
  if (good.length === 0) return answers
  const inserted = await insertWithin(
    deps.db,
    tx,
    good.map(({ row }) => row),
  )
  const made: { one: TokenSignUp; account: AccountRecord }[] = []
  const taken: string[] = []
  for (const [i, one] of good.entries()) {
    const account = inserted[i]!
    if (typeof account !== 'string') made.push({ one, account })
    else if (account === 'username_taken') taken.push(one.tokenHash)
    else throw new Apart()
    answers.set(one, typeof account === 'string' ? 'username_taken' : account)
  }
  await giveBackAll(tx, taken)
  if (made.length === 0) return answers
  const notes = made.map(({ one, account }) => ({ tokenHash: one.tokenHash, accountId: account.id }))
  const tombstones = deps.config.tombstoneDays > 0
  if ((await noteAccounts(deps.db, tx, notes, { now, tombstones })) < notes.length) throw new Apart()
  await countUses(
    deps.db,
    tx,
    notes.map(({ tokenHash }) => redeemed.get(tokenHash)!),
  )
  return answers
}
