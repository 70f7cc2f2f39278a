import type { Transaction } from '../../db/client.js'
import { hashToken, randomRecoveryCode } from '../../domain/codes.js'
import type { Platform } from '../platform.js'

/** As many as are made at once. */
const CODES = 10
/** So few are worth a word to their owner. */
export const FEW_CODES = 3

/** A recovery code as it is stored and compared: people write it with hyphens or spaces, and in capitals. Undefined when it can be none. */
export function recoveryCodeIn(text: string): string | undefined {
  const code = text.replace(/[\s-]/g, '').toLowerCase()
  return /^[a-z2-9]{16}$/.test(code) ? code : undefined
}

/** Makes the recovery codes of an account, in the place of those that it has. @returns them, to be shown this once */
export async function makeRecoveryCodes({ clock }: Pick<Platform, 'clock'>, tx: Transaction, accountId: number): Promise<string[]> {
  const codes = Array.from({ length: CODES }, () => randomRecoveryCode(clock.random))
  const createdAt = new Date(clock.now())
  await tx.recoveryCode.deleteMany({ where: { accountId } })
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ accountId, codeHash: hashToken(code), createdAt })) })
  return codes.map((code) => code.match(/.{4}/g)!.join('-'))
}
