import type { components } from '../../../generated/openapi.js'
import type { Algorithm } from '../../auth/digest.js'
import type { AccountRecord } from '../../services/accounts/record.js'
import { passwordRow } from '../../services/credentials/passwords.js'
import type { Deps } from '../../services/deps.js'
import type { Platform } from '../../services/platform.js'
import { presentOwnAccount } from './accounts.js'

type Schemas = components['schemas']

const ALGORITHMS: readonly Algorithm[] = ['MD5', 'SHA-256']

/** The account with the hashes of its passwords: for whoever has just proven its phone number, and for no other answer. */
export async function presentRecoveredAccount(
  deps: Pick<Platform, 'config' | 'keys' | 'clock'> & Pick<Deps, 'accounts'>,
  account: AccountRecord,
): Promise<Schemas['RecoveredAccount']> {
  return { ...(await presentOwnAccount(deps, account)), passwords: hashesOf(deps, account) }
}

/** A password that is stored in clear is hashed by each algorithm that has no hash. */
function hashesOf(deps: Pick<Platform, 'config'>, account: AccountRecord): Schemas['PasswordHash'][] {
  const clear = account.passwords.find(({ algorithm }) => algorithm === 'CLRTXT')?.password
  return ALGORITHMS.flatMap((algorithm) => {
    const stored = account.passwords.find((row) => row.algorithm === algorithm)
    if (stored) return [{ algorithm, password: stored.password }]
    return clear === undefined ? [] : [passwordRow(deps, account, algorithm, clear)]
  })
}
