import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { NewMessage } from '../../delivery/messages.js'

/** A message whose text is sealed at rest. */
export type SealedMessage = Omit<NewMessage, 'data' | 'language'> & { sealed: string }

/** Writes messages that are to be sent from a time on, in one statement. */
export async function insertMessages(tx: RawStatements, messages: readonly SealedMessage[], at: Date): Promise<void> {
  const rows = messages.map(
    ({ accountId, channel, kind, to, sealed, expiresAt, requestId = null }) =>
      Prisma.sql`(${accountId}, ${channel}, ${kind}, ${to}, ${sealed}, ${at}, ${expiresAt}, ${at}, ${requestId})`,
  )
  await tx.$executeRaw`insert into messages (account_id, channel, kind, recipient, sealed, created_at, expires_at, next_try_at, request_id)
    values ${Prisma.join(rows)}`
}
