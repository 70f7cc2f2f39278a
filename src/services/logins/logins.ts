import type { components } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import { addressOf } from '../../domain/sip.js'
import { getAccount } from '../accounts/accounts.js'
import type { AccountRecord } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { forgetFactorTries } from '../secondFactor/secondLogin.js'
import { MOST_OF_A_KIND } from './history.sql.js'

export type LoginRecord = Prisma.LoginGetPayload<object>
export type HindranceReason = components['schemas']['LoginHindranceReason']

/** Something that keeps the owner of an account from logging in, or has lately. */
export interface Hindrance {
  reason: HindranceReason
  /** since when, or when it happened last */
  at: Date | null
  /** where the one comes from whom it concerns, as addresses are counted; null: it concerns all */
  address: string | null
  /** how they tried to log in */
  scheme: string | null
  /** when it is over by itself */
  until: Date | null
  /** the algorithm that was answered by */
  asked: string | null
}

/** An account, as far as log-ins ask. */
type Asked = Pick<AccountRecord, 'id' | 'username' | 'domain' | 'activated' | 'blocked' | 'passwords'> & { deactivatedAt: Date | null }

/** How long a refused log-in is worth telling of, while no good one came from there. Milliseconds. */
const LATELY_MS = 86_400_000
/** Refused log-ins that are told of. */
const MOST_TOLD = 3
/** Refusals that say something of what is wrong with the client, or of its password. */
const TELLING: ReadonlySet<string> = new Set<HindranceReason>(['wrong', 'wrong_factor', 'other_algorithm', 'other_realm', 'replayed'])

/** What came of log-ins to an account in the last LOGIN_HISTORY_DAYS days, the newest first: an entry for all of one kind from one address. */
export async function listLogins({ db, credentials, config, clock }: With<'credentials'>, accountId: number): Promise<LoginRecord[]> {
  await credentials.history.flush()
  const since = new Date(clock.now() - config.loginHistoryDays * 86_400_000)
  return db.prisma.login.findMany({
    where: { accountId, lastAt: { gt: since } },
    orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
    take: 2 * MOST_OF_A_KIND,
  })
}

/**
 * Why the owner of an account cannot log in: what keeps all out first, then who has to wait, then what was wrong with the last tries from addresses from which no good
 * one came since.
 * @param logins those of the account, as `listLogins` has them
 */
export async function hindrancesOf(deps: With<'credentials'>, account: Asked, logins: readonly LoginRecord[]): Promise<Hindrance[]> {
  const state = stateOf(account)
  const none = account.passwords.length === 0 ? [hindrance('no_password')] : []
  return [...state, ...none, ...(await delaysOf(deps, account, logins)), ...refusalsOf(deps, account, logins)]
}

/** All that administrators see of log-ins to an account. @throws AppError 404 */
export async function loginsOf(deps: With<'credentials'>, id: number): Promise<{ logins: LoginRecord[]; hindrances: Hindrance[] }> {
  const account = await getAccount(deps, id)
  const logins = await listLogins(deps, id)
  return { logins, hindrances: await hindrancesOf(deps, account, logins) }
}

/**
 * Lets an account be logged in to at once: what was counted of wrong passwords is forgotten, for the account as a whole and for the addresses in its history. What an address
 * has tried on all accounts together still counts.
 * @throws AppError 404
 */
export async function liftLoginDelay(deps: With<'credentials' | 'limits'>, id: number, caller: Caller): Promise<void> {
  const account = await getAccount(deps, id)
  const logins = await listLogins(deps, id)
  await deps.db.prisma.$transaction(async (tx) => {
    await audit(deps, tx, caller, 'liftLoginDelay', id)
    await tx.login.updateMany({ where: { accountId: id, until: { not: null } }, data: { until: null } })
  })
  await forgetFactorTries(deps, account)
  await deps.credentials.attempts.forget(addressOf(account), [...new Set(logins.map(({ address }) => address))])
}

const hindrance = (reason: HindranceReason, more: Partial<Hindrance> = {}): Hindrance => ({
  ...{ reason, at: null, address: null, scheme: null, until: null, asked: null },
  ...more,
})

function stateOf({ activated, blocked, deactivatedAt }: Asked): Hindrance[] {
  if (blocked) return [hindrance('blocked', { at: deactivatedAt })]
  if (deactivatedAt) return [hindrance('deactivated', { at: deactivatedAt })]
  return activated ? [] : [hindrance('not_activated')]
}

/** Who has to wait, as it is counted now, and as they were told: a process that counts by itself has told it, and no other knows. */
async function delaysOf({ credentials, clock }: With<'credentials'>, account: Asked, logins: readonly LoginRecord[]): Promise<Hindrance[]> {
  const now = clock.now()
  const addresses = [...new Set(logins.filter(({ result }) => result !== 'ok').map(({ address }) => address))]
  const delays = await credentials.attempts.delays(addressOf(account), addresses)
  const counted = delays.addresses.map(({ address, ms, everywhere }) =>
    hindrance(everywhere ? 'address_limited' : 'limited', { address, until: new Date(now + ms) }),
  )
  const told = logins
    .filter(
      ({ result, until, address }) =>
        result === 'limited' && until && until.getTime() > now && !delays.addresses.some((one) => one.address === address),
    )
    .map(({ address, scheme, until, lastAt }) => hindrance('limited', { address, scheme, until, at: lastAt }))
  const anywhere = delays.fromAnywhere > 0 ? [hindrance('guessed', { until: new Date(now + delays.fromAnywhere) })] : []
  return [...counted, ...told, ...anywhere]
}

/** The last word of each client, unless it is old or good. */
function refusalsOf({ clock }: With<'credentials'>, { passwords }: Asked, logins: readonly LoginRecord[]): Hindrance[] {
  const last = new Map<string, LoginRecord>()
  const isStored = (asked: string | null): boolean => passwords.some(({ algorithm }) => algorithm === asked || algorithm === 'CLRTXT')
  for (const one of logins) {
    const client = `${one.scheme} ${one.address}`
    // one that has to wait was refused for something before
    if (!last.has(client) && (one.result === 'ok' || TELLING.has(one.result))) last.set(client, one)
  }
  return (
    [...last.values()]
      .filter(({ result, lastAt }) => result !== 'ok' && lastAt.getTime() > clock.now() - LATELY_MS)
      // by now there is a password for it
      .filter(({ result, asked }) => result !== 'other_algorithm' || !isStored(asked))
      .slice(0, MOST_TOLD)
      .map(({ result, lastAt, address, scheme, asked }) => hindrance(result as HindranceReason, { at: lastAt, address, scheme, asked }))
  )
}
