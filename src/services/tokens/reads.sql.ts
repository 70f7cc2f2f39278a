import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'

// The looks at tokens that strangers and polling apps can ask for as often as they like: past Prisma's client, which would be their dearest part.

/** A request token, as far as its state goes. */
export interface RequestTokenRow {
  createdAt: Date
  expiresAt: Date
  isUsed: boolean
  isValidated: boolean
}

export async function readRequestToken({ query }: Pick<Database, 'query'>, tokenHash: string): Promise<RequestTokenRow | undefined> {
  const [row] = await query<{ created_at: string | Date; expires_at: string | Date; used_at: unknown; validated_at: unknown }>(
    Prisma.sql`select created_at, expires_at, used_at, validated_at from request_tokens where token_hash = ${tokenHash}`,
  )
  if (!row) return undefined
  const { created_at, expires_at, used_at, validated_at } = row
  return { createdAt: new Date(created_at), expiresAt: new Date(expires_at), isUsed: used_at !== null, isValidated: validated_at !== null }
}

/** A creation token that is not used up yet. */
export async function readUnusedToken(
  { query }: Pick<Database, 'query'>,
  tokenHash: string,
): Promise<{ expiresAt: Date; refusals: number } | undefined> {
  const [row] = await query<{ expires_at: string | Date; refusals: number }>(
    Prisma.sql`select expires_at, refusals from tokens where token_hash = ${tokenHash} and used_at is null`,
  )
  return row && { expiresAt: new Date(row.expires_at), refusals: row.refusals }
}
