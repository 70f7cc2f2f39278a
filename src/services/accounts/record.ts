import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../db/client.js'
import type { AuditStamp } from '../audit/stamp.js'
import type { LinkRow } from '../provisioning/newLink.js'

/** What a whole account is read with. */
export const wholeAccount = {
  passwords: { orderBy: { algorithm: 'asc' } },
  codes: { select: { channel: true, target: true, createdAt: true } },
} as const satisfies Prisma.AccountInclude

/** An account with what belongs to it: what services return and `present` turns into the contract's shapes. */
export type AccountRecord = Omit<Prisma.AccountGetPayload<{ include: typeof wholeAccount }>, 'deactivatedAt'> & {
  /** its newest link that sets up an app, read where its owner is; null: there is none */
  provisioning?: { sealed: string | null; expiresAt: Date } | null
  /** false: it had neither dictionary nor types nor actions when it was read; undefined: nobody looked */
  hasBelongings?: boolean
}

/** What an account is not first written with. */
type Made =
  | 'id'
  | 'spaceId'
  | 'codes'
  | 'confirmationKeyTries'
  | 'selfMade'
  | 'tokenMade'
  | 'blocked'
  | 'activatedBeforeBlock'
  | 'updatedAt'
  | 'provisioning'
  | 'hasBelongings'

/** An account as it is first written, with its password rows. Those that sign up make it themselves, perhaps with a token. */
export type NewAccountRow = Omit<AccountRecord, Made | 'passwords' | 'displayName' | 'dtmfProtocol'> & {
  displayName?: string | null
  dtmfProtocol?: string | null
  dictionary?: Readonly<Record<string, string>>
  selfMade?: boolean
  tokenMade?: boolean
  passwords: readonly { algorithm: string; password: string }[]
  /** of an account that comes from elsewhere, and is blocked there: `activated` is what it will be once it is unblocked */
  blocked?: boolean
  /** of an account that comes from elsewhere, and was deactivated there */
  deactivatedAt?: Date | null
  /** who makes it, for the audit log */
  stamp: AuditStamp
  /** sets up an app once: who makes the account hands it over */
  link?: LinkRow
  /** notes that the request which makes it is done (`repeats.ts`) */
  done?: { id: string; expiresAt: Date }
}

const TAKEN = {
  ...{ username: true, domain: true, spaceId: true, email: true },
  ...{ admin: true, activated: true, blocked: true, activatedBeforeBlock: true },
} as const

/** The address of a channel that waits for its code; undefined: none does. */
export const waitingAt = (
  { codes }: { codes: readonly { channel: string; target: string }[] },
  channel: 'email' | 'phone',
): string | undefined => codes.find((code) => code.channel === channel)?.target

/** Takes the row of an account: what else changes it comes before or after this transaction, never between. Null when there is none. */
export async function takeAccount(tx: Transaction, id: number) {
  await tx.account.updateMany({ where: { id }, data: { id } })
  return tx.account.findUnique({ where: { id }, select: TAKEN })
}
