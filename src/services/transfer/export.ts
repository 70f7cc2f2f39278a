import { toSqlDate } from '../../domain/dates.js'
import { isActivated } from '../accounts/change/state.js'
import { deactivationsOf } from '../accounts/list/deactivations.js'
import { type AccountQuery, listAccountsAfter } from '../accounts/list/list.js'
import type { AccountRecord } from '../accounts/record.js'
import type { Deps } from '../deps.js'
import { reading } from '../reading.js'

/** An account as `import` takes it again. */
export interface ExportedAccount {
  username: string
  domain: string
  email: string | null
  phone: string | null
  /** of a blocked one: what it will be once it is unblocked */
  activated: boolean
  blocked: boolean
  admin: boolean
  creation_time: string
  deactivated_at: string | null
  /** from here on: only with hashes */
  confirmation_key?: string | null
  confirmation_key_expires?: string | null
  md5_ha1?: string | null
  sha256_ha1?: string | null
  cleartext?: string | null
}

export interface ExportQuery extends Pick<AccountQuery, 'domain' | 'search' | 'createdSince' | 'createdBefore'> {
  /** also what logs in and activates: a reader of the file can do both */
  withHashes?: boolean
}

/** Accounts at a time: what is held in memory. */
const PAGE = 500

/** The accounts in the order of their ids, page by page: one that is there throughout is met exactly once, however many there are. */
export async function* exportAccounts(
  deps: Pick<Deps, 'accounts' | 'db' | 'limits'>,
  { withHashes = false, ...query }: ExportQuery,
): AsyncGenerator<ExportedAccount> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor
    const [page, ended] = await reading(deps, async (from) => {
      const read = await listAccountsAfter(from, { ...query, per_page: PAGE }, after)
      return [read, await deactivationsOf(from, read.accounts)] as const
    })
    for (const account of page.accounts) yield exported(account, ended.get(account.id) ?? null, withHashes)
    cursor = page.nextCursor
  }
}

function exported(account: AccountRecord, deactivatedAt: Date | null, withHashes: boolean): ExportedAccount {
  const { username, domain, email, phone, blocked, admin, createdAt, confirmationKey, confirmationKeyExpires } = account
  const stored = (algorithm: string) => account.passwords.find((password) => password.algorithm === algorithm)?.password ?? null
  return {
    ...{ username, domain, email, phone, activated: isActivated(account), blocked, admin, creation_time: toSqlDate(createdAt) },
    deactivated_at: deactivatedAt ? toSqlDate(deactivatedAt) : null,
    ...(withHashes && {
      confirmation_key: confirmationKey,
      confirmation_key_expires: confirmationKeyExpires ? toSqlDate(confirmationKeyExpires) : null,
      md5_ha1: stored('MD5'),
      sha256_ha1: stored('SHA-256'),
      cleartext: stored('CLRTXT'),
    }),
  }
}
