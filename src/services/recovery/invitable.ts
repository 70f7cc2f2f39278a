import type { AccountRecord } from '../accounts/record.js'

export type Invitable = Pick<AccountRecord, 'selfMade'> & { deactivatedAt: Date | null }

/** Whether an invitation activates an account: one that an administrator has made and nobody has activated yet. One that its owner made waits for its own code. */
export const isInvitable = ({ deactivatedAt, selfMade }: Invitable): boolean => deactivatedAt === null && !selfMade
