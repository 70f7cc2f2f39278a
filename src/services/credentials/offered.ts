import type { Algorithm } from '../../auth/digest.js'
import type { Aor } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { With } from '../deps.js'

const BOTH: readonly Algorithm[] = ['MD5', 'SHA-256']

/**
 * The algorithms that a challenge offers for a name: those that its account has stored, or its decoys. Whoever asks cannot tell which of the two.
 * @param account of this name; undefined when there is none
 * @param before the same with the password that it had some minutes ago, where that is good as well
 */
export async function offeredAlgorithms(
  { credentials }: With<'credentials'>,
  aor: Aor,
  account: AccountRecord | undefined,
  before?: AccountRecord,
): Promise<readonly Algorithm[]> {
  if (!account) return credentials.decoys.algorithmsOf(aor)
  const stored = [...account.passwords, ...(before?.passwords ?? [])].map((row) => row.algorithm)
  return stored.length === 0 || stored.includes('CLRTXT') ? BOTH : BOTH.filter((algorithm) => stored.includes(algorithm))
}
